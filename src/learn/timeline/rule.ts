import type { EventType, TimelineEvent } from '../../words/decision.ts';

/** How each kind of event is told. `who` did it, in mrkdwn; of its details only those that name nobody's words. */
export type Sentences = Record<EventType, (who: string, detail: TimelineEvent['detail']) => string>;

/** One event as a sentence without its time. People are named by their Slack mention; free text is left out. */
export function tell(sentences: Sentences, { type, by, detail }: TimelineEvent): string {
  const who = by.kind === 'person' ? `<@${by.id}>` : by.kind === 'source' ? 'A source' : 'Firebreak';
  return sentences[type](who, detail);
}

/** People of an event's detail, as mentions. */
export function people(ids: unknown): string {
  return Array.isArray(ids) ? ids.map((id) => `<@${id}>`).join(', ') : 'nobody';
}
