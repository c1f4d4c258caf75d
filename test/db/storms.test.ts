/** What a storm's card shows, and when a storm is over. */

import { expect, test } from 'vitest';
import { changeAlert } from '../../src/alert/card/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import {
  endCalmStorms,
  findStorm,
  isStorm,
  postsBelow,
  sev1OfStorm,
  storiesInStorm,
  storiesOfStorm,
  stormFigures,
  stormsAt,
} from '../../src/alert/storm/store.ts';
import { takeOut } from '../../src/alert/storm/take-out.ts';
import { claim } from '../../src/assess/claim/rule.ts';
import { dismiss } from '../../src/assess/dismiss/rule.ts';
import type { Database } from '../../src/db/connect.ts';
import { queue } from '../../src/db/deliveries.ts';
import type { Owed } from '../../src/words/decision.ts';
import { onEveryDatabase } from '../databases.ts';
import { withPolicy } from '../house.ts';
import { afterNoon, all, count, mention, noon, one, policy as usual } from './some.ts';

const policy = { ...usual, storm: { stories: 2, within: 10 } };

/** Two stories with cards, then a storm, which takes them in: the fifth is told three times and has a large audience. */
async function storm(db: Database) {
  for (let i = 0; i < 6; i++) {
    const receivedAt = afterNoon(i);
    const post = mention({ receivedAt, sentiment: 'neutral', ...(i === 4 ? { reach: 60_000 } : {}) });
    await receive(withPolicy(db, policy), [post]);
    if (i === 4) {
      const { text } = post;
      await receive(withPolicy(db, policy), [
        mention({ text, receivedAt: afterNoon(5) }),
        mention({ text, receivedAt: afterNoon(5) }),
      ]);
    }
  }
}

onEveryDatabase((open) => {
  test('its stories are counted, with their mentions, and who is to see to them', async () => {
    const db = await open();
    await storm(db);
    const figures = await stormFigures(db, 1, afterNoon(60));
    expect(figures).toMatchObject({ mentions: figures.stories + 2, unclaimed: figures.stories, overdue: 0 });
    expect(figures.stories).toBeGreaterThanOrEqual(5);
    expect(Object.values(figures.suggested).reduce((sum, n) => sum + n, 0)).toBe(figures.stories);
    expect(figures.lastHour).toBe(figures.mentions);
    expect((await stormFigures(db, 1, afterNoon(7_300))).lastHour).toBe(0);
  });

  test('the next deadline to come is named, and what is past it is late', async () => {
    const db = await open();
    await storm(db);
    const { stories, nextDueAt } = await stormFigures(db, 1, afterNoon(60));
    expect(nextDueAt).toEqual(afterNoon(7_200));
    const later = await stormFigures(db, 1, afterNoon(7_201));
    expect(later.overdue).toBe(1);
    const past = await stormFigures(db, 1, afterNoon(9_000));
    expect([past.overdue, past.nextDueAt]).toEqual([stories, null]);
  });

  test('the most severe come first, page by page, each once', async () => {
    const db = await open();
    await storm(db);
    const all = await storiesOfStorm(db, 1, 100);
    const paged = [...(await storiesOfStorm(db, 1, 2)), ...(await storiesOfStorm(db, 1, 100, 2))];
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(all.map(({ suggested }) => suggested)).toEqual(all.map(({ suggested }) => suggested).toSorted());
  });

  test('one that was taken out or claimed counts so', async () => {
    const db = await open();
    await storm(db);
    const before = await stormFigures(db, 1, afterNoon(60));
    const [first, second] = await storiesOfStorm(db, 1, 2);
    await changeAlert(db, first?.id ?? 0, afterNoon(61), (alert) => takeOut(alert, 'UANA', afterNoon(61)));
    await changeAlert(db, second?.id ?? 0, afterNoon(62), (alert) => claim(alert, 'UANA', afterNoon(62)));
    const figures = await stormFigures(db, 1, afterNoon(63));
    expect(figures.stories).toBe(before.stories - 1);
    expect(figures.unclaimed).toBe(before.stories - 2);
    expect(await count(db, 'deliveries', `kind = 'alert_card' and key = 'alert_card:${first?.id}'`)).toBe(1);
  });

  test('it takes in the stories that it began with, and what was told of them counts as told in it', async () => {
    const db = await open();
    await storm(db);
    const [first] = await all<{ stories: number }>(db, 'select stories from storms');
    expect(first?.stories).toBe(6);
    expect(await count(db, 'alerts', 'storm_id = 1 and id <= 2')).toBe(2);
    expect(await count(db, 'events', `type = 'alert_taken_in' and (detail ->> 'storm')::int = 1`)).toBe(2);
    const { mentions } = await stormFigures(db, 1, afterNoon(60));
    expect(await one(db, 'select sum(mentions)::int as n from storm_volumes')).toEqual({ n: mentions });
  });

  test('it leaves alone what a person has to do with', async () => {
    const db = await open();
    const post = () => receive(withPolicy(db, policy), [mention({ sentiment: 'neutral' })]);
    await post();
    await post();
    await changeAlert(db, 1, noon, (alert) => claim(alert, 'UANA', noon));
    await post();
    expect(await all(db, 'select id, storm_id as storm from alerts order by id')).toEqual([
      { id: 1, storm: null },
      { id: 2, storm: 1 },
      { id: 3, storm: 1 },
    ]);
  });

  test('of those that came in one batch none ever stands alone', async () => {
    const db = await open();
    await receive(
      withPolicy(db, policy),
      Array.from({ length: 5 }, () => mention({ sentiment: 'neutral' })),
    );
    expect(await all(db, 'select key from deliveries')).toEqual([{ key: 'storm_card:1' }]);
  });

  test('the SEV1 stories of its time are those that are open and whose own cards stand since it began', async () => {
    const db = await open();
    const fire = (at: number) =>
      mention({ text: `A passenger was killed by fire ${at} a${at} b${at} c${at} d${at}`, receivedAt: afterNoon(at) });
    await receive(withPolicy(db, policy), [fire(-700)]);
    await storm(db);
    for (const at of [20, 30, 40]) await receive(withPolicy(db, policy), [fire(at)]);
    const stands = (id: number) =>
      all(db, `update deliveries set receipt = '{"channel":"C1","ts":"1.${id}"}' where key = 'alert_card:${id}'`);
    for (const id of [1, 8, 9]) await stands(id);
    await changeAlert(db, 9, noon, (alert) => dismiss(alert, 'duplicate', 'UANA', noon));
    const began = await findStorm(db, 1);
    if (!began) throw new Error('There is no storm.');
    const { first, total } = await sev1OfStorm(withPolicy(db, policy), began, 5);
    expect([first.map(({ id }) => id), total]).toEqual([[8], 1]);
    await stands(10);
    const two = await sev1OfStorm(withPolicy(db, policy), began, 1);
    expect([two.first.length, two.total]).toEqual([1, 2]);
    expect((await stormsAt(withPolicy(db, policy), afterNoon(20))).map(({ id }) => id)).toEqual([1]);
    expect(await stormsAt(withPolicy(db, policy), afterNoon(-700))).toEqual([]);
  });

  test('posts below its card are the cards and pooled reminders of its channel, not what was said to somebody or before it', async () => {
    const db = await open();
    await storm(db);
    const at = (ts: string, channel = 'C1') => `'{"channel":"${channel}","ts":"${ts}"}'`;
    await all(db, `update deliveries set receipt = ${at('100.5')} where key = 'storm_card:1'`);
    const card = { channel: 'C1', ts: '100.5' };
    const some: Owed[] = [20, 21, 22, 23].map((alertId) => ({ kind: 'alert_card', alertId }));
    await db.sql.transaction((tx) => queue(db, tx, [...some, { kind: 'reminder_pool', whose: null }], noon));
    const places = [at('101.5'), at('99.5'), at('102.5', 'D1'), at('1001.5')];
    for (const [i, place] of places.entries())
      await all(db, `update deliveries set receipt = ${place} where key = 'alert_card:${20 + i}'`);
    await all(db, `update deliveries set receipt = '{"pool":"x"}' where kind = 'reminder_pool'`);
    expect(await postsBelow(db, 1, card, 5)).toBe(2);
    expect(await postsBelow(db, 1, card, 1)).toBe(1);
  });

  test('of what a file says it is known how many stories stand in the storm', async () => {
    const db = await open();
    const posts = Array.from({ length: 4 }, () => mention({ sentiment: 'neutral' }));
    await receive(withPolicy(db, policy), posts);
    const ids = posts.map(({ id }) => id);
    expect(await storiesInStorm(db, ids)).toBe(4);
    await changeAlert(db, 1, noon, (alert) => takeOut(alert, 'UANA', noon));
    expect(await storiesInStorm(db, [...ids, 'unknown'])).toBe(3);
    expect(await storiesInStorm(db, [])).toBe(0);
    expect(await isStorm(db)).toBe(true);
  });

  test('it ends when it has calmed, once, and has its card drawn anew; the next one is another storm', async () => {
    const db = await open();
    await storm(db);
    expect(await endCalmStorms(withPolicy(db, policy), afterNoon(600))).toBe(0);
    expect(await endCalmStorms(withPolicy(db, policy), afterNoon(3_600))).toBe(1);
    expect(await endCalmStorms(withPolicy(db, policy), afterNoon(3_601))).toBe(0);
    expect((await findStorm(db, 1))?.endedAt).toEqual(afterNoon(3_600));
    for (let i = 0; i < 4; i++) {
      await receive(withPolicy(db, policy), [mention({ receivedAt: afterNoon(4_000 + i), sentiment: 'neutral' })]);
    }
    expect(await findStorm(db, 2)).toMatchObject({ endedAt: null });
    expect((await findStorm(db, 1))?.startedAt).toEqual(afterNoon(2));
    expect(noon < afterNoon(2)).toBe(true);
  });
});
