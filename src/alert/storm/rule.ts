import type { Policy } from '../../policy/words.ts';
import { minutes } from '../../words/time.ts';
import type { Alert } from '../card/words.ts';
import type { Storm } from './words.ts';

/** A storm that pauses is not over: so many times the time in which it had to begin must pass without a new story. */
const QUIET_WINDOWS = 3;

/** Has no story begun for so long that new ones get cards of their own again? */
export function isCalm(storm: Storm, policy: Policy, now: Date): boolean {
  // Of either sign: it lies ahead when the clock was set back, and the storm is not to wait until that has caught up.
  return Math.abs(now.getTime() - storm.lastAt.getTime()) >= QUIET_WINDOWS * minutes(policy.storm.within);
}

/**
 * Does a story that came just before a storm was seen go into it? It is no different from those that make the storm, only
 * earlier. What people have had to do with, and what is SEV1 or SEV2, keeps its card.
 */
export function isOfBeginning(alert: Alert, storm: Storm, policy: Policy): boolean {
  const isSmall = alert.suggested === 'SEV3' || alert.suggested === 'SEV4';
  const isHeld = alert.stormId !== null || alert.mutedBy !== null;
  const isTouched = [alert.claimedBy, alert.assessedAt, alert.respondedAt, alert.snoozedUntil].some(
    (one) => one !== null,
  );
  // Of either sign: the clock may have been set back in between.
  const isLate = Math.abs(storm.startedAt.getTime() - alert.receivedAt.getTime()) >= minutes(policy.storm.within);
  return alert.status === 'open' && isSmall && !isHeld && !isTouched && !isLate;
}

/** The card is posted anew when so many posts stand below it, and this long after it was posted last. Milliseconds. */
export const POSTS_BELOW = 5;
const STAYS_FOR = minutes(10);

/** May the card be posted anew? Of a storm that is over it stays where it is: what still waits is reminded of below it. */
export function mayMove(storm: Storm, postedAt: Date, now: Date): boolean {
  return storm.endedAt === null && now.getTime() - postedAt.getTime() >= STAYS_FOR;
}

/** Was this posted in the time of a storm? That begins with the first of the stories that make it one. */
export function isOfItsTime(storm: Storm, postedAt: Date, policy: Policy): boolean {
  const began = storm.startedAt.getTime() - minutes(policy.storm.within);
  return postedAt.getTime() >= began && (storm.endedAt === null || postedAt <= storm.endedAt);
}
