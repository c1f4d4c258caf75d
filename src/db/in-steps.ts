/** Forgetting a little at a time, so that nobody waits for it: each step is a transaction of milliseconds. */
import { setTimeout as pause } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { type Database, rows } from './connect.ts';

/** Rows looked at in one step. */
export const STEP = 500;
/** Between two steps others have their turn, on the embedded database too, which has one connection. Milliseconds. */
export const PAUSE = 5;

/** What one step did. `last` is the key it came to; null when there is nothing after it. */
export interface Stepped<Key> {
  last: Key | null;
  gone: number;
}

/** Steps through a table in the order of its keys. Answers how many rows are gone. */
export async function inSteps<Key>(step: (after: Key | null) => Promise<Stepped<Key>>): Promise<number> {
  let gone = 0;
  let after: Key | null = null;
  for (;;) {
    const done: Stepped<Key> = await step(after);
    gone += done.gone;
    if (done.last === null) return gone;
    after = done.last;
    await pause(PAUSE);
  }
}

/**
 * Deletes the rows of a table of which `isOld` is true, in the order of their `key`, which is unique. One that somebody
 * has locked is left for the next night.
 */
export async function forgetRows(db: Database, table: PgTable, key: PgColumn, isOld: SQL): Promise<number> {
  return inSteps<string | number>(async (after) => {
    const isLater = after === null ? sql`true` : sql`${key} > ${after}`;
    const [done] = await rows<Stepped<string | number>>(
      db.sql,
      sql`
      with page as materialized (select ${key} as key from ${table} where ${isLater} order by ${key} limit ${STEP}),
      old as (
        select ${key} as key from ${table} where ${key} in (select key from page) and ${isOld} for update skip locked
      ),
      gone as (delete from ${table} using old where ${key} = old.key returning 1)
      select (select count(*)::int from gone) as gone,
        (select key from page order by key offset ${STEP - 1}) as last`,
    );
    return done ?? { last: null, gone: 0 };
  });
}
