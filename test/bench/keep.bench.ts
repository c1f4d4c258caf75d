/** A hundred thousand posts, and what is left of all that was stored for them a week later. */

import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { forgetVolumes } from '../../src/alert/spread/store-forget.ts';
import { forgetStories } from '../../src/alert/story/store-forget.ts';
import { type Database, rows } from '../../src/db/connect.ts';
import { forgetPaces, forgetRequests } from '../../src/db/forget.ts';
import { forgetDeliveries } from '../../src/db/forget-deliveries.ts';
import { defaultSettings } from '../../src/policy/settings.ts';
import { forgetRejections } from '../../src/source/store-rejections.ts';
import { after, minutes } from '../../src/words/time.ts';
import { onPostgres } from '../databases.ts';
import { connect, ticking, withPolicy } from '../house.ts';
import { mention, noon } from '../make.ts';
import { IS_SMALL, type Row, report, sized, timed, verdict } from './measure.ts';

const POSTS = sized(100_000, 2_000);
/** Of one in four posts the story is its own; the others tell of these. */
const STORIES = sized(1_500, 30);
const BATCH = 500;
/** How long one statement may keep others waiting. Milliseconds. */
const AT_MOST = 250;
const { policy } = defaultSettings();
const SWEEPS = {
  requests: forgetRequests,
  rejections: forgetRejections,
  stories: forgetStories,
  deliveries: forgetDeliveries,
  volumes: forgetVolumes,
  paces: forgetPaces,
};

const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

// In small the one on PostgreSQL tells that it runs: an embedded database takes ten seconds to open.
test.skipIf(IS_SMALL)(
  'a week later on the embedded database',
  async () => {
    const db = withPolicy(await connect({ dataDir: 'memory' }), policy);
    ends.push(db.close);
    await measure('PGlite', db);
  },
  900_000,
);

onPostgres((openUrl) => {
  test('a week later on PostgreSQL', async () => {
    const db = withPolicy(await connect({ databaseUrl: await openUrl(), dataDir: '' }), policy);
    ends.push(db.close);
    await measure('PostgreSQL', db);
  }, 900_000);
});

async function measure(engine: string, db: Database): Promise<void> {
  const last = await hearAll(db);
  const before = await sizes(db);
  const statements: number[] = [];
  const watched = watch(db, statements);
  const now = after(last, minutes(7 * 24 * 60 + 7 * 60));
  const took = await timed(async () => {
    for (const forget of Object.values(SWEEPS)) await forget(watched, now);
  });
  const inUse = await sizes(db);
  // What is free within the files is used for what comes next; written anew, they show how much it is.
  await db.sql.execute(sql`vacuum full`);
  const left = await sizes(db);
  const [kept] = await rows<{ n: number }>(db.sql, sql`select count(*)::int as n from mentions`);
  expect(kept?.n).toBe(POSTS);
  const longest = Math.max(...statements);
  const table: Row[] = [...before].map(([name, size]) => ({
    table: name,
    'before, MB': size / 1e6,
    'a week later, MB': (inUse.get(name) ?? 0) / 1e6,
    'of it in use, MB': (left.get(name) ?? 0) / 1e6,
    '': '',
  }));
  const total = (of: Map<string, number>) => [...of.values()].reduce((sum, size) => sum + size, 0) / 1e6;
  const all: Row = {
    table: 'all',
    'before, MB': total(before),
    'a week later, MB': total(inUse),
    'of it in use, MB': total(left),
    '': '',
  };
  report(
    `${POSTS.toLocaleString('en')} posts and the sweeps seven days later, ${engine}`,
    `no statement over ${AT_MOST} ms: the longest of ${statements.length} took ${longest.toFixed(0)} ms (${verdict(longest < AT_MOST)}), all ${(took / 1_000).toFixed(1)} s`,
    [all, ...table.filter((row) => Number(row['before, MB']) >= 0.5)],
  );
}

/** The tables with their indexes and long values, the largest first. Bytes. */
async function sizes(db: Database): Promise<Map<string, number>> {
  await db.sql.execute(sql`vacuum`);
  const found = await rows<{ name: string; size: number }>(
    db.sql,
    sql`
    select relname as name, pg_total_relation_size(oid)::float8 as size from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by size desc`,
  );
  return new Map(found.map(({ name, size }) => [name, size]));
}

/** Stores them, reminds about them until all clocks have run out, and has all that is owed delivered. Answers when the last came. */
async function hearAll(db: Database): Promise<Date> {
  const calm = { ...policy, storm: { stories: 1_000_000, within: 10 } };
  let at = noon;
  for (let heard = 0; heard < POSTS; heard += BATCH) {
    at = after(noon, Math.floor((heard / POSTS) * minutes(24 * 60)));
    await receive(
      withPolicy(db, calm),
      Array.from({ length: BATCH }, (_, i) => post(heard + i, at)),
    );
  }
  const log = { error: (detail: object, message: string) => console.error(message, detail) };
  for (const hour of [1, 2, 3, 4, 5]) {
    const now = () => after(at, minutes(60 * hour));
    await ticking({ db: withPolicy(db, calm), now, log, byHand: true }).tick();
  }
  const done = after(at, minutes(6 * 60)).toISOString();
  await db.sql.execute(sql`
    update deliveries set status = 'done', done_at = ${done}, taken = wanted,
      receipt = jsonb_build_object('channel', 'C0ALERTS0000', 'ts', '1773144000.' || id)`);
  await db.sql.execute(sql`
    insert into heard (key, at) select 'request:12345.98765.' || md5(n::text), ${done} from generate_series(1, 5000) n`);
  await db.sql.execute(sql`
    insert into paces (key, free_at) select 'person:U' || n, ${done} from generate_series(1, 2000) n`);
  // As autovacuum would have: else what was written over counts as well.
  await db.sql.execute(sql`vacuum full`);
  await db.sql.execute(sql`analyze`);
  return at;
}

function post(n: number, at: Date): Mention {
  const url = `https://x.com/someone/status/${n}`;
  const story = n % 4 === 0 ? `own${n}` : `s${(n * 7_919) % STORIES}`;
  const text = Array.from({ length: 16 }, (_, word) => `${story}w${word}`).join(' ');
  return mention({
    ...{ id: String(n).padStart(32, '0'), externalId: String(n), text, url, canonicalUrl: url, receivedAt: at },
    ...{
      network: (['x', 'facebook', 'reddit'] as const)[n % 3] ?? 'x',
      author: { handle: `h${n}`, followers: n % 997 },
    },
  });
}

/** The same database, each of whose statements is timed. */
function watch(db: Database, statements: number[]): Database {
  const timedOf = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, name) {
        const found: unknown = Reflect.get(of, name);
        if (typeof found !== 'function') return found;
        if (name === 'transaction') {
          return (work: (tx: object) => unknown, ...more: unknown[]) =>
            found.call(of, (tx: object) => work(timedOf(tx)), ...more);
        }
        if (name !== 'execute') return found.bind(of);
        return async (...args: unknown[]) => {
          const started = performance.now();
          const result = await found.apply(of, args);
          statements.push(performance.now() - started);
          return result;
        };
      },
    });
  return { ...db, sql: timedOf(db.sql) };
}
