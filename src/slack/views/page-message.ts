import type { KnownBlock } from '@slack/types';
import { type Alert, type Incident, incidentName, type Page, type PersonId } from '../../words.ts';
import { ACTION } from './actions.ts';
import { clockLine } from './clock-line.ts';
import { button } from './elements.ts';
import { link, type MessageView, moment, person, quoted, section, spoken } from './text.ts';

export interface PageMessage {
  page: Page;
  person: PersonId;
  round: number;
  incident: Incident | null;
  alert: Alert | null;
  /** Where the alert's card can be opened. */
  cardUrl: string | null;
  now: Date;
}

/** The direct message that asks one person to take something now. Redrawn when it is over, so its buttons go. */
export function pageMessage(asked: PageMessage): MessageView {
  const { page } = asked;
  const mine = page.asks.find((one) => one.person === asked.person && one.round === asked.round);
  const isOpen = page.status === 'asking' && (mine?.answer === 'waiting' || mine?.answer === 'no_answer');
  const what = subject(asked);
  const blocks: KnownBlock[] = [section(`${isOpen ? '🚨 *You are being paged.*' : '📟 A page.'}\n${what}`)];
  if (asked.incident) blocks.push(section(clockLine(asked.incident, asked.now)));
  else if (asked.alert) blocks.push(section(clockLine(asked.alert, asked.now)));
  blocks.push(section(state(asked, isOpen)));
  if (isOpen || page.status === 'unanswered') {
    const value = JSON.stringify({ pageId: page.id, round: asked.round });
    const look = { value, style: 'primary', label: 'Acknowledge: I take it' } as const;
    const take = button(ACTION.acknowledgePage, 'Acknowledge', look);
    blocks.push({
      type: 'actions',
      elements: isOpen ? [take, button(ACTION.declinePage, "Can't, pass it on", { value })] : [take],
    });
  } else if (page.answeredBy === asked.person && asked.incident?.status === 'open' && !asked.incident.roles.lead) {
    const { id, version } = asked.incident;
    const value = JSON.stringify({ incidentId: id, version, role: 'lead' });
    blocks.push({ type: 'actions', elements: [button(`${ACTION.takeLead}_lead`, 'Take the lead', { value })] });
  }
  return { text: `${isOpen ? 'You are being paged' : 'A page'}: ${what}`, blocks };
}

function subject({ page, incident, alert, cardUrl }: PageMessage): string {
  if (incident) {
    const room = incident.roomId ? ` · room: <#${incident.roomId}>` : ' · its channel is being opened';
    return `*${incidentName(incident.id)}* (${incident.severity}): *${quoted(incident.title)}*${room}\nWhy: ${spoken(page.why)} · opened by ${person(incident.openedBy)}`;
  }
  if (alert) {
    return `An alert without a public response: *${quoted(alert.title)}* · ${link(cardUrl, 'open the card')}`;
  }
  return spoken(page.why);
}

function state({ page, person: me }: PageMessage, isOpen: boolean): string {
  if (isOpen) return `Please answer by ${moment(page.answerDueAt)}. After that the next person is asked.`;
  if (page.status === 'acknowledged') {
    return page.answeredBy === me
      ? '✅ You have taken it. Thank you.'
      : `✅ ${person(page.answeredBy ?? '')} has taken it.`;
  }
  if (page.status === 'unanswered') return '📵 Nobody answered in time; the room has been told. You can still take it.';
  if (page.status === 'stopped') return '⏹️ It is over: nobody needs to take it any more.';
  return '➡️ Passed on to the next person.';
}
