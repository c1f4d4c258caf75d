/** Who is paged for the late stories of a storm, as time passes. */

import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { acknowledge } from '../../src/act/page/rule.ts';
import { changePage } from '../../src/act/page/store.ts';
import { logReplyToAlert } from '../../src/act/reply/rule.ts';
import { changeAlert } from '../../src/alert/card/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { lateStories, worstOfStorm } from '../../src/alert/storm/store.ts';
import { takeOut } from '../../src/alert/storm/take-out.ts';
import type { Database } from '../../src/db/connect.ts';
import type { Page } from '../../src/words/page.ts';
import { onEveryDatabase, onPostgres } from '../databases.ts';
import { withPolicy } from '../house.ts';
import { afterNoon, all, count, mention, noon, one, replicas, tickAt, policy as usual } from './some.ts';

const MINUTE = 60;
/** When the owners of what is received at noon are paged. */
const PAGED = 210 * MINUTE;
const owners = (...steps: string[][]) => ({ ...usual.severities.SEV3, owners: steps });
const policy = {
  ...usual,
  severities: { ...usual.severities, SEV1: owners(['UWORSE']), SEV2: owners(['UANA'], ['UBEN']) },
  storm: { stories: 1, within: 10 },
};

const reply = { url: 'https://x.com/us/1', network: 'x', answeredBy: 'Ana' } as const;

/** One story with a card, then `n` in a storm: their numbers are 2 and up. */
async function storm(db: Database, n: number): Promise<void> {
  await receive(withPolicy(db, policy), [mention({ sentiment: 'neutral' })]);
  // What somebody is on is not taken in.
  await db.sql.execute(sql`update alerts set claimed_by = 'UANA'`);
  await receive(
    withPolicy(db, policy),
    Array.from({ length: n }, () => mention({ sentiment: 'neutral' })),
  );
  await db.sql.execute(sql`update alerts set suggested = 'SEV2', claimed_by = 'UANA'`);
  await db.sql.execute(sql`update alerts set next_due_at = null where storm_id is null`);
  expect(await count(db, 'alerts', 'storm_id = 1')).toBe(n);
}

/** It became late so many minutes after the others. */
const laterBy = (db: Database, id: number, n: number) =>
  db.sql.execute(sql`
    update alerts set response_due_at = response_due_at + ${n}::int * interval '1 minute',
      received_at = received_at + ${n}::int * interval '1 minute'
    where id = ${id}`);

/** What is asked goes out. */
const tick = async (db: Database, seconds: number) => {
  await tickAt(withPolicy(db, policy), seconds);
  await db.sql.execute(sql`update deliveries set status = 'done', receipt = '{}' where kind = 'page_ask'`);
};
const answer = (db: Database, id: number, at: number) =>
  changeAlert(db, id, afterNoon(at), (alert) => logReplyToAlert(alert, reply, 'UANA', afterNoon(at)));
const pages = (db: Database) =>
  all<Pick<Page, 'id' | 'status' | 'round'>>(db, 'select id, status, round from pages order by started_at, id');
const statuses = async (db: Database) => (await pages(db)).map(({ status, round }) => `${status} ${round}`);

onEveryDatabase((open) => {
  test('a hundred late stories are one page, and each timeline says so truthfully', async () => {
    const db = await open();
    await storm(db, 120);
    await tick(db, PAGED);
    expect(await statuses(db)).toEqual(['asking 1']);
    expect(await count(db, 'events', `type = 'page_sent'`)).toBe(1);
    expect(await count(db, 'events', `type = 'reminded' and detail ->> 'coveredBy' is not null`)).toBe(119);
    expect(await count(db, 'deliveries', `kind = 'page_ask'`)).toBe(1);
  });

  test('it goes on to the next owners when the first story is answered and another is late, and stops with the last', async () => {
    const db = await open();
    await storm(db, 3);
    await tick(db, PAGED);
    await answer(db, 2, PAGED + 10);
    await tick(db, PAGED + 3 * MINUTE);
    expect(await statuses(db)).toEqual(['asking 2']);
    await answer(db, 3, PAGED + 200);
    await changeAlert(db, 4, afterNoon(PAGED + 210), (alert) => takeOut(alert, 'UANA', afterNoon(PAGED + 210)));
    await tick(db, PAGED + 6 * MINUTE);
    expect(await statuses(db)).toEqual(['stopped 2']);
  });

  test('after a page that nobody answered the next late story asks anew', async () => {
    const db = await open();
    await storm(db, 2);
    await laterBy(db, 3, 20);
    for (let minute = 0; minute <= 19; minute++) await tick(db, PAGED + minute * MINUTE);
    expect(await statuses(db)).toEqual(['unanswered 5']);
    await tick(db, PAGED + 20 * MINUTE);
    expect(await statuses(db)).toEqual(['unanswered 5', 'asking 1']);
  });

  test('who takes it sees to what gets late within the hour; then the owners are asked anew', async () => {
    const db = await open();
    await storm(db, 3);
    await laterBy(db, 3, 30);
    await laterBy(db, 4, 70);
    await tick(db, PAGED);
    const [first] = await pages(db);
    const took = afterNoon(PAGED + MINUTE);
    await changePage(db, first?.id ?? '', took, (page) => acknowledge(page, 'UANA', took));
    await tick(db, PAGED + 30 * MINUTE);
    expect(await statuses(db)).toEqual(['acknowledged 1']);
    expect(await count(db, 'events', `detail ->> 'takenBy' = 'UANA' and alert_id = 3`)).toBe(1);
    await tick(db, PAGED + 70 * MINUTE);
    expect(await statuses(db)).toEqual(['acknowledged 1', 'asking 1']);
  });

  test('a worse story that gets late brings its owners in', async () => {
    const db = await open();
    await storm(db, 2);
    await laterBy(db, 3, 1);
    await db.sql.execute(sql`update alerts set suggested = 'SEV1' where id = 3`);
    await tick(db, PAGED);
    await tick(db, PAGED + 2 * MINUTE);
    await tick(db, PAGED + 3 * MINUTE);
    expect((await one<{ steps: string[][] }>(db, 'select steps from pages')).steps).toEqual([
      ['UANA'],
      ['UBEN'],
      ['UWORSE'],
    ]);
    expect(await pages(db)).toHaveLength(1);
  });

  test('a story that was taken out pages for itself', async () => {
    const db = await open();
    await storm(db, 2);
    await changeAlert(db, 3, noon, (alert) => takeOut(alert, 'UANA', noon));
    await tick(db, PAGED);
    expect((await pages(db)).map(({ id }) => id.split('/')[0])).toEqual(['alert-3', 'storm-1']);
  });

  test('its page tells how many are late, and the worst of them', async () => {
    const db = await open();
    await storm(db, 4);
    await db.sql.execute(sql`update alerts set suggested = 'SEV1' where id in (3, 5)`);
    await db.sql.execute(sql`update alerts set mention_count = 9 where id = 5`);
    await answer(db, 2, PAGED);
    expect(await lateStories(db, 1, afterNoon(PAGED))).toMatchObject({ late: 3, worst: { id: 5 } });
    expect(await lateStories(db, 1, afterNoon(60))).toEqual({ late: 0, worst: null });
    expect(await worstOfStorm(db, 1, ({ id }) => id === 4)).toMatchObject({ id: 4 });
    expect(await worstOfStorm(db, 1, () => false)).toBeNull();
  });
});

onPostgres((openUrl) => {
  test('two replicas at once page once for one storm', async () => {
    const [first, other] = await replicas(await openUrl());
    await storm(first, 250);
    await Promise.all([first, other, first, other].map((db) => tick(db, PAGED)));
    await tick(first, PAGED);
    expect(await statuses(first)).toEqual(['asking 1']);
    expect(await count(first, 'events', `type = 'page_sent'`)).toBe(1);
    expect(await count(first, 'events', `type = 'reminded' and detail ->> 'coveredBy' is not null`)).toBe(249);
  });
});
