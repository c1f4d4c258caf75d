import { expect, test, vi } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import {
  addSource,
  allSources,
  findSource,
  forgiveSilence,
  keepFileSources,
  removeSource,
  saveSecrets,
  setPaused,
} from '../../src/source/store.ts';
import { countArrivals } from '../../src/source/store-arrivals.ts';
import {
  findRejection,
  forgetRejections,
  keepRejections,
  markReplayed,
  rejectionsOf,
} from '../../src/source/store-rejections.ts';
import { after, minutes } from '../../src/words/time.ts';
import { onEveryDatabase } from '../databases.ts';
import { afterNoon, all, noon, tickAt } from './some.ts';

const HOUR = 3_600;
const log = { error: (detail: object, message: string) => expect.fail(`${message} ${JSON.stringify(detail)}`) };
const NONE = { accepted: 0, duplicates: 0, rejected: 0 };

async function added(db: Database, name = 'acme', isPulled = false): Promise<void> {
  const one = { name, kind: 'generic', settings: {}, secrets: 'sealed', isPulled };
  expect(await addSource(db, one, 'UANA', noon)).toMatchObject({ allowed: true });
}

async function told(db: Database): Promise<string[]> {
  const found = await all<{ text: string }>(
    db,
    `select payload->>'text' as text from deliveries where kind = 'source_word' order by id`,
  );
  return found.map(({ text }) => text);
}

onEveryDatabase((open) => {
  test('a name is given once', async () => {
    const db = await open();
    await added(db);
    const other = { name: 'acme', kind: 'feed', settings: {}, secrets: null, isPulled: true };
    expect(await addSource(db, other, 'UBEN', noon)).toMatchObject({ allowed: false });
    expect(await findSource(db, 'acme')).toMatchObject({ kind: 'generic', addedBy: 'UANA' });
  });

  test('figures are added up, and written once for many deliveries', async () => {
    const db = await open();
    await added(db);
    const counts = countArrivals(db, log);
    for (let n = 0; n < 50; n++) await counts.arrived('acme', noon, { accepted: 2, duplicates: 1, rejected: 0 }, []);
    expect(await findSource(db, 'acme')).toMatchObject({ accepted: 0, seenAt: null });
    await counts.flush();
    await counts.arrived('acme', afterNoon(5), { ...NONE, accepted: 1 }, []);
    await counts.stop();
    expect(await findSource(db, 'acme')).toMatchObject({ accepted: 101, duplicates: 50, seenAt: afterNoon(5) });
  });

  test('what could not be counted is counted later', async () => {
    const db = await open();
    await added(db);
    let isDown = true;
    const sql = new Proxy(db.sql, {
      get: (target, name) => {
        if (name === 'transaction' && isDown) return () => Promise.reject(new Error('the database is down'));
        return Reflect.get(target, name);
      },
    });
    const error = vi.fn();
    const counts = countArrivals({ ...db, sql }, { error });
    await counts.arrived('acme', noon, { ...NONE, accepted: 3 }, []);
    await counts.flush();
    expect(error).toHaveBeenCalledOnce();
    isDown = false;
    await counts.arrived('acme', afterNoon(1), { ...NONE, accepted: 4 }, []);
    await counts.stop();
    expect(await findSource(db, 'acme')).toMatchObject({ accepted: 7, seenAt: afterNoon(1) });
  });

  test('a delivery that was refused as a whole is told of, and counts as nothing heard', async () => {
    const db = await open();
    await added(db);
    const counts = countArrivals(db, log);
    counts.failed('acme', 'The signature is wrong.', noon);
    await counts.stop();
    const row = await findSource(db, 'acme');
    expect(row).toMatchObject({ lastError: 'The signature is wrong.', lastErrorAt: noon, seenAt: null });
  });

  test('rejected items are kept at once, the latest first, until they are used or a week old', async () => {
    const db = await open();
    const counts = countArrivals(db, log);
    const items = [
      { why: 'No text.', item: { id: 1, odd: '\u0000"\\\ud800' } },
      { why: 'No link.', item: [2] },
    ];
    await counts.arrived('acme', noon, { ...NONE, rejected: 2 }, items);
    await keepRejections(db, 'acme', afterNoon(60), [{ why: 'Too late.', item: 'x' }]);
    await keepRejections(db, 'other', noon, [{ why: 'Elsewhere.', item: 1 }]);
    const kept = await rejectionsOf(db, 'acme', 10);
    expect(kept.map(({ why }) => why)).toEqual(['Too late.', 'No link.', 'No text.']);
    expect(JSON.parse(kept[2]?.item ?? '')).toEqual({ id: 1, odd: '\u0000"\\\ud800' });
    expect((await rejectionsOf(db, 'acme', 1, 1)).map(({ why }) => why)).toEqual(['No link.']);

    const id = kept[0]?.id ?? 0;
    await markReplayed(db, id, afterNoon(61));
    expect(await findRejection(db, id)).toBeNull();
    await forgetRejections(db, after(noon, minutes(7 * 24 * 60) + 1));
    expect(await rejectionsOf(db, 'acme', 10)).toEqual([]);
    await counts.stop();
  });

  test('an item over 64 KB is explained and not kept; a delivery of nonsense does not fill the table', async () => {
    const db = await open();
    await keepRejections(db, 'acme', noon, [{ why: 'Large.', item: 'x'.repeat(65_536) }]);
    expect(await rejectionsOf(db, 'acme', 10)).toMatchObject([{ why: 'Large.', item: null }]);
    await keepRejections(
      db,
      'acme',
      noon,
      Array.from({ length: 10_000 }, (_, item) => ({ why: 'Bad.', item })),
    );
    expect(await rejectionsOf(db, 'acme', 20_000)).toHaveLength(501);
  });

  test('firebreak.yml is followed: its sources come, change and go, and what they counted stays', async () => {
    const db = await open();
    await added(db, 'by-hand');
    const feed = { name: 'news', kind: 'feed', settings: { every: '5' }, isPulled: true };
    await keepFileSources(db, [feed], noon);
    expect(await findSource(db, 'news')).toMatchObject({ fromFile: true, nextPullAt: noon, secrets: null });
    await db.sql.execute(`update sources set accepted = 7, cursor = '{"etag": 1}' where name = 'news'`);
    await keepFileSources(db, [feed], afterNoon(1));
    expect(await findSource(db, 'news')).toMatchObject({ accepted: 7, cursor: { etag: 1 }, nextPullAt: noon });
    await keepFileSources(db, [{ ...feed, settings: { every: '60' } }], afterNoon(2));
    expect(await findSource(db, 'news')).toMatchObject({ accepted: 7, cursor: null, settings: { every: '60' } });
    expect(await removeSource(db, 'news', noon)).toMatchObject({ allowed: false });
    await keepFileSources(db, [], afterNoon(3));
    expect((await allSources(db)).map(({ name }) => name)).toEqual(['by-hand']);
    await expect(keepFileSources(db, [{ ...feed, name: 'by-hand' }], noon)).rejects.toThrow(
      'firebreak.yml: a source named by-hand was added in Slack: name this one otherwise.',
    );
  });

  test('new secrets begin anew: nobody goes on with what the old account said', async () => {
    const db = await open();
    await added(db, 'feed', true);
    await db.sql.execute(`update sources set cursor = '1', leased_by = 'replica', last_error = 'Denied.'`);
    await saveSecrets(db, 'feed', 'sealed anew', afterNoon(5));
    const fresh = { secrets: 'sealed anew', cursor: null, leasedBy: null, lastError: null, nextPullAt: afterNoon(5) };
    expect(await findSource(db, 'feed')).toMatchObject(fresh);
    await added(db, 'pushed');
    await saveSecrets(db, 'pushed', 'sealed anew', afterNoon(5));
    expect(await findSource(db, 'pushed')).toMatchObject({ nextPullAt: null });
  });

  test('silence is said once, by one of many replicas, and once more when it is over', async () => {
    const db = await open();
    await added(db);
    const counts = countArrivals(db, log);
    for (let n = 0; n <= 24; n++) await counts.arrived('acme', afterNoon(n * 1_200), { ...NONE, accepted: 1 }, []);
    await tickAt(db, 9 * HOUR - 1, { counts });
    expect(await told(db)).toEqual([]);
    await Promise.all([tickAt(db, 9 * HOUR), tickAt(db, 9 * HOUR), tickAt(db, 9 * HOUR)]);
    await tickAt(db, 12 * HOUR);
    expect(await told(db)).toEqual([expect.stringContaining('Nothing has come from `acme` for 1 h')]);
    await counts.arrived('acme', afterNoon(13 * HOUR), { ...NONE, accepted: 1 }, []);
    await tickAt(db, 13 * HOUR + 1, { counts });
    expect(await told(db)).toHaveLength(2);
    expect((await told(db))[1]).toContain('`acme` is back after 5 h');
    await counts.stop();
  });

  test('a paused source is never called silent, and has its time anew when it goes on', async () => {
    const db = await open();
    await added(db);
    const counts = countArrivals(db, log);
    for (let n = 0; n <= 24; n++) await counts.arrived('acme', afterNoon(n * 1_200), { ...NONE, accepted: 1 }, []);
    await counts.stop();
    await setPaused(db, 'acme', true, afterNoon(8 * HOUR));
    await tickAt(db, 20 * HOUR);
    expect(await told(db)).toEqual([]);
    await setPaused(db, 'acme', false, afterNoon(20 * HOUR));
    await tickAt(db, 20 * HOUR + 1);
    expect(await told(db)).toEqual([]);
    await tickAt(db, 21 * HOUR);
    expect(await told(db)).toHaveLength(1);
  });

  test('nobody was silent while we were not there to hear', async () => {
    const db = await open();
    await added(db);
    const counts = countArrivals(db, log);
    for (let n = 0; n <= 24; n++) await counts.arrived('acme', afterNoon(n * 1_200), { ...NONE, accepted: 1 }, []);
    await counts.stop();
    const restart = 15 * HOUR;
    await forgiveSilence(db, afterNoon(restart));
    await tickAt(db, restart + 899);
    expect(await told(db)).toEqual([]);
    await tickAt(db, restart + 900);
    expect(await told(db)).toHaveLength(1);
  });

  test('a pulled source that has failed for an hour is told of once, and again when it answers', async () => {
    const db = await open();
    await added(db, 'feed', true);
    await db.sql.execute(`update sources set last_error = 'It answered 500.'`);
    for (const seconds of [0, HOUR - 1]) await tickAt(db, seconds);
    expect(await told(db)).toEqual([]);
    for (const seconds of [HOUR, 2 * HOUR]) await tickAt(db, seconds);
    expect(await told(db)).toEqual([expect.stringContaining('`feed` has failed for 1 h: It answered 500.')]);
    await db.sql.execute('update sources set last_error = null');
    for (const seconds of [3 * HOUR, 3 * HOUR + 1]) await tickAt(db, seconds);
    expect(await told(db)).toHaveLength(2);
  });
});
