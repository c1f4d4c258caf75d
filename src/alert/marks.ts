import { after, type ClockName, type Mark, minutes, type Reminder, type ResponseClock } from '../words.ts';

/**
 * When the response clock speaks. Shares of the time from start to deadline, then minutes past it.
 * Source: design, section 2: 50 %, 75 %, 90 %, the breach, every 15 min five times, then the next owners are paged.
 */
const SHARES = [0.5, 0.75, 0.9];
const REPEAT_EVERY = minutes(15);
const REPEATS = 5;

/** Every reminder of a response clock, past and to come. A stopped clock has none. */
export function responseMarks(clock: ResponseClock): Mark[] {
  if (clock.respondedAt) return [];
  const dueAt = clock.responseDueAt;
  const length = dueAt.getTime() - clock.receivedAt.getTime();
  const mark = (step: string, at: Date): Mark => ({ clock: 'response', step, at, dueAt });
  return [
    ...SHARES.map((share) => mark(`${share * 100} %`, after(clock.receivedAt, length * share))),
    mark('breach', dueAt),
    ...Array.from({ length: REPEATS }, (_, i) => mark(`+${(i + 1) * 15} min`, after(dueAt, (i + 1) * REPEAT_EVERY))),
    mark('page', after(dueAt, (REPEATS + 1) * REPEAT_EVERY)),
  ];
}

/** A deadline that speaks when it passes and again every `every` ms, `times` times in all. */
export function repeatingMarks(clock: ClockName, dueAt: Date | null, every: number, times: number): Mark[] {
  if (!dueAt) return [];
  return Array.from({ length: times }, (_, i) => ({
    clock,
    step: i === 0 ? 'due' : `again ${i}`,
    at: after(dueAt, i * every),
    dueAt,
  }));
}

/**
 * The reminders to give now: of each clock only the latest mark in (`since`, `now`], so that downtime is followed by
 * one message and not by all that were missed.
 */
export function passedMarks(marks: Mark[], since: Date, now: Date): Mark[] {
  const latest = new Map<ClockName, Mark>();
  for (const mark of marks) {
    if (mark.at <= since || mark.at > now) continue;
    const seen = latest.get(mark.clock);
    if (!seen || mark.at >= seen.at) latest.set(mark.clock, mark);
  }
  return [...latest.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** When the next mark after `since` falls, if any does. */
export function nextMark(marks: Mark[], since: Date): Date | null {
  const times = marks.map((mark) => mark.at.getTime()).filter((at) => at > since.getTime());
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

/** A reminder of this much is on time: the ticker wakes every second. */
const ON_TIME = minutes(1);

export function asReminder(mark: Mark, now: Date): Reminder {
  const late = now.getTime() - mark.at.getTime();
  return {
    clock: mark.clock,
    step: mark.step,
    at: mark.at.toISOString(),
    dueAt: mark.dueAt.toISOString(),
    lateBy: late > ON_TIME ? late : 0,
  };
}
