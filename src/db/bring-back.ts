/**
 * What waits for a moment that no rule could have set: the clock was set back since, and it would wait until that has
 * caught up. It is brought back.
 */
import { sql } from 'drizzle-orm';
import { after, minutes } from '../words/time.ts';
import { type Database, rows } from './connect.ts';

/** Another replica's clock may be ahead of ours by so much. Milliseconds. */
const SKEW = minutes(1);

interface Waiting {
  table: 'paces' | 'deliveries' | 'obstacles' | 'sources';
  column: string;
  which?: string;
  /** How far ahead it may lie: longer than any rule sets it. Milliseconds. */
  furthest: number;
}

const WAITING: Waiting[] = [
  { table: 'paces', column: 'free_at', furthest: minutes(10) },
  { table: 'deliveries', column: 'run_at', which: `status = 'waiting'`, furthest: minutes(10) },
  { table: 'deliveries', column: 'leased_until', which: `status = 'leased'`, furthest: SKEW },
  { table: 'obstacles', column: 'next_try_at', furthest: minutes(2) },
  { table: 'sources', column: 'leased_until', furthest: SKEW },
  // One that answers is asked once an hour at least; one that does not may have told us to wait for a day.
  { table: 'sources', column: 'next_pull_at', which: 'last_error is null', furthest: minutes(61) },
  { table: 'sources', column: 'next_pull_at', furthest: minutes(25 * 60) },
  { table: 'sources', column: 'failing_since', furthest: SKEW },
];

/** Rows looked at to find what was stored last: replicas write in no order. */
const LATEST = 100;

/**
 * Bring back what lies further ahead than it can. Cheap where nothing does, which is always but after the clock was set
 * back; to be called every few seconds. Answers how much it was.
 */
export async function bringBack(db: Database, now: Date): Promise<number> {
  return bring(db, now, ({ furthest }) => furthest);
}

/**
 * At start. When what happened last lies ahead of now, the clock was set back since, or was ahead then: nothing waits until
 * it has caught up. Answers that in a sentence for the log; null when there is nothing to say.
 */
export async function bringBackAtStart(db: Database, now: Date): Promise<string | null> {
  const ahead = (await storedLast(db)) - now.getTime();
  if (ahead <= SKEW) {
    await bringBack(db, now);
    return null;
  }
  await bring(db, now, () => 0);
  const span = `${Math.round(ahead / minutes(1))} min`;
  return (
    `What was stored last lies ${span} ahead of now: this machine's clock was set back since, or it is wrong. ` +
    'What would have waited for that time goes on now. Deadlines stay as people were shown them, so what was open ' +
    `speaks up to ${span} late. Check that the machine's time is right.`
  );
}

/** When the last thing happened. Milliseconds since 1970. */
async function storedLast(db: Database): Promise<number> {
  const [found] = await rows<{ at: string | null }>(
    db.sql,
    sql`
    select greatest(
      (select max(at) from (select at from events order by id desc limit ${LATEST}) as latest),
      (select max(created_at) from (select created_at from deliveries order by id desc limit ${LATEST}) as latest)
    ) as at`,
  );
  return found?.at ? new Date(found.at).getTime() : 0;
}

async function bring(db: Database, now: Date, furthest: (one: Waiting) => number): Promise<number> {
  const at = now.toISOString();
  let brought = 0;
  for (const one of WAITING) {
    const column = sql.identifier(one.column);
    const latest = after(now, furthest(one)).toISOString();
    const found = await rows(
      db.sql,
      sql`
      update ${sql.identifier(one.table)} set ${column} = ${at}
      where ${column} > ${latest} and ${sql.raw(one.which ?? 'true')} returning 1`,
    );
    brought += found.length;
  }
  brought += await countSilenceAnew(db, now);
  if (brought > 0) db.owed();
  return brought;
}

/** What was heard of a source lies ahead: its silence is counted from now on. */
async function countSilenceAnew(db: Database, now: Date): Promise<number> {
  const at = now.toISOString();
  const found = await rows(
    db.sql,
    sql`
    update sources set seen_at = ${at}, next_due_at = next_due_at - (seen_at - ${at}::timestamptz)
    where seen_at > ${after(now, SKEW).toISOString()} returning 1`,
  );
  return found.length;
}
