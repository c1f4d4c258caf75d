import { standingOf } from '../db/deliveries.ts';
import type { Delivery } from '../delivery/claim.ts';
import { NotYet } from '../delivery/outcome.ts';
import type { Owed } from '../words/decision.ts';
import { after } from '../words/time.ts';
import type { Firebreak } from './firebreak.ts';
import type { Thread } from './post.ts';

/** A reminder whose card cannot be shown, though it was tried this often, stands alone after a while. Milliseconds. */
const WAIT_FOR_CARD = 60_000;

const CARD_TRIED = 6;

/**
 * Where a reminder is said: under its card, which comes before it; alone when there will be none. What is loud is shown in
 * the channel as well.
 */
export async function threadOf(
  { db, now }: Firebreak,
  { createdAt }: Pick<Delivery, 'createdAt'>,
  card: Owed,
  isLoud: boolean,
): Promise<Thread | null> {
  const stands = await standingOf(db, card);
  if (stands?.receipt?.ts) return { ts: stands.receipt.ts, broadcast: isLoud };
  // Of either sign: the clock may have been set back since.
  const waited = Math.abs(now().getTime() - createdAt.getTime());
  const isComing = stands?.status === 'held' || (stands?.status !== 'failed' && (stands?.attempt ?? 0) < CARD_TRIED);
  if (waited < WAIT_FOR_CARD || (stands && stands.status !== 'done' && isComing)) {
    throw new NotYet(after(now(), 2_000), 'self');
  }
  return null;
}
