import { sql } from 'drizzle-orm';
import { type Database, rows, type Tx } from '../db/connect.ts';
import { queue } from '../db/deliveries.ts';
import type { Owed } from '../words.ts';
import type { Delivery } from './claim.ts';
import type { Delivered } from './outcome.ts';

/** One post per place in this time. Source: the platform allows about one a second per channel; 10 % to be safe. */
export const SPACING = 1_100;

/** It is done. Asked for again meanwhile: it waits to run once more. What follows from it is owed in the same commit. */
export async function settleDone(db: Database, delivery: Delivery, owner: string, result: Delivered, now: Date) {
  const receipt = result.receipt ? JSON.stringify(result.receipt) : null;
  const owes = result.owes ?? [];
  await settle(db, delivery, new Date(delivery.claimedAt.getTime() + SPACING), async (tx) => {
    const kept = await rows(
      tx,
      sql`
      update deliveries set
        status = case when wanted > taken then 'waiting' else 'done' end,
        receipt = coalesce(${receipt}::text::jsonb, receipt),
        lane = case when ${receipt}::text is not null and wanted > taken then 'card' else lane end,
        place = case when ${receipt}::text is not null and wanted > taken then null else place end,
        attempt = 0, run_at = ${now.toISOString()}, done_at = ${now.toISOString()},
        last_error = null, leased_by = null, leased_until = null
      where id = ${delivery.id} and leased_by = ${owner} returning id`,
    );
    if (kept.length > 0) await queue(tx, owes, now);
  });
  if (owes.length > 0) db.owed();
}

/** Not now: wait until `until`. `counts` says whether this was an attempt. */
export async function settleLater(
  db: Database,
  delivery: Delivery,
  owner: string,
  until: Date,
  counts: boolean,
  error: string | null,
  holdPlace: boolean,
) {
  const free = holdPlace ? until : new Date(delivery.claimedAt.getTime() + SPACING);
  await settle(db, delivery, free, async (tx) => {
    await tx.execute(sql`
      update deliveries set
        status = 'waiting', run_at = ${until.toISOString()}, attempt = attempt - ${counts ? 0 : 1},
        last_error = coalesce(${error}, last_error), leased_by = null, leased_until = null
      where id = ${delivery.id} and leased_by = ${owner}`);
  });
}

/** It cannot be done. It is kept, and people are told by what is owed instead. */
export async function settleFailed(
  db: Database,
  delivery: Delivery,
  owner: string,
  error: string,
  instead: Owed[],
  now: Date,
) {
  await settle(db, delivery, now, async (tx) => {
    await tx.execute(sql`
      update deliveries set status = 'failed', done_at = ${now.toISOString()}, last_error = ${error},
        leased_by = null, leased_until = null
      where id = ${delivery.id} and leased_by = ${owner}`);
    await queue(tx, instead, now);
  });
  db.owed();
}

async function settle(db: Database, delivery: Delivery, placeFreeAt: Date, write: (tx: Tx) => Promise<void>) {
  await db.sql.transaction(async (tx) => {
    await write(tx);
    if (delivery.place === null) return;
    await tx.execute(sql`update paces set free_at = ${placeFreeAt.toISOString()} where key = ${delivery.place}`);
  });
}
