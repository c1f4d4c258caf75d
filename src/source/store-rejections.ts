import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../db/connect.ts';
import { forgetRows } from '../db/in-steps.ts';
import { jsonRows } from '../db/json-rows.ts';
import { change } from '../db/record.ts';
import { allow, type Decision, refuse } from '../words/decision.ts';
import { after, minutes } from '../words/time.ts';
import { rejections } from './table.ts';

/** An item that could not be used. `item` is JSON; null when it was too large to keep. */
export type RejectedItem = typeof rejections.$inferSelect;

/** Larger ones are counted and explained, but not kept. Bytes. */
const LARGEST = 65_536;
/** Rows, so that one delivery of nonsense does not fill the table. */
const MOST_AT_ONCE = 500;
const KEPT = minutes(7 * 24 * 60);

/** Keeps what could not be used, in one statement. The first 500 of a delivery. */
export async function keepRejections(
  db: Database,
  source: string,
  at: Date,
  rejected: readonly { why: string; item: unknown }[],
): Promise<void> {
  if (rejected.length === 0) return;
  const list = rejected.slice(0, MOST_AT_ONCE).map(({ why, item }) => ({ source, at, why, item: kept(item) }));
  const { columns, from } = jsonRows(rejections, list);
  await db.sql.execute(sql`insert into rejections (${columns}) select ${columns} from ${from}`);
}

function kept(item: unknown): string | null {
  const json: string | undefined = JSON.stringify(item);
  return json === undefined || Buffer.byteLength(json) > LARGEST ? null : json;
}

/** The latest first. Those that were tried again with success are left out. */
export async function rejectionsOf(db: Database, source: string, most: number, skip = 0): Promise<RejectedItem[]> {
  return db.sql
    .select()
    .from(rejections)
    .where(and(eq(rejections.source, source), isNull(rejections.replayedAt)))
    .orderBy(desc(rejections.at), desc(rejections.id))
    .limit(most)
    .offset(skip);
}

/** Null when it is forgotten, or was used meanwhile. */
export async function findRejection(db: Database, id: number): Promise<RejectedItem | null> {
  const [row] = await db.sql
    .select()
    .from(rejections)
    .where(and(eq(rejections.id, id), isNull(rejections.replayedAt)));
  return row ?? null;
}

/** It was used after all. */
export async function markReplayed(
  db: Database,
  id: number,
  at: Date,
  requestId: string | null = null,
): Promise<Decision<null>> {
  return change(db, at, requestId, async (tx) => {
    const used = await tx
      .update(rejections)
      .set({ replayedAt: at })
      .where(and(eq(rejections.id, id), isNull(rejections.replayedAt)))
      .returning({ id: rejections.id });
    return used.length > 0 ? allow(null) : refuse(USED_OR_FORGOTTEN);
  });
}

export const USED_OR_FORGOTTEN = 'It is used already, or was forgotten after a week.';

/** Forget those older than a week: they may hold what people wrote. */
export async function forgetRejections(db: Database, now: Date): Promise<number> {
  return forgetRows(db, rejections, rejections.id, sql`at < ${after(now, -KEPT).toISOString()}`);
}
