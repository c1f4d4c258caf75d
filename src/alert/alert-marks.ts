import { type Alert, type Mark, minutes } from '../words.ts';
import { repeatingMarks, responseMarks } from './marks.ts';

/** Nobody has claimed the alert: said at the deadline, then twice more. */
const UNCLAIMED_EVERY = minutes(10);
const UNCLAIMED_TIMES = 3;

/** What a snooze holds back. The last warnings of the response clock always come through. */
const HELD_BY_SNOOZE = new Set(['50 %', '75 %', 'due', 'again 1', 'again 2']);

/** Every reminder of an alert, past and to come. One that is closed, or that a mute keeps quiet, has none. */
export function alertMarks(alert: Alert): Mark[] {
  if (alert.status !== 'open' || alert.mutedBy !== null) return [];
  const unclaimed = !alert.claimedBy && !alert.assessedAt;
  const marks = [
    ...(unclaimed ? repeatingMarks('acknowledge', alert.acknowledgeDueAt, UNCLAIMED_EVERY, UNCLAIMED_TIMES) : []),
    ...responseMarks(alert),
  ];
  const until = alert.snoozedUntil;
  if (!until) return marks;
  const heard = marks.filter((mark) => mark.at >= until || !HELD_BY_SNOOZE.has(mark.step));
  return [...heard, { clock: 'snooze', step: 'over', at: until, dueAt: until }];
}
