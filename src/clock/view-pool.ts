import type { ContextBlock, SectionBlock } from '@slack/types';
import type { Alert } from '../alert/card/words.ts';
import { CLAIM } from '../assess/claim/words.ts';
import { button } from '../slack/kit/elements.ts';
import {
  context,
  counted,
  cut,
  link,
  type MessageView,
  moment,
  person,
  quoted,
  section,
  visible,
} from '../slack/kit/text.ts';
import { alertValue } from '../slack/kit/values.ts';
import type { PersonId } from '../words/people.ts';
import { speaksAlone, type Whose } from './pool.ts';

/** Named one by one; of more only the number is said. */
const NAMED = 15;
const TICKED = 8;
const TITLE = 80;

export interface PooledReminder {
  whose: Whose;
  /** Worst first. */
  waiting: Alert[];
  /** Named by this message before, and not waiting any more. */
  over: Alert[];
  /** Addresses of the cards that are known, by alert. */
  links: Map<number, string>;
  /** Whom it rings. */
  tell: PersonId[];
  now: Date;
}

/** All that is due, in one message. */
export function pooledReminder(pooled: PooledReminder): MessageView {
  const { waiting, over, now } = pooled;
  const [worst] = waiting;
  const head = headOf(pooled);
  if (!worst) return { text: head, blocks: [section(head), ...ticked(over)] };
  const more = waiting.length - NAMED;
  return {
    text: `${head} “${quoted(worst.title, TITLE)}”${waiting.length > 1 ? ` and ${waiting.length - 1} more` : ''}`,
    blocks: [
      section(head),
      ...waiting.slice(0, NAMED).map((alert) => item(alert, pooled.links.get(alert.id) ?? null, now)),
      ...(more > 0 ? [context(`… and ${counted(more, 'more', 'more')}; the worst stand here.`)] : []),
      ...ticked(over),
    ],
  };
}

/** To an owner who is no member of the alerts channel: nothing that is said there rings them. */
export function toAbsentOwner(pooled: PooledReminder, channel: string): MessageView {
  const said = pooledReminder({ ...pooled, tell: [] });
  return {
    text: said.text,
    blocks: [...said.blocks, context(`You answer for these, and are no member of <#${channel}>, so it comes here.`)],
  };
}

/** What is left of a message after a newer one took its place. */
export function continuedReminder(): MessageView {
  const text = '⏰ What is still due stands in a newer message below.';
  return { text, blocks: [context(text)] };
}

function headOf({ whose, waiting, tell, now }: PooledReminder): string {
  if (waiting.length === 0)
    return whose === null ? '✅ All of this has been taken.' : '✅ You have dealt with all of this.';
  const late = waiting.filter((one) => one.responseDueAt <= now).length;
  const nobodys = waiting.filter((one) => one.claimedBy === null).length;
  const whom = tell.map((one) => `${person(one)} `).join('');
  const what = whose !== null ? [`yours: ${waiting.length}`] : nobodys > 0 ? [`nobody has ${nobodys}`] : [];
  const facts = [...(late > 0 ? [`${late} late`] : []), ...what];
  return `${late > 0 ? '🔥' : '⏳'} ${whom}*First responses: ${facts.join(' · ') || 'due soon'}*`;
}

function item(alert: Alert, url: string | null, now: Date): SectionBlock {
  const named = link(url, `“${cut(visible(alert.title).replace(/\s+/g, ' '), TITLE)}”`);
  const due = alert.responseDueAt <= now ? '🔥 was due' : 'due';
  const who = alert.claimedBy ? person(alert.claimedBy) : 'nobody';
  const said = section(
    `*${alert.severity ?? alert.suggested}* ${named}\n${due} ${moment(alert.responseDueAt)} · ${who}`,
  );
  if (alert.claimedBy) return said;
  return { ...said, accessory: button(CLAIM, "I'm on it", { value: alertValue(alert) }) };
}

function ticked(over: Alert[]): ContextBlock[] {
  if (over.length === 0) return [];
  const lines = over.slice(-TICKED).map((alert) => `✅ “${quoted(alert.title, 60)}”: ${whatBecameOf(alert)}`);
  const more = over.length - TICKED;
  return [context([...(more > 0 ? [`✅ ${counted(more, 'more', 'more')}`] : []), ...lines].join('\n'))];
}

function whatBecameOf(alert: Alert): string {
  if (alert.respondedAt) return 'answered';
  if (alert.status === 'escalated') return `escalated by ${person(alert.escalatedBy ?? '')}`;
  if (alert.status === 'merged') return 'part of another story';
  if (alert.status === 'dismissed') return `dismissed by ${person(alert.dismissedBy ?? '')}`;
  if (speaksAlone(alert)) return 'SEV1 now, on its own';
  if (alert.mutedBy !== null || alert.snoozedUntil !== null) return 'snoozed';
  if (alert.claimedBy) return person(alert.claimedBy);
  return alert.stormId === null ? 'not due' : 'in a storm';
}
