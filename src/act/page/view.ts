import type { KnownBlock } from '@slack/types';
import type { Alert } from '../../alert/card/words.ts';
import { clockLine } from '../../alert/response/view.ts';
import { button } from '../../slack/kit/elements.ts';
import { counted, link, type MessageView, person, quoted, section, spoken, timeOf } from '../../slack/kit/text.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { Page } from '../../words/page.ts';
import type { PersonId } from '../../words/people.ts';
import type { Incident } from '../incident/words.ts';
import { TAKE_LEAD } from '../role/words.ts';
import type { PostView } from '../room/view-post.ts';
import { ACKNOWLEDGE_PAGE, DECLINE_PAGE } from './words.ts';

export interface PageMessage {
  page: Page;
  person: PersonId;
  round: number;
  incident: Incident | null;
  alert: Alert | null;
  /** Where it asks for all late stories of a storm: how many there are, and the worst of them. */
  storm: { late: number; worst: Alert | null } | null;
  /** Where the card of the alert, or of the storm, can be opened. */
  cardUrl: string | null;
  now: Date;
}

/** The direct message that asks one person to take something now. Redrawn when it is over, so its buttons go. */
export function pageMessage(asked: PageMessage): MessageView {
  const { page } = asked;
  const mine = page.asks.find((one) => one.person === asked.person && one.round === asked.round);
  const isOpen = page.status === 'asking' && (mine?.answer === 'waiting' || mine?.answer === 'no_answer');
  const what = subject(asked);
  const blocks: KnownBlock[] = [section(`${isOpen ? '🚨 *You are paged.*' : '📟 A page.'}\n${what}`)];
  const clock = asked.incident ?? (asked.storm ? asked.storm.worst : asked.alert);
  if (clock) blocks.push(section(clockLine(clock, asked.now)));
  blocks.push(section(state(asked, isOpen)));
  if (isOpen || page.status === 'unanswered') {
    const value = JSON.stringify({ pageId: page.id, round: asked.round });
    const look = { value, style: 'primary', label: 'Acknowledge: I take it' } as const;
    const take = button(ACKNOWLEDGE_PAGE, 'Acknowledge', look);
    blocks.push({
      type: 'actions',
      elements: isOpen ? [take, button(DECLINE_PAGE, "Can't, pass it on", { value })] : [take],
    });
  } else if (page.answeredBy === asked.person && asked.incident?.status === 'open' && !asked.incident.roles.lead) {
    const { id, version } = asked.incident;
    const value = JSON.stringify({ incidentId: id, version, role: 'lead' });
    blocks.push({ type: 'actions', elements: [button(`${TAKE_LEAD}_lead`, 'Take the lead', { value })] });
  }
  return { text: `${isOpen ? 'You are being paged' : 'A page'}: ${what}`, blocks };
}

function subject({ page, incident, alert, storm, cardUrl }: PageMessage): string {
  if (incident) {
    const room = incident.roomId ? ` · room: <#${incident.roomId}>` : ' · its channel is being opened';
    return `*${incidentName(incident.id)}* (${incident.severity}): *${quoted(incident.title)}*${room}\nWhy: ${spoken(page.why)} · opened by ${person(incident.openedBy)}`;
  }
  if (storm) return `${stormInWords(storm)} · ${link(cardUrl, 'open its card')}`;
  if (alert) {
    return `An alert without a public response: *${quoted(alert.title)}* · ${link(cardUrl, 'open the card')}`;
  }
  return spoken(page.why);
}

/** "3 stories of a storm without a public response in time. The worst: *SEV2* “Late refunds”" */
export function stormInWords({ late, worst }: NonNullable<PageMessage['storm']>): string {
  if (!worst) return 'A storm: none of its stories is late any more';
  const many = `*${counted(late, 'story', 'stories')} of a storm* without a public response in time`;
  return `${many}. The worst: *${worst.severity ?? worst.suggested}* “${quoted(worst.title, 50)}”`;
}

function state({ page, person: me }: PageMessage, isOpen: boolean): string {
  if (isOpen) return `Answer by ${timeOf(page.answerDueAt)}, or the next person is asked.`;
  if (page.status === 'acknowledged') {
    return page.answeredBy === me
      ? '✅ You have taken it. Thank you.'
      : `✅ ${person(page.answeredBy ?? '')} has taken it.`;
  }
  if (page.status === 'unanswered') return '📵 Nobody answered in time. You can still take it.';
  if (page.status === 'stopped') return '⏹️ It is over: nobody needs to take it any more.';
  return '➡️ Passed on to the next person.';
}

export const acknowledgedPost: PostView<'page_acknowledged'> = ({ person: took, why }) =>
  `✋ ${person(took)} has acknowledged the page (${spoken(why)}).`;

export const unansweredPost: PostView<'page_unanswered'> = ({ asked, why }) =>
  `📵 <!channel> *Nobody answered the page* (${spoken(why)}). Asked: ${asked.map(person).join(', ')}. Call them by phone now.`;
