import { type SQL, sql } from 'drizzle-orm';
import { type Database, rows, type Tx } from '../db/connect.ts';
import { queue } from '../db/deliveries.ts';
import type { Owed } from '../words/decision.ts';
import type { Delivery } from './claim.ts';
import { LeaseLost } from './lease.ts';
import { meet } from './obstacles.ts';
import type { Delivered, Held } from './outcome.ts';

/** One post per place in this time. Source: the platform allows about one a second per channel; 10 % to be safe. */
export const SPACING = 1_100;

/**
 * It is done, or nobody needs it any more. Asked for again meanwhile: it waits to run once more. What follows from it is
 * owed in the same commit.
 */
export async function settleDone(db: Database, delivery: Delivery, owner: string, result: Delivered, now: Date) {
  const receipt = result.receipt ? JSON.stringify(result.receipt) : null;
  const change = sql`
    status = case when wanted > taken then 'waiting' else 'done' end,
    receipt = coalesce(${receipt}::text::jsonb, receipt),
    lane = case when ${receipt}::text is not null and wanted > taken and lane <> 'press' then 'card' else lane end,
    place = case when ${receipt}::text is not null and wanted > taken then null else place end,
    attempt = 0, lost = 0, held_by = null, run_at = ${now.toISOString()}, done_at = ${now.toISOString()},
    last_error = null`;
  // Where nothing was said, the next one need not wait.
  await settle(db, delivery, owner, change, result.isPointless ? now : spaced(delivery), result.owes ?? [], now);
}

/** Not now: wait until `until`. `counts` says whether this was an attempt. */
export async function settleLater(
  db: Database,
  delivery: Delivery,
  owner: string,
  until: Date,
  counts: boolean,
  error: string | null,
  placeFreeAt: Date,
  now: Date,
  owes: Owed[] = [],
) {
  // Somebody pressed for it meanwhile: that has a turn of its own.
  const isPressed = sql`lane = 'press' and ${delivery.lane !== 'press' && !counts}::boolean`;
  const change = sql`
    status = 'waiting', run_at = case when ${isPressed} then ${now.toISOString()}::timestamptz else ${until.toISOString()}::timestamptz end,
    attempt = attempt - ${counts ? 0 : 1}, lost = 0,
    backed_off = ${counts}, last_error = coalesce(${error}, last_error)`;
  await settle(db, delivery, owner, change, placeFreeAt, owes, now);
}

/** A person must mend something first. `isUndone`: no attempt left anything outside, so none need be looked for. */
export async function settleHeld(
  db: Database,
  delivery: Delivery,
  owner: string,
  { obstacle, isUndone }: Held,
  owes: (met: { since: Date; isNew: boolean }) => Owed[],
  now: Date,
) {
  const change = sql`
    status = 'held', held_by = ${obstacle.key}, lost = 0, attempt = case when ${isUndone} then 0 else attempt end,
    last_error = ${obstacle.why}`;
  const met = async (tx: Tx) => {
    const known = await meet(tx, obstacle, now);
    // One that was held by it before tried in vain whether it is still there.
    return delivery.heldBy === obstacle.key ? [] : owes(known);
  };
  await settle(db, delivery, owner, change, spaced(delivery), met, now);
}

/** When the delivery's place may be posted to again. */
export function spaced(delivery: Delivery): Date {
  return new Date(delivery.claimedAt.getTime() + SPACING);
}

/** Nothing is written by a worker whose lease has run out and was taken over: the other one's outcome counts. */
async function settle(
  db: Database,
  { id, place, attempt }: Delivery,
  owner: string,
  change: SQL,
  placeFreeAt: Date,
  follows: Owed[] | ((tx: Tx) => Promise<Owed[]>),
  now: Date,
) {
  let hasMore = false;
  const isOurs = sql`id = ${id} and leased_by = ${owner} and attempt = ${attempt} and status = 'leased'`;
  const isKept = await db.sql
    .transaction(async (tx) => {
      const ours = await rows(tx, sql`select id from deliveries where ${isOurs}`);
      if (ours.length === 0) return false;
      // What follows first, as whoever owes both: a chart's card before the chart. Two changes then never wait in a ring.
      const owes = typeof follows === 'function' ? await follows(tx) : follows;
      hasMore = owes.length > 0;
      await queue(db, tx, owes, now);
      const kept = await rows(
        tx,
        sql`update deliveries set ${change}, leased_by = null, leased_until = null where ${isOurs} returning id`,
      );
      if (kept.length === 0) throw new LeaseLost();
      if (place !== null) {
        await tx.execute(sql`update paces set free_at = ${placeFreeAt.toISOString()} where key = ${place}`);
      }
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof LeaseLost) return false;
      throw error;
    });
  if (isKept && hasMore) db.owed();
}
