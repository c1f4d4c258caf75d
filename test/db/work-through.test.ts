/** Several stories of a storm decided about at once: all that can be done is done, once. */
import { expect, test } from 'vitest';
import { changeAlert, findAlert } from '../../src/alert/card/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { claim } from '../../src/assess/claim/rule.ts';
import { dismiss } from '../../src/assess/dismiss/rule.ts';
import { workThrough } from '../../src/assess/work-through/store.ts';
import type { Database } from '../../src/db/connect.ts';
import { onEveryDatabase } from '../databases.ts';
import { withPolicy } from '../house.ts';
import { allowed } from '../make.ts';
import { all, count, mention, noon, policy as usual } from './some.ts';

const policy = { ...usual, storm: { stories: 1, within: 10 } };

/** A storm of five. */
async function storm(db: Database) {
  await receive(
    withPolicy(db, policy),
    Array.from({ length: 5 }, () => mention({ sentiment: 'neutral' })),
  );
}

const asked = (requestId: string | null = null) => ({ by: 'UANA', at: noon, requestId });

onEveryDatabase((open) => {
  test('what somebody else took meanwhile stops none of the others', async () => {
    const db = await open();
    await storm(db);
    await changeAlert(db, 2, noon, (alert) => claim(alert, 'UBEN', noon));
    const { state } = allowed(await workThrough(db, [3, 2, 1, 99], { what: 'claim' }, asked()));
    expect(state.done.map(({ id }) => id)).toEqual([1, 3]);
    expect(state.left.map(({ why }) => why)).toEqual(['<@UBEN> is on it already.', 'This alert no longer exists.']);
    expect(await all(db, 'select id, claimed_by as who from alerts where claimed_by is not null order by id')).toEqual([
      { id: 1, who: 'UANA' },
      { id: 2, who: 'UBEN' },
      { id: 3, who: 'UANA' },
    ]);
  });

  test('a copy of the request does nothing', async () => {
    const db = await open();
    await storm(db);
    const work = { what: 'dismiss', as: 'spam_or_troll', note: 'one troll' } as const;
    await workThrough(db, [1, 2, 3], work, asked('request:1'));
    expect(await workThrough(db, [1, 2, 3], work, asked('request:1'))).toMatchObject({
      allowed: false,
      repeated: true,
    });
    expect(await count(db, 'events', `type = 'alert_dismissed'`)).toBe(3);
    expect(await findAlert(db, 2)).toMatchObject({
      status: 'dismissed',
      dismissedAs: 'spam_or_troll',
      note: 'one troll',
    });
  });

  test('two people at once: each story is done by one of them', async () => {
    const db = await open();
    await storm(db);
    const both = await Promise.all([
      workThrough(db, [1, 2, 3, 4], { what: 'claim' }, { ...asked(), by: 'UANA' }),
      workThrough(db, [4, 3, 2, 1], { what: 'claim' }, { ...asked(), by: 'UBEN' }),
    ]);
    expect(both.map((one) => allowed(one).state.done.length).sort()).toEqual([0, 4]);
  });

  test("the storm's card is owed with it, and no card that was not there", async () => {
    const db = await open();
    await storm(db);
    await db.sql.execute("update deliveries set status = 'done'");
    await workThrough(db, [1, 2], { what: 'claim' }, asked());
    expect(await all(db, "select key from deliveries where status = 'waiting' and kind = 'storm_card'")).toEqual([
      { key: 'storm_card:1' },
    ]);
  });

  test('the ticked become one story, the worst of them, with all their mentions', async () => {
    const db = await open();
    await storm(db);
    await db.sql.execute("update alerts set suggested = 'SEV2' where id = 4");
    await changeAlert(db, 2, noon, (alert) => dismiss(alert, 'duplicate', 'UBEN', noon));
    const { state } = allowed(await workThrough(db, [1, 2, 3, 4], { what: 'merge' }, asked()));
    expect([state.into?.id, state.done.map(({ id }) => id), state.left]).toEqual([
      4,
      [1, 3],
      [{ title: expect.any(String), why: expect.stringContaining('<@UBEN> dismissed this alert') }],
    ]);
    const into = await findAlert(db, 4);
    expect(into).toMatchObject({ mentionCount: 3, suggested: 'SEV2', stormId: 1, version: 3 });
    expect(await count(db, 'mentions', 'alert_id = 4')).toBe(3);
    expect(await count(db, 'alerts', `status = 'merged' and merged_into = 4`)).toBe(2);
  });

  test('where none is open each says why', async () => {
    const db = await open();
    await storm(db);
    await workThrough(db, [1, 2], { what: 'dismiss', as: 'duplicate', note: null }, asked());
    const { state } = allowed(await workThrough(db, [1, 2], { what: 'merge' }, asked()));
    expect(state).toMatchObject({ done: [], into: null });
    expect(state.left).toHaveLength(2);
  });
});
