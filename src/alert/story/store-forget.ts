import { sql } from 'drizzle-orm';
import { type Database, rows, type Tx } from '../../db/connect.ts';
import { DAY } from '../../db/forget.ts';
import { inSteps, type Stepped } from '../../db/in-steps.ts';
import { uuids } from '../../db/json-rows.ts';
import { after } from '../../words/time.ts';
import { forgetHours } from '../spread/store-hours.ts';
import { bandsOf, decoded } from './minhash.ts';
import { STORY_WINDOW } from './rule.ts';
import { forgetBands } from './store-bands.ts';

/** Forget which words told stories that nobody tells any more, and what was usual more than four weeks ago. */
export async function forgetStories(db: Database, now: Date): Promise<number> {
  const before = after(now, -STORIES_KEPT).toISOString();
  await forgetHours(db.sql, now);
  return inSteps<string>((last) => db.sql.transaction((tx) => forgetSomeStories(tx, before, last)));
}

/**
 * A story told again meanwhile is left: its row is locked, or newer by now. Whoever tells it now waits for us, and sees
 * none of this age (`store-known.ts`), so it brings its bands along.
 */
async function forgetSomeStories(tx: Tx, before: string, last: string | null): Promise<Stepped<string>> {
  const part = await rows<{ key: string; isOld: boolean }>(
    tx,
    sql`
    select key, last_at < ${before} as "isOld" from stories
    where ${last === null ? sql`true` : sql`key > ${last}`} order by key limit ${STORIES_AT_ONCE}`,
  );
  const next = part.length < STORIES_AT_ONCE ? null : (part.at(-1)?.key ?? null);
  const keys = part.flatMap(({ key, isOld }) => (isOld ? [key] : []));
  if (keys.length === 0) return { last: next, gone: 0 };
  const old = await rows<{ key: string; signature: string | null }>(
    tx,
    sql`select key, signature from stories where key = any(${uuids(keys)}) and last_at < ${before}
      for update skip locked`,
  );
  const told = old.flatMap(({ key, signature }) => (signature === null ? [] : [{ key, signature }]));
  await forgetBands(
    tx,
    told.map(({ key, signature }) => ({ key, bands: bandsOf(decoded(signature)) })),
  );
  await tx.execute(sql`delete from stories where key = any(${uuids(old.map(({ key }) => key))})`);
  return { last: next, gone: old.length };
}

/** Stories are looked up for two days; a day more, for whoever's clock is behind. */
const STORIES_KEPT = STORY_WINDOW + DAY;

/** Each story has ten bands: fewer of them at once. */
const STORIES_AT_ONCE = 200;
