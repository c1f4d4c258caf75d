import type { SeverityPolicy } from '../../policy/words.ts';
import { after, minutes } from '../../words/time.ts';
import type { ResponseClock } from './words.ts';

/** What a raise leaves when the new deadline has already passed. */
export const GRACE_AFTER_RAISE = minutes(10);

/** A response clock that has just started. Source: design, section 2, "Clocks". */
export function startResponseClock(receivedAt: Date, policy: SeverityPolicy): ResponseClock {
  return {
    receivedAt,
    responseDueAt: after(receivedAt, minutes(policy.response)),
    lateBecauseRaised: false,
    deadlineReadAt: null,
    respondedAt: null,
    response: null,
  };
}

/**
 * The response deadline after a severity change: read anew from the original start. Where that has already passed
 * and the old one had not, 10 minutes are given from now, but never more than the old deadline left.
 */
export function rereadDeadline<C extends ResponseClock>(clock: C, policy: SeverityPolicy, at: Date): C {
  if (clock.respondedAt) return clock;
  const fromStart = after(clock.receivedAt, minutes(policy.response));
  const wasMissed = clock.responseDueAt <= at;
  if (fromStart > at) return { ...dueAt(clock, fromStart, at), lateBecauseRaised: false };
  if (wasMissed) return clock;
  const grace = after(at, GRACE_AFTER_RAISE);
  return { ...dueAt(clock, grace < clock.responseDueAt ? grace : clock.responseDueAt, at), lateBecauseRaised: true };
}

/** A deadline that stays where it is has still to say what it had not said. */
function dueAt<C extends ResponseClock>(clock: C, responseDueAt: Date, at: Date): C {
  const isSame = responseDueAt.getTime() === clock.responseDueAt.getTime();
  return isSame ? clock : { ...clock, responseDueAt, deadlineReadAt: at };
}

export interface ClockReading {
  /** `met` and `missed` are final; `breached` is still running, past its deadline. */
  state: 'running' | 'breached' | 'met' | 'missed';
  dueAt: Date;
  /** Time left until the deadline, negative once past; for a stopped clock, as it was when it stopped. Milliseconds. */
  left: number;
  lateBecauseRaised: boolean;
}

/** What the response clock shows at `now`. */
export function readClock(clock: ResponseClock, now: Date): ClockReading {
  const until = clock.respondedAt ?? now;
  const left = clock.responseDueAt.getTime() - until.getTime();
  const inTime = left >= 0;
  const state = clock.respondedAt ? (inTime ? 'met' : 'missed') : inTime ? 'running' : 'breached';
  return { state, dueAt: clock.responseDueAt, left, lateBecauseRaised: clock.lateBecauseRaised };
}
