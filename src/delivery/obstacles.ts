/** What a person must mend before deliveries can go out. They are kept meanwhile, and go out by themselves. */
import { sql } from 'drizzle-orm';
import { type Database, rows, type Tx } from '../db/connect.ts';
import { queue } from '../db/deliveries.ts';
import type { Obstacle, Owed } from '../words/decision.ts';

/** One of the deliveries behind an obstacle tries whether it is still there. Milliseconds. */
const TRY_EVERY = 10_000;
/** A person who cannot be written to rarely can be a moment later. Milliseconds. */
const TRY_PERSON_EVERY = 60_000;

export interface Standing extends Obstacle {
  since: Date;
  /** Deliveries it holds. */
  holds: number;
}

/** It was met. Answers since when it stands, and whether that is new. */
export async function meet(tx: Tx, { key, why }: Obstacle, now: Date): Promise<{ since: Date; isNew: boolean }> {
  const next = new Date(now.getTime() + everyOf(key)).toISOString();
  const met = await rows<{ key: string }>(
    tx,
    sql`
    insert into obstacles (key, why, since, next_try_at) values (${key}, ${why}, ${now.toISOString()}, ${next})
    on conflict (key) do nothing returning key`,
  );
  if (met.length > 0) return { since: now, isNew: true };
  const [known] = await rows<{ since: string }>(tx, sql`select since from obstacles where key = ${key}`);
  return { since: known ? new Date(known.since) : now, isNew: false };
}

/**
 * Let the weightiest delivery behind each obstacle try, where it is time. Obstacles that hold nothing any more are
 * forgotten. Safe with any number of workers.
 */
export async function tryObstacles(db: Database, now: Date): Promise<void> {
  const at = now.toISOString();
  const due = await rows<{ key: string }>(db.sql, sql`select key from obstacles where next_try_at <= ${at}`);
  if (due.length === 0) return;
  await db.sql.transaction(async (tx) => {
    const taken = await rows<{ key: string }>(
      tx,
      sql`
      select key from obstacles where next_try_at <= ${at} order by key for update skip locked`,
    );
    for (const { key } of taken) {
      const next = new Date(now.getTime() + everyOf(key)).toISOString();
      await tx.execute(sql`update obstacles set next_try_at = ${next} where key = ${key}`);
      await tx.execute(sql`
        update deliveries set status = 'waiting', run_at = ${at} where id = (
          select id from deliveries where held_by = ${key} and status = 'held'
          order by weight, created_at, id limit 1 for update skip locked
        ) and not exists (select from deliveries where held_by = ${key} and status in ('waiting', 'leased'))`);
    }
    const gone = await rows<{ key: string; since: string }>(
      tx,
      sql`
      delete from obstacles o where next_try_at > ${at} and key = any(${`{${taken.map(({ key }) => JSON.stringify(key))}}`}::text[])
        and not exists (select from deliveries d where d.held_by = o.key) returning key, since`,
    );
    await queue(db, tx, gone.map(mended), now);
  });
  db.owed();
}

/** It is not there any more: all that it held goes out. Answers how many they are. */
export async function release(db: Database, key: string, now: Date): Promise<number> {
  const freed = await db.sql.transaction(async (tx) => {
    const gone = await rows<{ key: string; since: string }>(
      tx,
      sql`delete from obstacles where key = ${key} returning key, since`,
    );
    const free = await rows(
      tx,
      sql`
      update deliveries set held_by = null, status = case when status = 'held' then 'waiting' else status end,
        run_at = case when status = 'held' then ${now.toISOString()}::timestamptz else run_at end
      where held_by = ${key} returning id`,
    );
    await queue(db, tx, gone.map(mended), now);
    return free.length;
  });
  db.owed();
  return freed;
}

/** Try at once whether it is still there, for instance because somebody says it is mended. False: nothing is known of it. */
export async function tryNow(db: Database, key: string, now: Date): Promise<boolean> {
  const known = await rows(
    db.sql,
    sql`update obstacles set next_try_at = ${now.toISOString()} where key = ${key} returning key`,
  );
  if (known.length === 0) return false;
  await tryObstacles(db, now);
  return true;
}

/** All there are, those that hold most first. */
export async function standing(db: Database): Promise<Standing[]> {
  const found = await rows<Omit<Standing, 'since'> & { since: string }>(
    db.sql,
    sql`
    select o.key, o.why, o.since, (select count(*)::int from deliveries d where d.held_by = o.key) as holds
    from obstacles o order by holds desc, o.since`,
  );
  return found.map(({ since, ...one }) => ({ ...one, since: new Date(since) }));
}

/** Who was told of it is told that it is over. */
function mended({ key, since }: { key: string; since: string }): Owed {
  return { kind: 'obstacle', obstacle: key, since: new Date(since).toISOString() };
}

function everyOf(key: string): number {
  return key.startsWith('person:') ? TRY_PERSON_EVERY : TRY_EVERY;
}
