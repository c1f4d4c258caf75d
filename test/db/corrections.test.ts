/** How people judged what was suggested, and when the line about it is owed. */
import { expect, test } from 'vitest';
import { attach } from '../../src/act/attach/rule.ts';
import { changeAlert, changeAlertAndIncident, changeAlertIntoIncident } from '../../src/alert/card/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { dismiss, reopenAlert } from '../../src/assess/dismiss/rule.ts';
import { mergeInto } from '../../src/assess/merge/store.ts';
import { tapSeverity } from '../../src/assess/severity/rule.ts';
import type { Database } from '../../src/db/connect.ts';
import { judgementsIn, oweWeekLine } from '../../src/learn/suggestions/store.ts';
import type { Decision } from '../../src/words/decision.ts';
import type { Severity } from '../../src/words/severity.ts';
import { onEveryDatabase, onPostgres } from '../databases.ts';
import { afterNoon, all, count, escalated, mention, noon, one, policy, replicas, storedAlert } from './some.ts';

/** `noon` is three hours into a week: that week's line is told on the Monday after. */
const MONDAY = new Date('2026-03-09T09:00:00.000Z');
const LATER = 86_400;

async function did(decision: Promise<Decision<unknown>>): Promise<void> {
  const made = await decision;
  if (!made.allowed) throw new Error(made.why);
}

const tap = (db: Database, id: number, severity: Severity, seconds = 60) =>
  did(
    changeAlert(db, id, afterNoon(seconds), (alert) =>
      tapSeverity(alert, severity, 'seen closer', policy, 'UANA', afterNoon(seconds)),
    ),
  );
const drop = (db: Database, id: number, seconds = 60) =>
  did(changeAlert(db, id, afterNoon(seconds), (alert) => dismiss(alert, 'not_about_us', 'UANA', afterNoon(seconds))));
const reopen = (db: Database, id: number, seconds = 120) =>
  did(changeAlert(db, id, afterNoon(seconds), (alert) => reopenAlert(alert, 'UANA', afterNoon(seconds))));
const toIncident = (db: Database, id: number) =>
  did(changeAlertIntoIncident(db, id, noon, (alert, next) => escalated(alert, next)));

const judgedThatDay = (db: Database) => judgementsIn(db, noon, afterNoon(LATER));

onEveryDatabase((open) => {
  test('each alert is judged by what a person first said about it, and belongs to what found it', async () => {
    const db = await open();
    const source = { source: 'brandwatch', query: 'acme OR "acme air"' };
    const [tapped, dropped, untouched] = [await storedAlert(db, source), await storedAlert(db), await storedAlert(db)];
    await tap(db, tapped, 'SEV1');
    await tap(db, tapped, 'SEV2', 61);
    await drop(db, tapped, 62);
    await drop(db, dropped, 63);
    const { suggested } = await one<{ suggested: Severity }>(
      db,
      `select suggested from alerts where id = ${untouched}`,
    );
    expect(await judgedThatDay(db)).toEqual([
      { suggested, chosen: 'SEV1', dismissedAs: null, ...source },
      { suggested, chosen: null, dismissedAs: 'not_about_us', source: 'listener', query: null },
    ]);
  });

  test('an escalation is a judgement of what had been suggested by then', async () => {
    const db = await open();
    const text = 'They lost my suitcase and nobody in the whole airport wants to know about it';
    const id = await storedAlert(db, { text });
    const before = await one<{ suggested: Severity }>(db, 'select suggested from alerts');
    await toIncident(db, id);
    await receive(db, [mention({ text, reach: 2_000_000, sentiment: 'negative' })]);
    const now = await one<{ suggested: Severity }>(db, 'select suggested from alerts');
    expect(now.suggested).not.toBe(before.suggested);
    expect(await judgedThatDay(db)).toMatchObject([{ suggested: before.suggested, chosen: 'SEV2' }]);
  });

  test('a story that was attached to an incident was no noise, and got no severity of its own', async () => {
    const db = await open();
    const [first, second] = [await storedAlert(db), await storedAlert(db)];
    await toIncident(db, first);
    await did(changeAlertAndIncident(db, second, 1, noon, (alert, incident) => attach(alert, incident, 'UANA', noon)));
    expect((await judgedThatDay(db))[1]).toMatchObject({ chosen: null, dismissedAs: null });
  });

  test('a dismissal that was undone does not count; what was decided then does', async () => {
    const db = await open();
    const [undone, kept, again] = [await storedAlert(db), await storedAlert(db), await storedAlert(db)];
    for (const id of [undone, kept, again]) await drop(db, id);
    await reopen(db, undone);
    await reopen(db, again);
    await tap(db, again, 'SEV2', 180);
    const twice = await storedAlert(db, { query: 'twice' });
    await drop(db, twice);
    await reopen(db, twice);
    await drop(db, twice, 240);
    expect(await judgedThatDay(db)).toMatchObject([
      { dismissedAs: 'not_about_us', query: null },
      { chosen: 'SEV2' },
      { dismissedAs: 'not_about_us', query: 'twice' },
    ]);
  });

  test('the dismissal of what people had merged does not count, and its assessment does', async () => {
    const db = await open();
    const [into, from] = [await storedAlert(db), await storedAlert(db)];
    await tap(db, from, 'SEV2');
    await did(mergeInto(db, from, into, { by: 'UANA', at: afterNoon(90), requestId: null }));
    await drop(db, into, 120);
    expect(await judgedThatDay(db)).toMatchObject([{ chosen: 'SEV2' }]);
  });

  test('a judgement belongs to the week of its first moment, the start included and the end not', async () => {
    const db = await open();
    const id = await storedAlert(db);
    await tap(db, id, 'SEV2', 60);
    await tap(db, id, 'SEV1', 120);
    const between = async (from: number, to: number) => (await judgementsIn(db, afterNoon(from), afterNoon(to))).length;
    expect([await between(60, 61), await between(0, 60), await between(61, 3_600)]).toEqual([1, 0, 0]);
  });

  test('the line about a week is owed once, when the week is over', async () => {
    const db = await open();
    await storedAlert(db);
    expect(await oweWeekLine(db, new Date(MONDAY.getTime() - 1))).toBe(0);
    expect(await oweWeekLine(db, MONDAY)).toBe(1);
    expect(await oweWeekLine(db, new Date(MONDAY.getTime() + 1))).toBe(0);
    const owed = await all(db, `select key, payload from deliveries where kind = 'week_line'`);
    const week = { from: '2026-03-02T09:00:00.000Z', to: MONDAY.toISOString() };
    expect(owed).toEqual([{ key: `week_line:${week.from}`, payload: { kind: 'week_line', ...week } }]);
  });

  test('a new installation owes nothing about the time before it', async () => {
    const db = await open();
    expect(await oweWeekLine(db, MONDAY)).toBe(0);
    await storedAlert(db);
    expect(await oweWeekLine(db, noon)).toBe(0);
    expect(await count(db, 'deliveries', `kind = 'week_line'`)).toBe(0);
  });
});

onPostgres((openUrl) => {
  test('two replicas at once owe one line', async () => {
    const [first, second] = await replicas(await openUrl());
    await storedAlert(first);
    await Promise.all([first, second, first, second].map((db) => oweWeekLine(db, MONDAY)));
    expect(await count(first, 'deliveries', `kind = 'week_line'`)).toBe(1);
  });
});
