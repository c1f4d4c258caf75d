/** Which finished deliveries are forgotten, and what that must never bring back. */

import { describe, expect, test } from 'vitest';
import { changeIncident } from '../../src/act/incident/store.ts';
import { addNote } from '../../src/act/note/rule.ts';
import { changePage } from '../../src/act/page/store.ts';
import { close, reopen, resolve } from '../../src/act/resolve/rule.ts';
import { changeAlert, changeAlertIntoIncident } from '../../src/alert/card/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { startMute } from '../../src/alert/mute/rule.ts';
import { endMutesThatAreOver, startMuteIn } from '../../src/alert/mute/store.ts';
import { claim } from '../../src/assess/claim/rule.ts';
import { dismiss, reopenAlert } from '../../src/assess/dismiss/rule.ts';
import { mergeInto } from '../../src/assess/merge/store.ts';
import type { Database } from '../../src/db/connect.ts';
import { queue, receiptOf } from '../../src/db/deliveries.ts';
import { forgetDeliveries } from '../../src/db/forget-deliveries.ts';
import { oweWeekLine } from '../../src/learn/suggestions/store.ts';
import type { Policy } from '../../src/policy/words.ts';
import { allow, type Decision, type Owed } from '../../src/words/decision.ts';
import { onEveryDatabase } from '../databases.ts';
import { withPolicy } from '../house.ts';
import { afterNoon, all, count, escalated, mention, noon, policy, storedAlert, tickAt } from './some.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const byAna = { by: 'UANA', at: noon, requestId: null };

async function did(decision: Promise<Decision<unknown>>): Promise<void> {
  const made = await decision;
  if (!made.allowed) throw new Error(made.why);
}

/** All that is owed was delivered at that time. What stands somewhere has a receipt. */
async function delivered(db: Database, seconds: number): Promise<void> {
  await all(
    db,
    `update deliveries set status = 'done', done_at = '${afterNoon(seconds).toISOString()}', taken = wanted,
     receipt = case when kind in ('room', 'invite', 'topic', 'board_pin', 'brief') then null
       else '{"channel":"C1","ts":"1.1"}'::jsonb end
     where status = 'waiting'`,
  );
}

const keys = async (db: Database, where = 'true') =>
  (await all<{ key: string }>(db, `select key from deliveries where ${where} order by key`)).map(({ key }) => key);

/** An incident that was answered, resolved and closed, everything about it delivered. */
async function closedIncident(db: Database): Promise<void> {
  const id = await storedAlert(db);
  await did(changeAlertIntoIncident(db, id, noon, (alert, next) => escalated(alert, next)));
  await did(
    changeIncident(db, 1, noon, (one) =>
      allow({ ...one, roomId: 'C1', respondedAt: noon }, { owed: furnitureOf(one.id) }),
    ),
  );
  await did(changeIncident(db, 1, noon, (one) => addNote(one, 'seen it', 'UANA', noon)));
  await did(changePage(db, 'inc-1/opened', noon, (page) => allow({ ...page, status: 'acknowledged' })));
  await did(changeIncident(db, 1, noon, (one) => resolve(one, 'UANA', noon)));
  await did(changeIncident(db, 1, noon, (one) => close(one, 'UANA', noon)));
  await delivered(db, 0);
}

const furnitureOf = (incidentId: number): Owed[] => [
  { kind: 'board', incidentId },
  { kind: 'board_pin', incidentId },
  { kind: 'bookmark', incidentId },
  { kind: 'invite', incidentId, people: ['UBEN'] },
];

onEveryDatabase((open) => {
  describe('of an incident', () => {
    test('that is closed, all is forgotten after a week but where its board, headline and card stand', async () => {
      const db = await open();
      await closedIncident(db);
      const everything = await keys(db);
      expect(everything.length).toBeGreaterThan(12);
      expect(await forgetDeliveries(db, afterNoon(7 * DAY - 1))).toBe(0);
      await forgetDeliveries(db, afterNoon(7 * DAY + 1));
      expect(await keys(db)).toEqual(['alert_card:1', 'board:1', 'bookmark:1', 'headline:1']);
    });

    test('that is opened again later, what stands is edited', async () => {
      const db = await open();
      await closedIncident(db);
      await forgetDeliveries(db, afterNoon(9 * DAY));
      const at = afterNoon(9 * DAY);
      await did(changeIncident(db, 1, at, (one) => reopen(one, 'It came back', policy, 'UANA', at)));
      for (const kind of ['board', 'headline'] as const) {
        expect(await receiptOf(db, { kind, incidentId: 1 })).toEqual({ channel: 'C1', ts: '1.1' });
      }
      expect(await keys(db, "status = 'waiting' and receipt is null and kind <> 'topic'")).toEqual([
        expect.stringContaining('room_post:inc-1/reopened/'),
      ]);
    });

    test('that is not closed, nothing is', async () => {
      const db = await open();
      await closedIncident(db);
      await did(changeIncident(db, 1, noon, (one) => reopen(one, 'It came back', policy, 'UANA', noon)));
      await delivered(db, 0);
      const before = await keys(db);
      expect(await forgetDeliveries(db, afterNoon(30 * DAY))).toBe(0);
      expect(await keys(db)).toEqual(before);
    });
  });

  describe('of an alert', () => {
    test('that was dismissed, its card keeps its place, and is edited when it is reopened', async () => {
      const db = await open();
      const id = await storedAlert(db);
      await tickAt(db, 10 * MINUTE);
      await did(changeAlert(db, id, noon, (alert) => dismiss(alert, 'duplicate', 'UANA', noon)));
      await delivered(db, 0);
      await forgetDeliveries(db, afterNoon(8 * DAY));
      expect(await keys(db)).toEqual(['alert_card:1']);
      await did(changeAlert(db, id, noon, (alert) => reopenAlert(alert, 'UANA', afterNoon(8 * DAY))));
      expect(await all(db, 'select status, lane, receipt from deliveries')).toEqual([
        { status: 'waiting', lane: 'card', receipt: { channel: 'C1', ts: '1.1' } },
      ]);
    });

    test('what was said about it is kept while its clocks run, and never said again', async () => {
      const db = await open();
      const slow: Policy = structuredClone(policy);
      for (const numbers of Object.values(slow.severities)) numbers.response = 20 * 24 * 60;
      // Each of its reminders is said alone.
      await receive(withPolicy(db, slow), [mention({ text: 'A passenger was injured' })]);
      const tick = (seconds: number) => tickAt(withPolicy(db, slow), seconds);
      await tick(30 * MINUTE);
      await delivered(db, 30 * MINUTE);
      await forgetDeliveries(db, afterNoon(9 * DAY));
      const said = await keys(db, "kind = 'alert_reminder'");
      expect(said).toHaveLength(1);
      for (const day of [9, 10, 15, 18, 19, 20, 21, 22, 40]) {
        await tick(day * DAY);
        await delivered(db, day * DAY);
        await forgetDeliveries(db, afterNoon(day * DAY));
      }
      const reminded = await all<{ step: string }>(
        db,
        "select detail ->> 'step' as step from events where type = 'reminded' order by id",
      );
      expect(new Set(reminded.map(({ step }) => step)).size).toBe(reminded.length);
      // All its clocks have run out: it is open for ever, and says nothing any more.
      await forgetDeliveries(db, afterNoon(60 * DAY));
      expect(await keys(db, "kind = 'alert_reminder'")).toEqual([]);
      await tick(60 * DAY);
      expect(await count(db, 'events', "type = 'reminded'")).toBe(reminded.length);
    });

    test('that was merged, its card is forgotten, for it is never shown again', async () => {
      const db = await open();
      const [from, into] = [await storedAlert(db), await storedAlert(db)];
      await did(mergeInto(db, from, into, byAna));
      await delivered(db, 0);
      await forgetDeliveries(db, afterNoon(8 * DAY));
      expect(await keys(db)).toEqual([`alert_card:${into}`]);
    });

    test('that asks its owners still, what they were sent keeps its place', async () => {
      const db = await open();
      const id = await storedAlert(db);
      await all(db, "update alerts set suggested = 'SEV2'");
      await did(changeAlert(db, id, noon, (alert) => claim(alert, 'UANA', noon)));
      await tickAt(db, 210 * MINUTE);
      await delivered(db, 0);
      await forgetDeliveries(db, afterNoon(8 * DAY));
      expect(await keys(db, "kind = 'page_ask'")).toHaveLength(1);
      await did(changeAlert(db, id, noon, (alert) => dismiss(alert, 'duplicate', 'UANA', noon)));
      await all(db, "update pages set status = 'stopped'");
      await forgetDeliveries(db, afterNoon(8 * DAY));
      expect(await keys(db, "kind = 'page_ask'")).toEqual([]);
    });
  });

  test('of a snooze, its post keeps its place until it is over', async () => {
    const db = await open();
    const decided = startMute({ kind: 'author', value: 'kim' }, 10080, 'UANA', noon);
    await did(startMuteIn(db, noon, decided, null));
    await delivered(db, 0);
    await forgetDeliveries(db, afterNoon(8 * DAY));
    expect(await keys(db)).toEqual(['mute_card:1']);
    await endMutesThatAreOver(db, afterNoon(8 * DAY), { error: () => {} });
    await delivered(db, 8 * DAY);
    await forgetDeliveries(db, afterNoon(16 * DAY));
    expect(await keys(db)).toEqual([]);
  });

  test('of a storm, its card keeps its place for its stories, and what was said once is not said again while they wait', async () => {
    const db = await open();
    const stormy: Policy = { ...policy, storm: { stories: 1, within: 10 } };
    await receive(withPolicy(db, stormy), [mention()]);
    // What somebody is on is not taken in.
    await all(db, "update alerts set claimed_by = 'UANA'");
    await receive(withPolicy(db, stormy), [mention(), mention()]);
    const reminder: Owed = { kind: 'storm_reminder', stormId: 1, clock: 'response', step: '50 %', alertId: 2 };
    await db.sql.transaction((tx) => queue(db, tx, [reminder, { kind: 'alert_card', alertId: 2 }], noon));
    await delivered(db, 0);
    // A story of a storm has no card of its own.
    await all(db, "update deliveries set receipt = null where key = 'alert_card:2'");
    await forgetDeliveries(db, afterNoon(8 * DAY));
    expect(await keys(db)).toEqual(['alert_card:1', 'alert_card:2', 'storm_card:1', 'storm_reminder:1/response/50 %']);
    await all(db, "update alerts set status = 'dismissed', next_due_at = null");
    await forgetDeliveries(db, afterNoon(8 * DAY));
    expect(await keys(db)).toEqual(['alert_card:1', 'storm_card:1']);
  });

  test('what waits, is under way or was given up is kept, however old', async () => {
    const db = await open();
    const alarm = (once: string): Owed => ({ kind: 'alarm', text: 'x', failed: null, once });
    const some = ['waiting', 'leased', 'failed', 'done'];
    await db.sql.transaction((tx) => queue(db, tx, some.map(alarm), noon));
    for (const status of some) {
      await all(
        db,
        `update deliveries set status = '${status}', done_at = '${noon.toISOString()}' where key = 'alarm:${status}'`,
      );
    }
    await forgetDeliveries(db, afterNoon(400 * DAY));
    expect(await keys(db)).toEqual(['alarm:failed', 'alarm:leased', 'alarm:waiting']);
  });

  test('the line about a week is not owed again once it is forgotten, nor when the clock is set back', async () => {
    const db = await open();
    await storedAlert(db);
    const monday = new Date('2026-03-09T09:00:00.000Z');
    expect(await oweWeekLine(db, monday)).toBe(1);
    await delivered(db, 0);
    await forgetDeliveries(db, new Date('2026-03-16T08:59:00.000Z'));
    expect(await count(db, 'deliveries', "kind = 'week_line'")).toBe(0);
    expect(await oweWeekLine(db, new Date('2026-03-16T08:59:59.000Z'))).toBe(0);
    expect(await oweWeekLine(db, new Date('2026-03-16T09:00:00.000Z'))).toBe(1);
    expect(await oweWeekLine(db, new Date('2026-03-16T08:00:00.000Z'))).toBe(0);
  });
});
