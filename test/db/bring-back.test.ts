/** The clock was set back: nothing waits until it has caught up. */
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { startPage } from '../../src/act/page/rule.ts';
import { findPage } from '../../src/act/page/store.ts';
import { changeAlert } from '../../src/alert/card/store.ts';
import { bringBack, bringBackAtStart } from '../../src/db/bring-back.ts';
import type { Database } from '../../src/db/connect.ts';
import { claim, reclaim } from '../../src/delivery/claim.ts';
import { exhaust, spend } from '../../src/delivery/pace.ts';
import { claimPulls } from '../../src/source/store-pulls.ts';
import { allow } from '../../src/words/decision.ts';
import { onEveryDatabase } from '../databases.ts';
import { card, owe } from '../delivery/work.ts';
import { afterNoon, all, count, noon, one, policy, storedAlert, tickAt } from './some.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const BUDGET = { burst: 1, every: 1_000 };

/** As they were an hour ago by a clock that was an hour ahead, or will be in an hour. */
const inAnHour = (seconds: number) => afterNoon(HOUR + seconds);
const set = (db: Database, what: string, at: Date) =>
  db.sql.execute(sql.raw(what.replace('?', `'${at.toISOString()}'`)));

async function source(db: Database, name: string, nextPullAt: Date): Promise<void> {
  await db.sql.execute(sql`
    insert into sources (name, kind, settings, added_at, next_pull_at)
    values (${name}, 'feed', '{}', ${noon.toISOString()}, ${nextPullAt.toISOString()})`);
}
const pulled = async (db: Database) =>
  (await claimPulls(db, noon, { kinds: ['feed'], except: [], most: 9, owner: 'me', lease: 30_000 })).map(
    ({ name }) => name,
  );

onEveryDatabase((open) => {
  describe('while it runs', () => {
    test('a card goes out though its channel was to be free in an hour', async () => {
      const db = await open();
      await owe(db, card(1));
      await db.sql.execute(sql`insert into paces (key, free_at) values ('alerts', ${inAnHour(1).toISOString()})`);
      expect(await claim(db, 'alert', 9, 'me', noon, 10_000)).toEqual([]);
      let told = 0;
      db.onOwed(() => told++);
      expect(await bringBack(db, noon)).toBe(1);
      expect(told).toBe(1);
      expect(await claim(db, 'alert', 9, 'me', noon, 10_000)).toHaveLength(1);
    });

    test('a call is made though its budget was used up until then', async () => {
      const db = await open();
      await exhaust(db, 'slack:chat.update', BUDGET, inAnHour(0));
      expect(await spend(db, 'slack:chat.update', BUDGET, noon)).not.toBeNull();
      await bringBack(db, noon);
      expect(await spend(db, 'slack:chat.update', BUDGET, noon)).toBeNull();
    });

    test('what was to be tried again then is tried now, and what a worker had is free', async () => {
      const db = await open();
      await owe(db, card(1), card(2));
      await set(db, `update deliveries set run_at = ? where key = 'alert_card:1'`, inAnHour(60));
      await set(
        db,
        `update deliveries set status = 'leased', leased_by = 'gone', leased_until = ? where key = 'alert_card:2'`,
        inAnHour(10),
      );
      await reclaim(db, noon, () => []);
      expect(await bringBack(db, noon)).toBe(2);
      await reclaim(db, afterNoon(1), () => []);
      expect(await claim(db, 'alert', 9, 'me', afterNoon(1), 10_000)).toHaveLength(1);
    });

    test('sources are asked, also one that was in the hands of somebody', async () => {
      const db = await open();
      await source(db, 'soon', inAnHour(5 * MINUTE));
      await source(db, 'held', noon);
      await set(db, `update sources set leased_by = 'gone', leased_until = ? where name = 'held'`, inAnHour(30));
      expect(await pulled(db)).toEqual([]);
      expect(await bringBack(db, noon)).toBe(2);
      expect((await pulled(db)).sort()).toEqual(['held', 'soon']);
    });

    test('silence is counted from now on', async () => {
      const db = await open();
      await source(db, 'quiet', noon);
      await set(db, `update sources set next_due_at = ?`, inAnHour(20 * MINUTE));
      await set(db, `update sources set seen_at = ?`, inAnHour(0));
      await set(db, `update sources set failing_since = ?`, inAnHour(0));
      await bringBack(db, noon);
      const times = await one<Record<string, string>>(
        db,
        'select seen_at::text as seen, next_due_at::text as due, failing_since::text as failing from sources',
      );
      expect(Object.values(times).map((at) => new Date(at))).toEqual([noon, afterNoon(20 * MINUTE), noon]);
    });

    test('what lies no further ahead than it may is left alone', async () => {
      const db = await open();
      await owe(db, card(1), card(2));
      await set(db, `update deliveries set run_at = ? where key = 'alert_card:1'`, afterNoon(10 * MINUTE));
      await set(
        db,
        `update deliveries set status = 'leased', leased_until = ? where key = 'alert_card:2'`,
        afterNoon(MINUTE),
      );
      await set(db, `insert into paces (key, free_at) values ('alerts', ?)`, afterNoon(10 * MINUTE));
      await source(db, 'hourly', inAnHour(0));
      await source(db, 'told to wait', afterNoon(24 * HOUR));
      await set(
        db,
        `update sources set last_error = 'Its quota is used up.', seen_at = ? where name = 'told to wait'`,
        noon,
      );
      const rows = () =>
        Promise.all(['deliveries', 'paces', 'sources'].map((table) => all(db, `select * from ${table}`)));
      const before = await rows();
      expect(await bringBack(db, noon)).toBe(0);
      expect(await rows()).toEqual(before);
    });

    test('a page whose round would end in an hour goes on to the next owner', async () => {
      const db = await open();
      const alertId = await storedAlert(db);
      const about = { id: 'look', alertId, incidentId: null, why: 'look', steps: [['UANA'], ['UBEN']] };
      const paged = startPage(about, policy, inAnHour(0));
      await changeAlert(db, alertId, noon, (alert) => allow(alert, paged ? { pages: [paged.page] } : {}));
      await tickAt(db, 1);
      expect(await findPage(db, 'look')).toMatchObject({ round: 2, answerDueAt: afterNoon(1 + 3 * MINUTE) });
      await tickAt(db, 2);
      expect(await findPage(db, 'look')).toMatchObject({ round: 2 });
    });
  });

  describe('at start', () => {
    test('nothing is said and nothing moved when what was stored last lies in the past', async () => {
      const db = await open();
      await storedAlert(db);
      await set(db, `update deliveries set run_at = ?`, afterNoon(5 * MINUTE));
      expect(await bringBackAtStart(db, noon)).toBeNull();
      expect(await bringBackAtStart(db, afterNoon(-MINUTE))).toBeNull();
      expect(await count(db, 'deliveries', `run_at = '${afterNoon(5 * MINUTE).toISOString()}'`)).toBe(1);
      expect(await bringBackAtStart(db, afterNoon(9 * HOUR))).toBeNull();
    });

    test('all that waits goes on when it lies ahead, and that is said', async () => {
      const db = await open();
      await storedAlert(db);
      await owe(db, card(7));
      await set(db, `update deliveries set run_at = ? where key = 'alert_card:7'`, afterNoon(30));
      await set(db, `insert into paces (key, free_at) values ('alerts', ?)`, afterNoon(1));
      await source(db, 'feed', afterNoon(4 * MINUTE));
      const now = afterNoon(-58 * MINUTE);
      const said = await bringBackAtStart(db, now);
      expect(said).toContain('lies 58 min ahead of now');
      expect(said).toContain('speaks up to 58 min late');
      expect(await claim(db, 'alert', 9, 'me', now, 10_000)).toHaveLength(1);
      expect(await count(db, 'sources', `next_pull_at = '${now.toISOString()}'`)).toBe(1);
      expect(await count(db, 'deliveries', `run_at > '${now.toISOString()}'`)).toBe(0);
    });

    test('of an empty database there is nothing to say', async () => {
      expect(await bringBackAtStart(await open(), noon)).toBeNull();
    });
  });
});
