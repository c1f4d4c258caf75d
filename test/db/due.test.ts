/** What cannot be decided, read or saved keeps nobody else waiting. */

import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { changeAlertIntoIncident, isDueAlert, lockDueAlerts, saveAlert } from '../../src/alert/card/store.ts';
import type { Alert } from '../../src/alert/card/words.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { startMute } from '../../src/alert/mute/rule.ts';
import { startMuteIn } from '../../src/alert/mute/store.ts';
import { remindAlert } from '../../src/clock/rule.ts';
import { doWhatIsDue, type Look } from '../../src/clock/store-due.ts';
import type { Database } from '../../src/db/connect.ts';
import { onEveryDatabase } from '../databases.ts';
import { ticking } from '../house.ts';
import { afterNoon, all, count, escalated, mention, noon, one, policy, storedAlert } from './some.ts';

const MINUTE = 60;
const log = { error: () => {} };

/** A ticker that is moved by hand, at so many seconds after noon. */
function tickerOf(db: Database) {
  let now = noon;
  const ticker = ticking({ db, now: () => now, log, byHand: true });
  return (seconds: number) => {
    now = afterNoon(seconds);
    return ticker.tick();
  };
}

const stored = (db: Database, n: number) =>
  receive(
    db,
    Array.from({ length: n }, () => mention()),
  );
/** Of these the rule cannot tell the owners. */
const breakAlerts = (db: Database, which: string) =>
  db.sql.execute(sql.raw(`update alerts set suggested = 'SEV0' where ${which}`));
const alarms = async (db: Database) =>
  (
    await all<{ text: string }>(db, `select payload->>'text' as text from deliveries where kind = 'alarm' order by id`)
  ).map(({ text }) => text);
const reminded = (db: Database) => count(db, 'events', `type = 'reminded'`);
const minutesTo = async (db: Database, table: string, since: number) =>
  (Date.parse((await one<{ at: string }>(db, `select next_due_at::text as at from ${table}`)).at) -
    afterNoon(since).getTime()) /
  60_000;

onEveryDatabase((open) => {
  let db: Database;
  beforeEach(async () => {
    db = await open();
  });

  describe('what no rule can decide about', () => {
    test('keeps nobody waiting, however much of it there is', async () => {
      await stored(db, 330);
      await breakAlerts(db, 'id <= 320');
      const tick = tickerOf(db);
      expect(await tick(10 * MINUTE)).toBe(10 + 320);
      expect(await count(db, 'events', `type = 'reminded' and alert_id > 320`)).toBe(10);
      expect(await reminded(db)).toBe(10);
      expect(await tick(10 * MINUTE + 1)).toBe(0);
    });

    test('is tried again after 5 minutes, then less and less often, at least once an hour', async () => {
      await storedAlert(db);
      await breakAlerts(db, 'true');
      const tick = tickerOf(db);
      let at = 10 * MINUTE;
      for (const pause of [5, 10, 20, 40, 60, 60]) {
        await tick(at);
        expect(await minutesTo(db, 'alerts', at)).toBe(pause);
        at += pause * MINUTE;
      }
      expect(await one(db, 'select kind, id, tries, error from undecided')).toMatchObject({
        ...{ kind: 'alert', id: '1', tries: 6, error: expect.stringMatching(/owners|undefined/) },
      });
      expect(await count(db, 'alerts', 'version = 1')).toBe(1);
    });

    test('goes on as if nothing had been once it can be decided', async () => {
      await storedAlert(db);
      await breakAlerts(db, 'true');
      const tick = tickerOf(db);
      await tick(10 * MINUTE);
      await db.sql.execute(sql`update alerts set suggested = 'SEV3'`);
      expect(await tick(15 * MINUTE)).toBe(1);
      expect(await reminded(db)).toBe(1);
      expect(await count(db, 'undecided')).toBe(0);
      expect(await minutesTo(db, 'alerts', 15 * MINUTE)).toBe(5);
    });

    test('is tried at once by a new process, whose version may know better', async () => {
      await storedAlert(db);
      await breakAlerts(db, 'true');
      await tickerOf(db)(10 * MINUTE);
      await db.sql.execute(sql`update alerts set suggested = 'SEV3'`);
      const tick = tickerOf(db);
      expect(await tick(10 * MINUTE + 5)).toBe(1);
    });

    test('is told of once, by number and title', async () => {
      await storedAlert(db, { text: 'The <soup> was cold' });
      await breakAlerts(db, 'true');
      const tick = tickerOf(db);
      for (const minute of [10, 15, 25, 45, 85]) await tick(minute * MINUTE);
      expect(await alarms(db)).toEqual([
        expect.stringContaining('cannot decide what is due about alert 1 “The <soup> was cold”. Until it can'),
      ]);
    });

    test('is told of in one word when it is much, and what follows within a minute together', async () => {
      await stored(db, 200);
      await breakAlerts(db, 'id <= 150');
      const tick = tickerOf(db);
      await tick(10 * MINUTE);
      expect(await alarms(db)).toEqual([expect.stringMatching(/alert 1 “.*alert 10 “.*” and 140 more\. Until/)]);
      await db.sql.execute(
        sql`update alerts set suggested = 'SEV0', next_due_at = ${afterNoon(610).toISOString()} where id > 150`,
      );
      await tick(610);
      await tick(659);
      expect(await alarms(db)).toHaveLength(1);
      await tick(661);
      expect((await alarms(db))[1]).toMatch(/alert 151 “.*” and 40 more\. Until/);
    });

    test.each([
      ['incidents', `roles = 'null'`, 2, 'INC-0001 “Late refunds”'],
      ['incidents', `roles = 'null', is_private = true`, 2, 'INC-0001.'],
      ['pages', `steps = 'null'`, 3, 'the page of INC-0001 “Late refunds”'],
    ])('of %s with %s is moved and told of as well', async (table, broken, minute, named) => {
      const id = await storedAlert(db);
      await changeAlertIntoIncident(db, id, noon, (alert, next) => escalated(alert, next));
      await db.sql.execute(sql.raw(`update ${table} set ${broken}`));
      const tick = tickerOf(db);
      await tick(minute * MINUTE);
      expect(await minutesTo(db, table, minute * MINUTE)).toBe(5);
      expect(await alarms(db)).toEqual([expect.stringContaining(`about ${named}`)]);
      await tick(minute * MINUTE + 1);
      expect(await minutesTo(db, table, minute * MINUTE)).toBe(5);
    });

    test('of sources is moved and told of as well', async () => {
      await db.sql.execute(sql`
        insert into sources (name, kind, settings, added_at, next_due_at)
        values ('acme', 'generic', '{}', ${noon.toISOString()}, ${noon.toISOString()})`);
      await tickerOf(db)(MINUTE);
      expect(await minutesTo(db, 'sources', MINUTE)).toBe(5);
      expect(await alarms(db)).toEqual([expect.stringContaining('about source acme. Until')]);
    });

    test('of snoozes that are over leaves the others their end', async () => {
      for (let n = 0; n < 2; n++) {
        await startMuteIn(db, noon, startMute({ kind: 'author', value: 'Kim' }, 60, 'UANA', noon), null);
      }
      await db.sql.execute(sql`alter table mutes add constraint broken check (id <> 1 or ended_at is null) not valid`);
      onTestFinished(async () => {
        await db.sql.execute(sql`alter table mutes drop constraint broken`);
      });
      const tick = tickerOf(db);
      await tick(60 * MINUTE);
      expect(await count(db, 'mutes', 'id = 2 and ended_at is not null')).toBe(1);
      expect(await alarms(db)).toEqual([expect.stringContaining('about the snooze of author “kim”. Until')]);
      await tick(60 * MINUTE + 1);
      expect(await one(db, 'select tries from undecided')).toEqual({ tries: 1 });
      await tick(65 * MINUTE);
      expect(await one(db, 'select tries from undecided')).toEqual({ tries: 2 });
    });

    test('is forgotten when it is no longer due', async () => {
      await storedAlert(db);
      await breakAlerts(db, 'true');
      const tick = tickerOf(db);
      await tick(10 * MINUTE);
      await db.sql.execute(sql`update alerts set next_due_at = null`);
      await tick(15 * 60 * MINUTE + 17 * MINUTE);
      expect(await count(db, 'undecided')).toBe(1);
      await tickerOf(db)(39 * 60 * MINUTE + 17 * MINUTE);
      expect(await count(db, 'undecided')).toBe(0);
    });
  });

  test('one that cannot be saved does not take the others with it', async () => {
    await stored(db, 130);
    await db.sql.execute(sql`alter table alerts add constraint broken check (id <> 7 or version < 2) not valid`);
    onTestFinished(async () => {
      await db.sql.execute(sql`alter table alerts drop constraint broken`);
    });
    const tick = tickerOf(db);
    await tick(10 * MINUTE);
    expect(await reminded(db)).toBe(129);
    expect(await count(db, 'deliveries', `kind = 'reminder_pool'`)).toBe(1);
    expect(await all(db, 'select id, tries from undecided')).toEqual([{ id: '7', tries: 1 }]);
    expect(await alarms(db)).toEqual([expect.stringContaining('alert 7 “')]);
  });

  describe('a look', () => {
    const look = (given: Partial<Look<Alert, Alert>> = {}): Look<Alert, Alert> => ({
      ...{ kind: 'alert', isDue: isDueAlert(afterNoon(10 * MINUTE)), take: lockDueAlerts, idOf: ({ id }) => id },
      ...{ rule: (alert) => remindAlert(alert, policy, afterNoon(10 * MINUTE)), save: saveAlert },
      ...given,
    });
    const doIt = (given: Partial<Look<Alert, Alert>>) => doWhatIsDue(db, look(given), afterNoon(10 * MINUTE), log);

    test('passes over a row that cannot be read', async () => {
      await stored(db, 5);
      const unreadable: Look<Alert, Alert>['take'] = async (tx, which, most) => {
        const found = await lockDueAlerts(tx, which, most);
        if (found.some(({ id }) => id === 3)) throw new SyntaxError('Unexpected token');
        return found;
      };
      expect(await doIt({ take: unreadable })).toBe(4);
      expect(await reminded(db)).toBe(4);
      expect(await all(db, 'select id, error from undecided')).toEqual([{ id: '3', error: 'Unexpected token' }]);
    });

    test('is no row’s fault when the database fails: the others are done, and it is tried again at once', async () => {
      await stored(db, 130);
      const lockedOut: Look<Alert, Alert>['save'] = async (tx, alert) => {
        if (alert.id === 2)
          throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
        await saveAlert(tx, alert);
      };
      await expect(doIt({ save: lockedOut })).rejects.toThrow('lock timeout');
      expect(await reminded(db)).toBe(129);
      expect(await count(db, 'undecided')).toBe(0);
      expect(await doIt({})).toBe(1);
    });

    test('treats a refusal as undecided: what is due would be due for ever', async () => {
      await stored(db, 120);
      expect(await doIt({ rule: () => ({ allowed: false, why: 'It is not due.' }) })).toBe(0);
      expect(await count(db, 'undecided')).toBe(120);
    });
  });
});
