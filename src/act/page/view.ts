import type { KnownBlock } from '@slack/types';
import { briefly } from '../../alert/card/view.ts';
import type { Alert } from '../../alert/card/words.ts';
import { clockState } from '../../alert/response/view.ts';
import { button } from '../../slack/kit/elements.ts';
import {
  counted,
  firstWords,
  link,
  type MessageView,
  person,
  quoted,
  section,
  spoken,
  timeOf,
  wordsIn,
  wordsOf,
} from '../../slack/kit/text.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { Page } from '../../words/page.ts';
import type { PersonId } from '../../words/people.ts';
import type { Incident } from '../incident/words.ts';
import { TAKE_LEAD } from '../role/words.ts';
import type { PostView } from '../room/view-post.ts';
import { ACKNOWLEDGE_PAGE, DECLINE_PAGE } from './words.ts';

interface LateInStorm {
  late: number;
  worst: Alert | null;
}

export interface PageMessage {
  page: Page;
  person: PersonId;
  round: number;
  incident: Incident | null;
  alert: Alert | null;
  /** Where it asks for all late stories of a storm: how many there are, and the worst of them. */
  storm: LateInStorm | null;
  /** Where the card of the alert, or of the storm, can be opened. */
  cardUrl: string | null;
  now: Date;
}

/** Read on a phone at night: words in all, and of what it is about, and of why, at least. */
const WORDS = 45;
const WORDS_AT_LEAST = 6;
/** Of what it is about, where there is room. */
const WORDS_OF_TITLE = 12;

/** The direct message that asks one person to take something now. Redrawn when it is over, so its buttons go. */
export function pageMessage(asked: PageMessage): MessageView {
  const { page } = asked;
  const mine = page.asks.find((one) => one.person === asked.person && one.round === asked.round);
  const isOpen = page.status === 'asking' && (mine?.answer === 'waiting' || mine?.answer === 'no_answer');
  const head = `${isOpen ? '🚨 *You are paged:*' : '📟 A page:'} ${subject(asked)}`;
  const clock = asked.incident ?? (asked.storm ? asked.storm.worst : asked.alert);
  const rest = [...(clock ? [section(clockState(clock, asked.now))] : []), section(state(asked, isOpen))];
  const what = [head, ...about(asked, WORDS - wordsOf(head) - wordsIn(rest))].join('\n');
  const blocks: KnownBlock[] = [section(what), ...rest];
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
  return { text: what, blocks };
}

/** What somebody is asked to take, and where it is. */
function subject({ incident, alert, storm, cardUrl }: PageMessage): string {
  if (incident) {
    const room = incident.roomId ? `<#${incident.roomId}>` : 'its channel is being opened';
    return `*${incidentName(incident.id)}* (${incident.severity}) · ${room}`;
  }
  if (storm) return `${lateInStorm(storm)} · ${link(cardUrl, 'open its card')}`;
  if (alert) return `an alert (${alert.severity ?? alert.suggested}) · ${link(cardUrl, 'open the card')}`;
  return 'something that nobody has';
}

/** The first words of it, and why it cannot wait: a line each, in so many words. */
function about({ page, incident, alert, storm }: PageMessage, room: number): string[] {
  if (storm) return storm.worst ? [worstOf(storm.worst, room)] : [];
  const reason = alert && !incident ? alert.suggestedBecause[0] : undefined;
  const left = room - wordsOf('Why:');
  const why = firstWords(
    reason ? `${briefly(reason)}; ${page.why}` : page.why,
    Math.max(WORDS_AT_LEAST, left - WORDS_OF_TITLE),
  );
  const title = (incident ?? alert)?.title;
  const first = title ? [`“${quoted(firstWords(title, Math.max(WORDS_AT_LEAST, left - wordsOf(why))))}”`] : [];
  return [...first, `Why: ${spoken(why)}`];
}

/** "3 stories of a storm without a public response in time. The worst: *SEV2* “Late refunds”" */
export function stormInWords(storm: LateInStorm): string {
  if (!storm.worst) return 'None of its stories is late any more';
  return `${lateOnes(storm)} without a public response in time. ${worstOf(storm.worst, WORDS_OF_TITLE)}`;
}

function lateInStorm(storm: LateInStorm): string {
  if (!storm.worst) return 'a storm, of which no story is late any more';
  return `${lateOnes(storm)}, late`;
}

function lateOnes({ late }: LateInStorm): string {
  return `*${counted(late, 'story', 'stories')} of a storm*`;
}

function worstOf({ severity, suggested, title }: Alert, room: number): string {
  const first = firstWords(title, Math.max(WORDS_AT_LEAST, room - wordsOf('The worst: SEV2')));
  return `The worst: *${severity ?? suggested}* “${quoted(first)}”`;
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
