import { sql } from 'drizzle-orm';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { changeIncident, findIncident } from '../src/act/incident/store.ts';
import { startPage } from '../src/act/page/rule.ts';
import { changePage, findPage } from '../src/act/page/store.ts';
import { changeAlert, changeAlertIntoIncident, findAlert } from '../src/alert/card/store.ts';
import { receive } from '../src/alert/mention/store-receive.ts';
import { claim } from '../src/assess/claim/rule.ts';
import { dismiss } from '../src/assess/dismiss/rule.ts';
import { isSweepDue } from '../src/clock/ticker.ts';
import type { Database } from '../src/db/connect.ts';
import { requests } from '../src/db/schema.ts';
import { allow } from '../src/words/decision.ts';
import { onEveryDatabase, onPostgres } from './databases.ts';
import {
  afterNoon,
  all,
  count,
  escalated,
  gate,
  mention,
  noon,
  policy,
  replicas,
  storedAlert,
  tickAt,
} from './db/some.ts';
import { ticking } from './house.ts';
import { until } from './replica.ts';

const MINUTE = 60;

async function reminders(db: Database): Promise<string[]> {
  const found = await all<{ reminder: { clock: string; step: string; lateBy: number } }>(
    db,
    `select detail as reminder from events where type = 'reminded' order by id`,
  );
  return found.map(({ reminder }) => `${reminder.clock} ${reminder.step}${reminder.lateBy ? ' late' : ''}`);
}

async function openIncident(db: Database): Promise<void> {
  const id = await storedAlert(db);
  await changeAlertIntoIncident(db, id, noon, (alert, next) => escalated(alert, next));
}

async function pageFor(db: Database, alertId: number): Promise<void> {
  const about = { id: 'look', alertId, incidentId: null, why: 'look', steps: [['UANA'], ['UBEN']] };
  const paged = startPage(about, policy, noon);
  if (!paged) throw new Error('nobody to page');
  await changeAlert(db, alertId, noon, (alert) => allow(alert, { ...paged, pages: [paged.page] }));
}

onEveryDatabase((open, engine) => {
  describe('an alert', () => {
    test('is reminded of once when its time comes, and not before', async () => {
      const db = await open();
      const id = await storedAlert(db);
      expect(await tickAt(db, 10 * MINUTE - 0.001)).toBe(0);
      expect(await tickAt(db, 10 * MINUTE)).toBe(1);
      expect(await tickAt(db, 10 * MINUTE)).toBe(0);
      expect(await reminders(db)).toEqual(['acknowledge due']);
      const at = afterNoon(10 * MINUTE);
      expect(await findAlert(db, id)).toMatchObject({ remindedUpTo: at, remindedSince: at, version: 2 });
      expect(await count(db, 'events', `type = 'reminded'`)).toBe(1);
    });

    test('is due next at its next mark', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const dueAt = async () =>
        (await all<{ at: string }>(db, 'select next_due_at::text as at from alerts')).map(({ at }) => new Date(at));
      expect(await dueAt()).toEqual([afterNoon(10 * MINUTE)]);
      await tickAt(db, 10 * MINUTE);
      expect(await dueAt()).toEqual([afterNoon(20 * MINUTE)]);
      await changeAlert(db, id, noon, (alert) => claim(alert, 'UANA', noon));
      expect(await dueAt()).toEqual([afterNoon(60 * MINUTE)]);
    });

    test('is reminded of at every mark of its response clock, and then its owners are paged', async () => {
      const db = await open();
      const id = await storedAlert(db);
      await db.sql.execute(sql`update alerts set suggested = 'SEV2'`);
      await changeAlert(db, id, noon, (alert) => claim(alert, 'UANA', noon));
      for (const minute of [59, 60, 89, 90, 107, 108, 119, 120, 135, 150, 165, 180, 195, 209, 210, 211, 400]) {
        await tickAt(db, minute * MINUTE);
      }
      expect(await reminders(db)).toEqual([
        'response 50 %',
        'response 75 %',
        'response 90 %',
        'response breach',
        'response +15 min',
        'response +30 min',
        'response +45 min',
        'response +60 min',
        'response +75 min',
        'response page',
      ]);
      expect(await count(db, 'pages')).toBe(1);
      expect(await count(db, 'alerts', 'next_due_at is null')).toBe(1);
    });

    test('after downtime gets the latest reminder of each clock only, which says that it is late', async () => {
      const db = await open();
      await storedAlert(db);
      await tickAt(db, 130 * MINUTE);
      expect(await reminders(db)).toEqual(['acknowledge again 2 late', 'response breach late']);
      expect(await tickAt(db, 131 * MINUTE)).toBe(0);
    });

    test('that is dismissed is never due', async () => {
      const db = await open();
      const id = await storedAlert(db);
      await changeAlert(db, id, noon, (alert) => dismiss(alert, 'duplicate', 'UANA', noon));
      expect(await tickAt(db, 1_000 * MINUTE)).toBe(0);
    });
  });

  test('an incident is reminded of in its room, once, until it is resolved', async () => {
    const db = await open();
    await openIncident(db);
    await tickAt(db, 2 * MINUTE);
    await tickAt(db, 2 * MINUTE);
    expect(await reminders(db)).toEqual(['lead due']);
    expect(await findIncident(db, 1)).toMatchObject({ remindedUpTo: afterNoon(2 * MINUTE) });
    await changeIncident(db, 1, noon, (incident) => allow({ ...incident, status: 'resolved' }));
    expect(await count(db, 'incidents', 'next_due_at is null')).toBe(1);
  });

  describe('a page', () => {
    const goOut = (db: Database) => db.sql.execute(sql`update deliveries set status = 'done'`);

    test('that nobody answers goes to the next step, round by round, and ends loudly', async () => {
      const db = await open();
      const id = await storedAlert(db);
      await pageFor(db, id);
      for (let minute = 1; minute <= 9; minute++) {
        await goOut(db);
        await tickAt(db, minute * MINUTE);
      }
      const page = await findPage(db, 'look');
      expect(page?.asks.map(({ person, round, answer }) => `${round} ${person} ${answer}`)).toEqual([
        '1 UANA no_answer',
        '2 UBEN no_answer',
        '3 UANA no_answer',
        '4 UBEN waiting',
      ]);
      for (let minute = 10; minute <= 30; minute++) {
        await goOut(db);
        await tickAt(db, minute * MINUTE);
      }
      expect(await findPage(db, 'look')).toMatchObject({ status: 'unanswered', round: 5 });
      expect(await count(db, 'deliveries', `kind = 'page_ask'`)).toBe(5);
      expect(await count(db, 'deliveries', `kind = 'page_unanswered'`)).toBe(1);
    });

    test('that was answered is never due', async () => {
      const db = await open();
      const id = await storedAlert(db);
      await pageFor(db, id);
      await changePage(db, 'look', noon, (page) => allow({ ...page, status: 'acknowledged', answeredBy: 'UANA' }));
      expect(await tickAt(db, 9 * MINUTE)).toBe(0);
    });

    test('stops asking when its incident is resolved', async () => {
      const db = await open();
      await openIncident(db);
      await changeIncident(db, 1, noon, (incident) => allow({ ...incident, status: 'resolved' }));
      await tickAt(db, 3 * MINUTE);
      expect(await findPage(db, 'inc-1/opened')).toMatchObject({ status: 'stopped', round: 1 });
    });

    test('stops asking when its alert is dismissed', async () => {
      const db = await open();
      const id = await storedAlert(db);
      await pageFor(db, id);
      await changeAlert(db, id, noon, (alert) => dismiss(alert, 'duplicate', 'UANA', noon));
      await tickAt(db, 3 * MINUTE);
      expect(await findPage(db, 'look')).toMatchObject({ status: 'stopped', round: 1 });
    });
  });

  test('more than fits in one transaction is done in one tick', async () => {
    const db = await open();
    await receive(
      db,
      Array.from({ length: 250 }, () => mention()),
    );
    expect(await tickAt(db, 10 * MINUTE)).toBe(250);
    expect(await reminders(db)).toHaveLength(250);
  });

  test('a tick looks at what is due, however much is open', async () => {
    const db = await open();
    await storedAlert(db);
    const columns = await all<{ name: string }>(
      db,
      `select quote_ident(column_name) as name from information_schema.columns
       where table_schema = 'public' and table_name = 'alerts' and column_name not in ('id', 'next_due_at')`,
    );
    const others = columns.map(({ name }) => name).join(', ');
    await db.sql.execute(
      sql.raw(`
      insert into alerts (id, next_due_at, ${others})
      select n, next_due_at + n * interval '1 minute', ${others} from alerts, generate_series(2, 10000) n`),
    );
    await db.sql.execute(sql`analyze alerts`);
    const plan = await all<{ 'QUERY PLAN': string }>(
      db,
      `explain select * from alerts where next_due_at <= '${afterNoon(12 * MINUTE).toISOString()}'
       order by next_due_at limit 100 for update skip locked`,
    );
    const said = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(said, engine).toContain('alerts_due');
    expect(said, engine).not.toContain('Seq Scan');
    expect(await tickAt(db, 12 * MINUTE)).toBe(2);
  });

  describe('the ticker', () => {
    test('tells workers what is owed, says when it last looked, and stops', async () => {
      const db = await open();
      await storedAlert(db);
      let told = 0;
      db.onOwed(() => told++);
      let now = noon;
      const ticker = ticking({ db, now: () => now, log: { error: () => {} } });
      onTestFinished(() => ticker.stop());
      now = afterNoon(10 * MINUTE);
      const done = await Promise.all([ticker.tick(), ticker.tick()]);
      expect(done[0]).toBe(1);
      expect(told).toBeGreaterThan(0);
      expect(ticker.lastTick()).toEqual(now);
      expect(await reminders(db)).toHaveLength(1);
    });

    test('goes on with all else when one of its works fails, and says which', async () => {
      const db = await open();
      await openIncident(db);
      await storedAlert(db);
      let isBroken = true;
      const flush = async () => {
        if (isBroken) throw new Error('The figures cannot be written.');
      };
      const ticker = ticking({
        ...{ db, now: () => afterNoon(10 * MINUTE), log: { error: () => {} } },
        ...{ counts: { flush }, steady: () => 5_000, byHand: true },
      });
      expect(await ticker.tick()).toBe(3);
      expect(ticker.lastTick()).toEqual(afterNoon(10 * MINUTE));
      const works = () => ticker.works().map((work) => [work.name, work.lastDone(), work.lastError()]);
      expect(works()).toEqual([
        ['alerts', 5_000, null],
        ['incidents', 5_000, null],
        ['storms', 5_000, null],
        ['pages', 5_000, null],
        ['quiet sources', null, 'The figures cannot be written.'],
        ['failing sources', 5_000, null],
        ['mutes', 5_000, null],
        ['week line', 5_000, null],
        ['undecided', 5_000, null],
      ]);
      isBroken = false;
      await ticker.tick();
      expect(works()[4]).toEqual(['quiet sources', 5_000, null]);
    });

    test('goes on with all else while one of its works hangs', async () => {
      const db = await open();
      await storedAlert(db);
      const hanging = gate();
      const ticker = ticking({
        ...{ db, now: () => afterNoon(10 * MINUTE), log: { error: () => {} } },
        counts: { flush: () => hanging.opened },
      });
      onTestFinished(() => ticker.stop());
      onTestFinished(() => hanging.open());
      const isDone = (name: string) =>
        ticker
          .works()
          .find((work) => work.name === name)
          ?.lastDone() ?? 0;
      await until('the others are done again and again', 15_000, () => isDone('week line') > 0);
      const first = isDone('alerts');
      await until('they are done once more', 15_000, () => isDone('alerts') > first);
      expect(isDone('quiet sources')).toBe(0);
      expect(await reminders(db)).toHaveLength(1);
    });

    test('goes on when the clock is set back by an hour', async () => {
      const db = await open();
      vi.useFakeTimers({ toFake: ['Date'] });
      onTestFinished(() => void vi.useRealTimers());
      const ticker = ticking({ db, now: () => new Date(), log: { error: () => {} } });
      onTestFinished(() => ticker.stop());
      await until('a first tick', 10_000, () => ticker.lastTick() !== null);
      vi.setSystemTime(Date.now() - 60 * MINUTE * 1_000);
      const before = ticker.lastTick();
      await until('a tick after it', 10_000, () => (ticker.lastTick()?.getTime() ?? 0) < (before?.getTime() ?? 0));
    });

    test('sweeps at night, once', async () => {
      const db = await open();
      const heardLongAgo = () => db.sql.insert(requests).values({ key: 'a', at: afterNoon(-72 * 60 * MINUTE) });
      await heardLongAgo();
      let [now, steady] = [afterNoon(15 * 60 * MINUTE), 0];
      const log = { error: () => {} };
      const ticker = ticking({ db, now: () => now, steady: () => steady, log, byHand: true });
      await ticker.tick();
      expect(await count(db, 'heard')).toBe(1);
      now = afterNoon(15 * 60 * MINUTE + 17 * MINUTE);
      await ticker.tick();
      expect(await count(db, 'heard')).toBe(0);
      await heardLongAgo();
      steady = 2 * 60 * MINUTE * 1_000;
      await ticker.tick();
      expect(await count(db, 'heard')).toBe(1);
    });
  });
});

onPostgres((openUrl) => {
  test('two tickers at once say each thing once', async () => {
    const [one, other] = await replicas(await openUrl());
    await receive(
      one,
      Array.from({ length: 300 }, () => mention()),
    );
    for (let id = 1; id <= 20; id++) {
      await changeAlertIntoIncident(one, id, noon, (alert, next) => escalated(alert, next));
    }
    const done = await Promise.all([one, other, one, other].map((db) => tickAt(db, 10 * MINUTE)));
    const again = await tickAt(one, 10 * MINUTE);
    expect(done.reduce((sum, n) => sum + n, again)).toBe(280 + 20 + 20);
    expect(await count(one, 'deliveries', `kind = 'reminder_pool'`)).toBe(1);
    expect(await count(one, 'deliveries', `kind = 'nobody_leads'`)).toBe(20);
    expect(await count(one, 'events', `type = 'reminded' and alert_id is not null`)).toBe(280);
    expect(await count(one, 'events', `type = 'reminded' and incident_id is not null`)).toBe(20);
    expect(await count(one, 'events', `type = 'page_sent' and detail->>'round' = '2'`)).toBe(20);
    expect(await tickAt(other, 10 * MINUTE)).toBe(0);
  });
});

describe('old rows are forgotten', () => {
  const HOUR = 60 * MINUTE * 1_000;
  const never = { tried: null, done: null, running: HOUR };
  /** Hours and minutes after midnight UTC. */
  const night = (hour: number, minute: number) => new Date(Date.UTC(2026, 2, 10, hour, minute));

  test('in the hour after 03:17 UTC', () => {
    const due = [night(3, 16), night(3, 17), night(4, 16), night(4, 17), night(12, 0)];
    expect(due.map((at) => isSweepDue(at, never))).toEqual([false, true, true, false, false]);
  });

  test('once, also when the clock is set back', () => {
    expect(isSweepDue(night(3, 17), { tried: 1_000, done: 1_000, running: HOUR })).toBe(false);
    expect(isSweepDue(night(3, 17), { tried: 5 * HOUR, done: 5 * HOUR, running: 9 * HOUR })).toBe(false);
    expect(isSweepDue(night(3, 17), { tried: 24 * HOUR, done: 24 * HOUR, running: 99 * HOUR })).toBe(true);
  });

  test('in any case within 26 hours, also when the night was jumped over', () => {
    expect(isSweepDue(night(12, 0), { tried: 26 * HOUR, done: 26 * HOUR, running: 99 * HOUR })).toBe(true);
    expect(isSweepDue(night(12, 0), { ...never, running: 26 * HOUR })).toBe(true);
  });

  test('again an hour after they could not be', () => {
    const failed = { done: 30 * HOUR, running: 99 * HOUR };
    expect(isSweepDue(night(4, 0), { ...failed, tried: 45 * MINUTE * 1_000 })).toBe(false);
    expect(isSweepDue(night(5, 0), { ...failed, tried: HOUR })).toBe(true);
    expect(isSweepDue(night(5, 0), { tried: HOUR, done: null, running: 2 * HOUR })).toBe(true);
  });
});
