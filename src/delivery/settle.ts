import { type SQL, sql } from 'drizzle-orm';
import { type Database, rows } from '../db/connect.ts';
import { queue } from '../db/deliveries.ts';
import type { Owed } from '../words.ts';
import type { Delivery } from './claim.ts';
import type { Delivered } from './outcome.ts';

/** One post per place in this time. Source: the platform allows about one a second per channel; 10 % to be safe. */
export const SPACING = 1_100;

/** It is done. Asked for again meanwhile: it waits to run once more. What follows from it is owed in the same commit. */
export async function settleDone(db: Database, delivery: Delivery, owner: string, result: Delivered, now: Date) {
  const receipt = result.receipt ? JSON.stringify(result.receipt) : null;
  const change = sql`
    status = case when wanted > taken then 'waiting' else 'done' end,
    receipt = coalesce(${receipt}::text::jsonb, receipt),
    lane = case when ${receipt}::text is not null and wanted > taken then 'card' else lane end,
    place = case when ${receipt}::text is not null and wanted > taken then null else place end,
    attempt = 0, run_at = ${now.toISOString()}, done_at = ${now.toISOString()}, last_error = null`;
  await settle(db, delivery, owner, change, spaced(delivery), result.owes ?? [], now);
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
) {
  const change = sql`
    status = 'waiting', run_at = ${until.toISOString()}, attempt = attempt - ${counts ? 0 : 1},
    last_error = coalesce(${error}, last_error)`;
  await settle(db, delivery, owner, change, placeFreeAt, [], now);
}

/**
 * It cannot be done. It is kept, and people are told by what is owed instead. Asked for again meanwhile: things may
 * have changed, so it runs once more.
 */
export async function settleFailed(
  db: Database,
  delivery: Delivery,
  owner: string,
  error: string,
  instead: Owed[],
  now: Date,
) {
  const change = sql`
    status = case when wanted > taken then 'waiting' else 'failed' end,
    attempt = case when wanted > taken then 1 else attempt end,
    run_at = ${now.toISOString()}, done_at = ${now.toISOString()}, last_error = ${error}`;
  await settle(db, delivery, owner, change, now, instead, now);
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
  owes: Owed[],
  now: Date,
) {
  const isKept = await db.sql.transaction(async (tx) => {
    const kept = await rows(
      tx,
      sql`
      update deliveries set ${change}, leased_by = null, leased_until = null
      where id = ${id} and leased_by = ${owner} and attempt = ${attempt} and status = 'leased' returning id`,
    );
    if (kept.length === 0) return false;
    await queue(tx, owes, now);
    if (place !== null) {
      await tx.execute(sql`update paces set free_at = ${placeFreeAt.toISOString()} where key = ${place}`);
    }
    return true;
  });
  if (isKept && owes.length > 0) db.owed();
}
