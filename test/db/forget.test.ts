/** What is forgotten, when, and that nobody notices. */
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { noteOwnReplies } from '../../src/act/reply/store.ts';
import { findAlert } from '../../src/alert/card/store.ts';
import { findMention } from '../../src/alert/mention/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { seriesOf } from '../../src/alert/spread/rule.ts';
import { spreadOf, volumesOf } from '../../src/alert/spread/store.ts';
import { forgetVolumes } from '../../src/alert/spread/store-forget.ts';
import { forgetStories } from '../../src/alert/story/store-forget.ts';
import { mergeInto, splitMention } from '../../src/assess/merge/store.ts';
import type { Database } from '../../src/db/connect.ts';
import { forgetPaces, forgetRequests, reuseSpace } from '../../src/db/forget.ts';
import { STEP } from '../../src/db/in-steps.ts';
import { change } from '../../src/db/record.ts';
import { allow } from '../../src/words/decision.ts';
import { onEveryDatabase, onPostgres } from '../databases.ts';
import { afterNoon, all, count, gate, mention, noon, replicas } from './some.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const SAID = 'They threw my suitcase from the belt and laughed about it all the way to the bus';
const SAID_ANEW = 'They threw my suitcase from the belt and laughed about it all the way to the train';
const byAna = { by: 'UANA', at: noon, requestId: null };

const keysOf = async (db: Database, table: string) =>
  (await all<{ key: string }>(db, `select key from ${table} order by key`)).map(({ key }) => key);

/** `n` posts of one story, `each` seconds apart. */
const told = (n: number, each: number, given: Partial<Mention> = {}) =>
  Array.from({ length: n }, (_, i) => mention({ text: SAID, receivedAt: afterNoon(i * each), ...given }));

async function store(db: Database, posts: Mention[]): Promise<void> {
  for (const post of posts) await receive(db, [post]);
}

onEveryDatabase((open, engine) => {
  test('a request that was acted on is known for two days', async () => {
    const db = await open();
    await change(db, noon, 'old', async () => allow(null));
    await change(db, afterNoon(60), 'newer', async () => allow(null));
    await forgetRequests(db, afterNoon(2 * DAY + 30));
    expect(await keysOf(db, 'heard')).toEqual(['newer']);
  });

  test('our own answer is not proposed again for thirty days, however often the source repeats it', async () => {
    const db = await open();
    const post = mention({ text: SAID });
    await receive(db, [post]);
    const reply = { id: 'r1', to: post.id, url: 'https://x.com/acme/1', network: 'x' as const, by: 'Acme', at: noon };
    await noteOwnReplies(db, [reply], noon);
    await forgetRequests(db, afterNoon(29 * DAY));
    await noteOwnReplies(db, [reply, { ...reply, id: 'r2' }], afterNoon(29 * DAY));
    expect(await count(db, 'events', "type = 'reply_seen'")).toBe(2);
    await forgetRequests(db, afterNoon(30 * DAY + 60));
    expect(await keysOf(db, 'heard')).toEqual(['own reply r2']);
  });

  test('seventy thousand answers of ours are noted at once', async () => {
    const db = await open();
    const post = mention({ text: SAID });
    await receive(db, [post]);
    const reply = { to: post.id, url: 'https://x.com/acme/1', network: 'x' as const, by: 'Acme', at: noon };
    const many = Array.from({ length: 70_000 }, (_, i) => ({ ...reply, id: `r${i}`, to: i === 0 ? post.id : `p${i}` }));
    await noteOwnReplies(db, many, noon);
    expect(await count(db, 'events', "type = 'reply_seen'")).toBe(1);
  });

  test('a pace is forgotten when it was free a day ago, and never while it holds something back', async () => {
    const db = await open();
    const at = (seconds: number) => afterNoon(seconds).toISOString();
    await db.sql.execute(sql`insert into paces (key, free_at) values
      ('room:1', ${at(0)}), ('room:2', ${at(60)}), ('alerts', ${at(DAY + 90)})`);
    await forgetPaces(db, afterNoon(DAY + 30));
    expect(await keysOf(db, 'paces')).toEqual(['alerts', 'room:2']);
  });

  describe('stories', () => {
    test('go with their bands, step by step, and those told since stay', async () => {
      const db = await open();
      const old = Array.from({ length: 450 }, () => mention());
      await receive(db, old);
      await receive(db, [mention({ text: SAID, receivedAt: afterNoon(2 * DAY) })]);
      expect(await count(db, 'stories')).toBe(902);
      expect(await forgetStories(db, afterNoon(3 * DAY + 60))).toBe(900);
      expect([await count(db, 'stories'), await count(db, 'bands')]).toEqual([2, 10]);
      const near = mention({ text: SAID_ANEW, receivedAt: afterNoon(3 * DAY) });
      await receive(db, [near]);
      expect((await findMention(db, near.id))?.alertId).toBe(451);
    });

    test('that are told again after their time, before a sweep came by, are found like new ones', async () => {
      const db = await open();
      await receive(db, [mention({ text: SAID })]);
      await receive(db, [mention({ text: SAID, receivedAt: afterNoon(2 * DAY + 60) })]);
      await forgetStories(db, afterNoon(4 * DAY));
      const near = mention({ text: SAID_ANEW, receivedAt: afterNoon(4 * DAY) });
      await receive(db, [near]);
      expect((await findMention(db, near.id))?.alertId).toBe(2);
    });

    test('that a person put elsewhere begin anew after their time, in one alert', async () => {
      const db = await open();
      const other = mention({ text: SAID_ANEW });
      await receive(db, [mention({ text: SAID }), other]);
      await splitMention(db, other.id, byAna);
      const late = (seconds: number) => mention({ text: SAID_ANEW, receivedAt: afterNoon(2 * DAY + seconds) });
      await store(db, [late(60), late(120)]);
      expect((await findAlert(db, 3))?.mentionCount).toBe(2);
    });
  });

  describe('volumes', () => {
    test('of a story too small for a chart go a week after its last post', async () => {
      const db = await open();
      await store(db, told(9, 60));
      await forgetVolumes(db, afterNoon(7 * DAY));
      expect(await count(db, 'volumes')).toBe(2);
      await forgetVolumes(db, afterNoon(7 * DAY + 12 * HOUR));
      expect(await count(db, 'volumes')).toBe(0);
    });

    test('of a larger one are put together, and its card and chart stay as they were', async () => {
      const db = await open();
      await store(db, [...told(30, 1_000), ...told(6, 4_000, { network: 'tiktok', sentiment: 'positive' })]);
      const now = afterNoon(8 * DAY);
      const shown = async () => {
        const alert = await findAlert(db, 1);
        const first = alert && (await findMention(db, alert.firstMentionId));
        if (!alert || !first) throw new Error('no alert');
        return { spread: await spreadOf(db, alert, first, now), series: seriesOf(await volumesOf(db, 1), now) };
      };
      const before = await shown();
      expect(before.spread.networks.map(({ network, mentions }) => `${network} ${mentions}`)).toEqual([
        'x 30',
        'tiktok 6',
      ]);
      const fine = await count(db, 'volumes');
      expect(await forgetVolumes(db, now)).toBeGreaterThan(20);
      expect(await count(db, 'volumes')).toBeLessThan(fine / 4);
      expect(await shown()).toEqual(before);
      expect(await forgetVolumes(db, now)).toBe(0);
    });

    test('are put together in steps, whatever their number, and added to what was put together before', async () => {
      const db = await open();
      await store(db, told(12, 1));
      const buckets = 2 * STEP + 30;
      await db.sql.execute(sql`insert into volumes (alert_id, since, network, mentions, negative)
        select 1, ${noon.toISOString()}::timestamptz + n * interval '5 minutes', 'blog', 2, 1
        from generate_series(1, ${buckets}::int) n`);
      await forgetVolumes(db, afterNoon(7 * DAY + 12 * HOUR));
      await forgetVolumes(db, afterNoon(30 * DAY));
      const sums = await all(
        db,
        `select network, count(*)::int as rows, sum(mentions)::int as n, sum(negative)::int as negative
         from volumes group by 1 order by 1`,
      );
      expect(sums).toEqual([
        { network: 'blog', rows: Math.ceil(buckets / 72), n: 2 * buckets, negative: buckets },
        { network: 'x', rows: 1, n: 12, negative: 12 },
      ]);
    });

    test('are there again when what was forgotten is merged', async () => {
      const db = await open();
      await store(db, told(9, 60));
      await receive(db, [mention()]);
      await forgetVolumes(db, afterNoon(8 * DAY));
      await mergeInto(db, 2, 1, byAna);
      const [sum] = await all<{ n: number }>(db, 'select sum(mentions)::int as n from volumes where alert_id = 1');
      expect(sum).toEqual({ n: 10 });
    });
  });

  test('what was forgotten leaves its place to what comes', async () => {
    const db = await open();
    const size = async () =>
      (await all<{ n: number }>(db, "select pg_total_relation_size('bands')::int as n"))[0]?.n ?? Number.NaN;
    const sizes: number[] = [];
    for (const round of [0, 1, 2]) {
      const receivedAt = afterNoon(round * 9 * DAY);
      await receive(
        db,
        Array.from({ length: 500 }, () => mention({ receivedAt })),
      );
      sizes.push(await size());
      await forgetStories(db, afterNoon((round + 0.5) * 9 * DAY));
      // PostgreSQL tidies up by itself; that of the tests is told not to.
      await (engine === 'PGlite' ? reuseSpace(db) : all(db, 'vacuum bands'));
    }
    expect(Math.max(...sizes)).toBeLessThan(1.5 * (sizes[0] ?? 0));
  });

  test('what people edited, and what happened, is evidence and stays', async () => {
    const db = await open();
    const post = mention({ text: SAID });
    await receive(db, [post]);
    await receive(db, [{ ...post, text: SAID_ANEW }]);
    const later = afterNoon(400 * DAY);
    for (const forget of [forgetRequests, forgetPaces, forgetStories, forgetVolumes]) await forget(db, later);
    expect([await count(db, 'mentions'), await count(db, 'edits'), await count(db, 'events')]).toEqual([1, 1, 2]);
  });
});

onPostgres((openUrl) => {
  test('what somebody works on is left for the next night, and nobody waits', async () => {
    const [one, other] = await replicas(await openUrl());
    await receive(one, [mention(), mention()]);
    const [held, done] = [gate(), gate()];
    const working = one.sql.transaction(async (tx) => {
      await tx.execute(sql`select from alerts where id = 1 for update`);
      await tx.execute(sql`select from stories where alert_id = 1 for update`);
      held.open();
      await done.opened;
    });
    await held.opened;
    await forgetStories(other, afterNoon(9 * DAY));
    await forgetVolumes(other, afterNoon(9 * DAY));
    expect([await count(other, 'stories'), await count(other, 'volumes')]).toEqual([2, 1]);
    done.open();
    await working;
    await forgetStories(other, afterNoon(9 * DAY));
    await forgetVolumes(other, afterNoon(9 * DAY));
    expect([await count(other, 'stories'), await count(other, 'volumes'), await count(other, 'bands')]).toEqual([
      0, 0, 0,
    ]);
  });

  test('two replicas that sweep at once forget the same as one', async () => {
    const [one, other] = await replicas(await openUrl());
    await receive(
      one,
      Array.from({ length: 900 }, () => mention()),
    );
    const sweeps = [one, other].flatMap((db) => [
      forgetStories(db, afterNoon(9 * DAY)),
      forgetVolumes(db, afterNoon(9 * DAY)),
    ]);
    await Promise.all(sweeps);
    await forgetStories(one, afterNoon(9 * DAY));
    await forgetVolumes(one, afterNoon(9 * DAY));
    expect([await count(one, 'stories'), await count(one, 'bands'), await count(one, 'volumes')]).toEqual([0, 0, 0]);
  });
});
