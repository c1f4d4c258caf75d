import { expect, test } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { addSource, findSource, removeSource, saveSecrets, setPaused } from '../../src/source/store.ts';
import { claimPulls, keepCursor, renewPull, settlePull } from '../../src/source/store-pulls.ts';
import { onEveryDatabase } from '../databases.ts';
import { afterNoon, noon } from './some.ts';

const LEASE = 30_000;
const mine = { kinds: ['feed'], except: [] as string[], most: 10, owner: 'mine', lease: LEASE };

async function feed(db: Database, name: string, at = noon): Promise<void> {
  await addSource(db, { name, kind: 'feed', settings: {}, secrets: 'sealed', isPulled: true }, 'UANA', at);
}

const claimed = async (db: Database, at: Date, claim: Partial<typeof mine> = {}) =>
  (await claimPulls(db, at, { ...mine, ...claim })).map(({ name }) => name).sort();

onEveryDatabase((open) => {
  test('sources are claimed when they are due, the longest due first, and each by one', async () => {
    const db = await open();
    await feed(db, 'late', afterNoon(-60));
    await feed(db, 'due');
    await feed(db, 'later', afterNoon(1));
    expect(await claimed(db, noon, { most: 1 })).toEqual(['late']);
    const all = await Promise.all(['a', 'b', 'c'].map((owner) => claimed(db, noon, { owner })));
    expect(all.flat()).toEqual(['due']);
    expect(await claimed(db, afterNoon(1), { kinds: ['other'] })).toEqual([]);
    expect(await claimed(db, afterNoon(1), { except: ['later'] })).toEqual([]);
    expect(await claimed(db, afterNoon(1))).toEqual(['later']);
  });

  test('a lease that is renewed is not taken over, and one that is not is', async () => {
    const db = await open();
    await feed(db, 'news');
    await claimed(db, noon);
    expect(await renewPull(db, 'news', 'mine', afterNoon(60))).toBe(true);
    expect(await claimed(db, afterNoon(59), { owner: 'other' })).toEqual([]);
    expect(await claimed(db, afterNoon(60), { owner: 'other' })).toEqual(['news']);
    expect(await renewPull(db, 'news', 'mine', afterNoon(120))).toBe(false);
  });

  test('only who holds a source says where it goes on', async () => {
    const db = await open();
    await feed(db, 'news');
    await claimed(db, noon);
    expect(await keepCursor(db, 'news', 'mine', { etag: '"a"' })).toBe(true);
    expect(await keepCursor(db, 'news', 'other', { etag: '"b"' })).toBe(false);
    await settlePull(db, 'news', 'other', { next: afterNoon(9), at: noon, error: 'Not mine.' });
    expect(await findSource(db, 'news')).toMatchObject({
      cursor: { etag: '"a"' },
      lastError: null,
      leasedBy: 'mine',
      nextPullAt: noon,
    });
  });

  test('what was said of a failure stays until the source answers', async () => {
    const db = await open();
    await feed(db, 'news');
    await claimed(db, noon);
    await settlePull(db, 'news', 'mine', { next: afterNoon(60), at: noon, error: 'It did not answer.' });
    expect(await findSource(db, 'news')).toMatchObject({ lastError: 'It did not answer.', lastErrorAt: noon });
    await claimed(db, afterNoon(60));
    await settlePull(db, 'news', 'mine', { next: afterNoon(61), at: afterNoon(60) });
    expect(await findSource(db, 'news')).toMatchObject({ lastError: 'It did not answer.', nextPullAt: afterNoon(61) });
    await claimed(db, afterNoon(61));
    await settlePull(db, 'news', 'mine', { next: afterNoon(99), at: afterNoon(61), error: null });
    expect(await findSource(db, 'news')).toMatchObject({ lastError: null, lastErrorAt: null, leasedBy: null });
  });

  test('whoever pulls a source learns that it was paused, set up anew or removed', async () => {
    const db = await open();
    for (const name of ['paused', 'anew', 'removed']) await feed(db, name);
    await claimed(db, noon);
    await setPaused(db, 'paused', true, noon);
    await saveSecrets(db, 'anew', 'sealed anew', noon);
    await removeSource(db, 'removed', noon);
    for (const name of ['paused', 'anew', 'removed']) {
      expect(await renewPull(db, name, 'mine', afterNoon(60))).toBe(false);
    }
    expect(await keepCursor(db, 'anew', 'mine', 'of the old account')).toBe(false);
  });
});
