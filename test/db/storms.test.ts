/** What a storm's card shows, and when a storm is over. */

import { expect, test } from 'vitest';
import { changeAlert } from '../../src/alert/card/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { endCalmStorms, findStorm, storiesOfStorm, stormFigures } from '../../src/alert/storm/store.ts';
import { takeOut } from '../../src/alert/storm/take-out.ts';
import { claim } from '../../src/assess/claim/rule.ts';
import type { Database } from '../../src/db/connect.ts';
import { onEveryDatabase } from '../databases.ts';
import { withPolicy } from '../house.ts';
import { afterNoon, count, mention, noon, policy as usual } from './some.ts';

const policy = { ...usual, storm: { stories: 2, within: 10 } };

/** Two stories with cards, four in a storm: the third of them told three times and with a large audience. */
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
    expect(figures.stories).toBeGreaterThanOrEqual(3);
    expect(Object.values(figures.suggested).reduce((sum, n) => sum + n, 0)).toBe(figures.stories);
    expect(figures.lastHour).toBe(figures.mentions);
    expect((await stormFigures(db, 1, afterNoon(7_300))).lastHour).toBe(0);
  });

  test('the next deadline to come is named, and what is past it is late', async () => {
    const db = await open();
    await storm(db);
    const { stories, nextDueAt } = await stormFigures(db, 1, afterNoon(60));
    expect(nextDueAt).toEqual(afterNoon(7_202));
    const later = await stormFigures(db, 1, afterNoon(7_203));
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
