/** Lists that are cut: what matters comes first, whatever stands before it in the table, and what is left out is counted. */
import { expect, test } from 'vitest';
import { maySee } from '../../src/act/incident/permissions.ts';
import { incidentsSeenBy, insertIncident } from '../../src/act/incident/store.ts';
import type { Incident } from '../../src/act/incident/words.ts';
import { openAlerts } from '../../src/alert/card/store.ts';
import { mentionsBeside, mentionsOfAlert } from '../../src/alert/mention/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Database } from '../../src/db/connect.ts';
import { keepEvents } from '../../src/db/record.ts';
import { latestEvents } from '../../src/learn/timeline/store.ts';
import { happened } from '../../src/words/decision.ts';
import { FIREBREAK } from '../../src/words/people.ts';
import { onEveryDatabase } from '../databases.ts';
import { incident } from '../make.ts';
import { afterNoon, all, mention, noon, storedAlert } from './some.ts';

async function store(db: Database, list: Partial<Incident>[]): Promise<void> {
  await db.sql.transaction(async (tx) => {
    for (const given of list) await insertIncident(tx, incident({ roomId: null, roomName: null, ...given }));
  });
}

const many = (n: number, from: number, given: Partial<Incident>) =>
  Array.from({ length: n }, (_, i) => ({ id: from + i, ...given }));

onEveryDatabase((open) => {
  test('an open incident is found behind 205 that are resolved, and 205 that are somebody else’s', async () => {
    const db = await open();
    await store(db, [
      { id: 1, severity: 'SEV3' },
      ...many(205, 2, { status: 'resolved', severity: 'SEV1' }),
      ...many(205, 300, { isPrivate: true, severity: 'SEV1', people: ['U2A'], openedBy: 'U2A' }),
    ]);
    const { first, total } = await incidentsSeenBy(db, 'UANA', ['open'], 20);
    expect([first.map(({ id }) => id), total]).toEqual([[1], 1]);
    expect((await incidentsSeenBy(db, 'U2A', ['open'], 20)).total).toBe(206);
  });

  test('open incidents come by their severity, then those that are over, the latest first', async () => {
    const db = await open();
    await store(db, [
      { id: 1, severity: 'SEV1' },
      { id: 2, severity: 'SEV3' },
      { id: 3, severity: 'SEV1' },
      { id: 4, status: 'closed', severity: 'SEV1' },
      { id: 5, status: 'resolved', severity: 'SEV2' },
      { id: 6, status: 'resolved', severity: 'SEV1' },
      { id: 7, status: 'closed', severity: 'SEV4' },
    ]);
    const { first, total } = await incidentsSeenBy(db, 'UANA', ['open', 'resolved', 'closed'], 6);
    expect([first.map(({ id }) => id), total]).toEqual([[3, 1, 2, 6, 5, 7], 7]);
  });

  test('whom the rule lets see a private incident, the list shows it, and nobody else', async () => {
    const db = await open();
    const privately: Partial<Incident> = { isPrivate: true, openedBy: 'UOPENED', people: ['UASKED', 'U"'] };
    const silence = { reason: 'calm', askedBy: 'UASKS', approver: 'UAPPROVES' };
    const list = [
      incident({ id: 1, ...privately, roles: { lead: 'ULEADS' } }),
      incident({ id: 2, ...privately, silence }),
      incident({ id: 3, ...privately, isPrivate: false }),
      incident({ id: 4, ...privately, people: [] }),
    ];
    await store(
      db,
      list.map((one) => ({ ...one, roomId: null })),
    );
    for (const person of ['UOPENED', 'UASKED', 'U"', 'ULEADS', 'UASKS', 'UAPPROVES', 'UOTHER', 'lead', '%']) {
      const seen = await incidentsSeenBy(db, person, ['open'], 10);
      const allowed = list.filter((one) => maySee(one, person)).map(({ id }) => id);
      expect(seen.first.map(({ id }) => id).sort(), person).toEqual(allowed);
    }
  });

  test('open alerts come by their severity, as judged or else as suggested, and all are counted', async () => {
    const db = await open();
    for (let n = 0; n < 5; n++) await storedAlert(db);
    await all(db, `update alerts set suggested = 'SEV4'`);
    await all(db, `update alerts set suggested = 'SEV1' where id in (2, 5)`);
    await all(db, `update alerts set severity = 'SEV3' where id in (1, 5)`);
    await all(db, `update alerts set status = 'dismissed' where id = 4`);
    const { first, total } = await openAlerts(db, 3);
    expect([first.map(({ id }) => id), total]).toEqual([[2, 5, 1], 4]);
  });

  test('what people did is not crowded out by our own reminders', async () => {
    const db = await open();
    const of = { incidentId: 1 };
    await keepEvents(db.sql, [
      happened('note_added', 'UANA', noon, of, { text: 'seen it' }),
      ...Array.from({ length: 60 }, (_, i) => happened('reminded', FIREBREAK, afterNoon(i), of)),
    ]);
    expect((await latestEvents(db, 1, 5, ['reminded'])).map(({ type }) => type)).toEqual(['note_added']);
    expect(await latestEvents(db, 1, 5)).toHaveLength(5);
  });

  test('mentions are turned page by page, both ways, also where many came at one moment', async () => {
    const db = await open();
    const text = 'They threw my suitcase from the belt and laughed about it all the way to the bus';
    const at = (i: number) => afterNoon(i < 5 ? 0 : i);
    const posts = Array.from({ length: 11 }, (_, i) => mention({ text, receivedAt: at(i) }));
    await receive(db, posts);
    const [everything, seen] = [await mentionsOfAlert(db, 1, 20), [] as string[]];
    let page = await mentionsOfAlert(db, 1, 3);
    while (page.length > 0) {
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1) ?? everything[0];
      if (!last) break;
      page = await mentionsBeside(db, 1, 3, { id: last.id, at: last.receivedAt, way: 'later' });
    }
    expect(seen).toEqual(everything.map(({ id }) => id));
    const [sixth] = everything.slice(6);
    if (!sixth) throw new Error('no mention');
    const before = await mentionsBeside(db, 1, 3, { id: sixth.id, at: sixth.receivedAt, way: 'earlier' });
    expect(before.map(({ id }) => id)).toEqual(seen.slice(3, 6));
  });
});
