/** What was reminded of and is still open, worst first. */
import { and, asc, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { asAlert } from '../alert/card/store.ts';
import { alerts, WEIGHT } from '../alert/card/table.ts';
import type { Alert } from '../alert/card/words.ts';
import type { Database } from '../db/connect.ts';
import type { Whose } from './pool.ts';

/** So many are looked at. Where more wait, the worst stand there. */
export const MOST = 200;

/** Open alerts outside storms that were reminded of; `whose`: those that this person is on. */
export async function remindedAlerts(db: Database, whose: Whose): Promise<Alert[]> {
  // Not as a parameter: their index is found by it.
  const isOpen = sql`${alerts.status} = 'open'`;
  const isTheirs = whose === null ? undefined : sql`${alerts.claimedBy} = ${whose}`;
  const found = await db.sql
    .select()
    .from(alerts)
    .where(and(isOpen, isNotNull(alerts.remindedSince), isNull(alerts.stormId), isTheirs))
    .orderBy(WEIGHT, asc(alerts.responseDueAt), asc(alerts.id))
    .limit(MOST);
  return found.map(asAlert);
}

export async function findAlerts(db: Database, ids: number[]): Promise<Alert[]> {
  if (ids.length === 0) return [];
  const found = await db.sql.select().from(alerts).where(inArray(alerts.id, ids)).orderBy(asc(alerts.id));
  return found.map(asAlert);
}
