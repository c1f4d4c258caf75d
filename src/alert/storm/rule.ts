import type { Policy } from '../../policy/words.ts';
import { minutes } from '../../words/time.ts';
import type { Storm } from './words.ts';

/** A storm that pauses is not over: so many times the time in which it had to begin must pass without a new story. */
const QUIET_WINDOWS = 3;

/** Has no story begun for so long that new ones get cards of their own again? */
export function isCalm(storm: Storm, policy: Policy, now: Date): boolean {
  // Of either sign: it lies ahead when the clock was set back, and the storm is not to wait until that has caught up.
  return Math.abs(now.getTime() - storm.lastAt.getTime()) >= QUIET_WINDOWS * minutes(policy.storm.within);
}
