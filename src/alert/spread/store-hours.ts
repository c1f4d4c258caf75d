/** What was heard in each hour of the last four weeks. */
import { sql } from 'drizzle-orm';
import { rows, type Tx } from '../../db/connect.ts';
import { after, minutes } from '../../words/time.ts';

const HOUR = minutes(60);
const WEEK = 7 * 24 * HOUR;
const WEEKS = 4;

/**
 * Negative or unclassified mentions in the same hour of each of the last four weeks. A week before the first thing
 * that was ever heard is left out; an hour of silence since then is 0.
 */
export async function sameHours(tx: Pick<Tx, 'execute'>, at: Date): Promise<number[]> {
  const hour = Math.floor(at.getTime() / HOUR) * HOUR;
  const earlier = Array.from({ length: WEEKS }, (_, week) => new Date(hour - (week + 1) * WEEK).toISOString());
  const found = await rows<{ negative: number }>(
    tx,
    sql`
    select coalesce(h.negative, 0) as negative
    from jsonb_array_elements_text(${JSON.stringify(earlier)}::text::jsonb) as earlier(since)
    left join hours h on h.since = earlier.since::timestamptz
    where earlier.since::timestamptz >= (select min(since) from hours)`,
  );
  return found.map(({ negative }) => negative);
}

/** Forget hours that no week is compared with any more. */
export async function forgetHours(tx: Pick<Tx, 'execute'>, now: Date): Promise<void> {
  await tx.execute(sql`delete from hours where since < ${after(now, -(WEEKS * WEEK + HOUR)).toISOString()}`);
}
