/** What is snoozed by author, hashtag or query, stored beside what it holds back. */
import { expect, test } from 'vitest';
import { findAlert } from '../../src/alert/card/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { startMute } from '../../src/alert/mute/rule.ts';
import { endMutesThatAreOver, findMute, mutesAtWork, startMuteIn, stopMute } from '../../src/alert/mute/store.ts';
import type { Database } from '../../src/db/connect.ts';
import { onEveryDatabase, onPostgres } from '../databases.ts';
import { afterNoon, count, mention, noon, one, replicas } from './some.ts';

const start = (db: Database, requestId: string | null = null) =>
  startMuteIn(db, noon, startMute({ kind: 'author', value: 'Kim' }, 60, 'UANA', noon), requestId);

const hear = (db: Database, seconds: number, given: Partial<Mention> = {}) =>
  receive(db, [mention({ receivedAt: afterNoon(seconds), sentiment: 'neutral', ...given })]);

const log = { error: () => {} };

onEveryDatabase((open) => {
  test('a snooze is kept with a post that tells of it, however often the request comes', async () => {
    const db = await open();
    await start(db, 'request:1');
    expect(await start(db, 'request:1')).toMatchObject({ allowed: false, repeated: true });
    expect(await count(db, 'mutes')).toBe(1);
    expect(await count(db, 'deliveries', `key = 'mute_card:1'`)).toBe(1);
    expect(await findMute(db, 1)).toMatchObject({ mute: { kind: 'author', value: 'kim' }, stories: 0, posts: 0 });
  });

  test('what it holds back has no card, and is counted', async () => {
    const db = await open();
    await start(db);
    const text = 'The blankets are made of cardboard, says everybody on board of this flight';
    await hear(db, 1, { text });
    await hear(db, 2, { text });
    await hear(db, 3);
    await hear(db, 4, { author: { handle: 'leo' } });
    expect(await mutesAtWork(db)).toMatchObject([{ mute: { id: 1 }, stories: 2, posts: 3 }]);
    expect(await count(db, 'deliveries', `kind = 'alert_card'`)).toBe(1);
    expect(await count(db, 'alerts', 'muted_by is not null and next_due_at is not null')).toBe(0);
  });

  test('stopping it gives every story a card and its clocks back', async () => {
    const db = await open();
    await start(db);
    for (let i = 1; i <= 30; i++) await hear(db, i);
    expect(await stopMute(db, 1, 'UBO', afterNoon(100), null)).toMatchObject({ allowed: true });
    expect(await count(db, 'deliveries', `kind = 'alert_card'`)).toBe(30);
    expect(await count(db, 'alerts', 'muted_by is null and snoozed_until is null and next_due_at is not null')).toBe(
      30,
    );
    expect(await count(db, 'events', `type = 'alert_muted' and detail ->> 'until' is null`)).toBe(30);
    expect(await mutesAtWork(db)).toEqual([]);
    expect(await findAlert(db, 1)).toMatchObject({ version: 2, remindedUpTo: afterNoon(100) });
    expect(await stopMute(db, 1, 'UANA', afterNoon(101), null)).toMatchObject({
      why: '<@UBO> stopped this snooze already.',
    });
  });

  test('one whose time is up ends by itself, and what comes later is heard', async () => {
    const db = await open();
    await start(db);
    await hear(db, 1);
    expect(await endMutesThatAreOver(db, afterNoon(3_599), log)).toBe(0);
    expect(await endMutesThatAreOver(db, afterNoon(3_600), log)).toBe(1);
    expect(await endMutesThatAreOver(db, afterNoon(3_601), log)).toBe(0);
    expect((await one<{ by: string | null }>(db, 'select ended_by as by from mutes')).by).toBeNull();
    await hear(db, 3_700);
    expect(await count(db, 'deliveries', `kind = 'alert_card'`)).toBe(2);
  });
});

onPostgres((openUrl) => {
  test('a story that is stored while somebody stops the snooze is never left behind in silence', async () => {
    const [a, b] = await replicas(await openUrl());
    for (let round = 1; round <= 8; round++) {
      await start(a);
      await Promise.all([
        hear(a, round * 10),
        stopMute(b, round, 'UBO', afterNoon(round * 10), null),
        hear(b, round * 10 + 1),
      ]);
      expect(await count(a, 'alerts', 'muted_by is not null')).toBe(0);
    }
    expect(await count(a, 'deliveries', `kind = 'alert_card'`)).toBe(16);
  });
});
