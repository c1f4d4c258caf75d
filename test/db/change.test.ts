import { describe, expect, test } from 'vitest';
import {
  changeIncident,
  findIncident,
  incidentOfRoom,
  incidentsSeenBy,
  newIncident,
} from '../../src/act/incident/store.ts';
import type { Incident } from '../../src/act/incident/words.ts';
import { startPage } from '../../src/act/page/rule.ts';
import { changePage, findPage, pagesOfIncident } from '../../src/act/page/store.ts';
import { subscribe, subscriptionsFor, subscriptionsOf, unsubscribe } from '../../src/act/subscribe/store.ts';
import {
  alertsOfIncident,
  changeAlert,
  changeAlertAndIncident,
  changeAlertIntoIncident,
  findAlert,
} from '../../src/alert/card/store.ts';
import { claim } from '../../src/assess/claim/rule.ts';
import type { Database } from '../../src/db/connect.ts';
import { latestEvents } from '../../src/learn/timeline/store.ts';
import { allow, type Decision, happened, refuse } from '../../src/words/decision.ts';
import { onEveryDatabase, onPostgres } from '../databases.ts';
import { afterNoon, all, count, escalated, noon, policy, replicas, storedAlert } from './some.ts';

/** All that a change may write. */
async function written(db: Database) {
  const tables = ['alerts', 'incidents', 'pages', 'events', 'deliveries'];
  return Promise.all(tables.map((table) => all(db, `select * from ${table} order by 1`)));
}

function opened(decision: Decision<{ incident: Incident }>): Incident {
  if (!decision.allowed) throw new Error(decision.why);
  return decision.state.incident;
}

onEveryDatabase((open) => {
  describe('a change of an alert', () => {
    test('writes the state, what happened and what is owed', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const decision = await changeAlert(db, id, noon, (alert) => claim(alert, 'UANA', noon));
      expect(decision.allowed).toBe(true);
      expect(await findAlert(db, id)).toMatchObject({ claimedBy: 'UANA', claimedAt: noon, version: 2 });
      expect(await all(db, 'select type, by, at::text, alert_id, detail from events order by id desc limit 1')).toEqual(
        [
          {
            type: 'alert_claimed',
            by: { kind: 'person', id: 'UANA' },
            at: expect.stringContaining('2026-03-02 '),
            alert_id: id,
            detail: {},
          },
        ],
      );
      expect(await all(db, 'select key, wanted from deliveries')).toEqual([{ key: `alert_card:${id}`, wanted: 2 }]);
    });

    test('that is refused writes nothing', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const before = await written(db);
      const decision = await changeAlert(db, id, noon, () => refuse('No.'));
      expect(decision).toEqual({ allowed: false, why: 'No.' });
      expect(await written(db)).toEqual(before);
    });

    test('whose rule throws writes nothing, not even that it was heard', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const before = await written(db);
      const fail = () => {
        throw new Error('a bug');
      };
      await expect(changeAlert(db, id, noon, fail, 'click-1')).rejects.toThrow('a bug');
      expect(await written(db)).toEqual(before);
      expect(await count(db, 'heard')).toBe(0);
    });

    test('that does not exist is refused in a sentence', async () => {
      const db = await open();
      const decision = await changeAlert(db, 99, noon, (alert) => allow(alert));
      expect(decision).toEqual({ allowed: false, why: 'This alert no longer exists.' });
    });

    test('by two people at once: the second sees what the first did', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const decisions = await Promise.all(
        ['UANA', 'UBEN', 'UCAT'].map((by) => changeAlert(db, id, noon, (alert) => claim(alert, by, noon))),
      );
      const first = (await findAlert(db, id))?.claimedBy;
      expect(decisions.filter((decision) => decision.allowed)).toHaveLength(1);
      for (const decision of decisions) {
        if (!decision.allowed) expect(decision.why).toBe(`<@${first}> is on it already.`);
      }
      expect(await count(db, 'events', `type = 'alert_claimed'`)).toBe(1);
    });

    test('heard twice is done once, and the second is told apart', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const click = () => changeAlert(db, id, noon, (alert) => allow({ ...alert, note: `${alert.note}!` }), 'click-1');
      const decisions = await Promise.all([click(), click()]);
      expect(decisions.filter((decision) => decision.allowed)).toHaveLength(1);
      expect(decisions).toContainEqual({ allowed: false, why: expect.any(String), repeated: true });
      const before = await written(db);
      expect(await click()).toMatchObject({ repeated: true });
      expect(await written(db)).toEqual(before);
    });

    test('that is refused is refused again to its copy, and leaves no trace of having been asked', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const click = () => changeAlert(db, id, noon, () => refuse('No.'), 'click-1');
      const copies = await Promise.all([click(), click()]);
      expect(copies).toEqual([
        { allowed: false, why: 'No.' },
        { allowed: false, why: 'No.' },
      ]);
      expect(await click()).toEqual({ allowed: false, why: 'No.' });
      expect(await count(db, 'heard')).toBe(0);
    });

    test('that is refused first, and allowed when its copy comes, is done once', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const click = () => changeAlert(db, id, noon, (alert) => claim(alert, 'UBEN', noon), 'click-1');
      await changeAlert(db, id, noon, (alert) => claim(alert, 'UANA', noon));
      expect(await click()).toEqual({ allowed: false, why: '<@UANA> is on it already.' });
      await changeAlert(db, id, noon, (alert) => allow({ ...alert, claimedBy: null, claimedAt: null }));
      expect(await click()).toMatchObject({ allowed: true });
      expect(await click()).toMatchObject({ repeated: true });
      expect(await count(db, 'events', `type = 'alert_claimed' and by ->> 'id' = 'UBEN'`)).toBe(1);
    });
  });

  describe('an escalation', () => {
    test('writes alert, incident, page, events and deliveries together', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const incident = opened(await changeAlertIntoIncident(db, id, noon, (alert, next) => escalated(alert, next)));
      expect(incident.id).toBe(1);
      const stored = await findIncident(db, 1);
      expect(stored).toEqual(incident);
      expect(await findAlert(db, id)).toMatchObject({ status: 'escalated', incidentId: 1 });
      expect((await alertsOfIncident(db, 1)).map((alert) => alert.id)).toEqual([id]);
      const [page] = await pagesOfIncident(db, 1);
      expect(page).toMatchObject({ id: 'inc-1/opened', status: 'asking', round: 1 });
      expect(page?.startedAt).toEqual(noon);
      expect((await latestEvents(db, 1, 10)).map((event) => event.type)).toEqual([
        'page_sent',
        'incident_opened',
        'alert_escalated',
      ]);
      expect(await count(db, 'deliveries', `kind in ('room', 'page_ask')`)).toBeGreaterThanOrEqual(2);
    });

    test('twice at once opens one incident', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const decisions = await Promise.all(
        ['UANA', 'UBEN'].map((by) =>
          changeAlertIntoIncident(db, id, noon, (alert, next) => escalated(alert, next, by)),
        ),
      );
      expect(decisions.filter((decision) => decision.allowed)).toHaveLength(1);
      expect(decisions).toContainEqual({ allowed: false, why: expect.stringContaining('took this to INC-0001') });
      expect(await count(db, 'incidents')).toBe(1);
    });

    test('numbers have no gaps, whatever is refused or fails', async () => {
      const db = await open();
      const ids: number[] = [];
      for (let i = 0; i < 6; i++) ids.push(await storedAlert(db));
      const decisions = await Promise.allSettled(
        ids.map((id, i) =>
          changeAlertIntoIncident(db, id, noon, (alert, next) => {
            if (i === 1) return refuse('No.');
            if (i === 3) throw new Error('a bug');
            return escalated(alert, next);
          }),
        ),
      );
      expect(decisions.map((decision) => decision.status).filter((status) => status === 'rejected')).toHaveLength(1);
      expect((await incidentsSeenBy(db, 'UANA', ['open'], 10)).first.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    });

    test('by hand and from an alert share the numbers', async () => {
      const db = await open();
      const id = await storedAlert(db);
      const incident = opened(await changeAlertIntoIncident(db, id, noon, (alert, next) => escalated(alert, next)));
      const byHand = await newIncident(db, noon, (next) => allow({ ...incident, id: next, alertId: null }));
      expect(byHand).toMatchObject({ allowed: true, state: { id: 2 } });
      expect((await incidentsSeenBy(db, 'UANA', ['open'], 1)).first.map((one) => one.id)).toEqual([2]);
    });
  });

  test('an incident is changed, found by its room, and keeps everything it is given', async () => {
    const db = await open();
    const id = await storedAlert(db);
    await changeAlertIntoIncident(db, id, noon, (alert, next) => escalated(alert, next));
    const change: Partial<Incident> = {
      roomId: 'C1',
      roomName: 'inc-0001-late-refunds',
      roles: { lead: 'UANA', legal: 'UBEN' },
      people: ['UANA', 'UBEN'],
      respondedAt: afterNoon(60),
      response: { kind: 'reply', url: 'https://x.com/r/1', network: 'x', answeredBy: 'Ana', loggedBy: 'UANA' },
      lastUpdate: { text: 'It\'s "on"', by: 'UANA', at: noon.toISOString() },
      silence: { reason: 'calm', askedBy: 'UANA', approver: 'UBEN' },
    };
    await changeIncident(db, 1, noon, (incident) => allow({ ...incident, ...change }));
    expect(await incidentOfRoom(db, 'C1')).toMatchObject({ id: 1, version: 2, ...change });
    expect(await incidentOfRoom(db, 'C2')).toBeNull();
    await changeIncident(db, 1, noon, (incident) => allow({ ...incident, silence: null, response: null }));
    expect(await findIncident(db, 1)).toMatchObject({ silence: null, response: null, version: 3 });
    expect(await count(db, 'incidents', 'silence is null and response is null')).toBe(1);
  });

  test('an alert is attached to an incident, both locked and saved', async () => {
    const db = await open();
    const first = await storedAlert(db);
    const second = await storedAlert(db);
    await changeAlertIntoIncident(db, first, noon, (alert, next) => escalated(alert, next));
    await changeAlertAndIncident(db, second, 1, noon, (alert, incident) =>
      allow({ alert: { ...alert, status: 'escalated', incidentId: 1 }, incident: { ...incident, networks: ['blog'] } }),
    );
    expect((await alertsOfIncident(db, 1)).map((alert) => alert.id)).toEqual([first, second]);
    expect((await findIncident(db, 1))?.networks).toEqual(['blog']);
    const gone = await changeAlertAndIncident(db, second, 9, noon, (alert, incident) => allow({ alert, incident }));
    expect(gone).toEqual({ allowed: false, why: 'This incident no longer exists.' });
  });

  test('the same reason never pages twice', async () => {
    const db = await open();
    const id = await storedAlert(db);
    const about = { id: 'alert-1/by-hand', alertId: id, incidentId: null, why: 'look', steps: [['UANA']] };
    const paged = startPage(about, policy, noon);
    if (!paged) throw new Error('nobody to page');
    const ask = () => changeAlert(db, id, noon, (alert) => allow(alert, { ...paged, pages: [paged.page] }));
    await ask();
    await changePage(db, paged.page.id, noon, (page) => allow({ ...page, status: 'acknowledged', answeredBy: 'UANA' }));
    await ask();
    expect(await findPage(db, paged.page.id)).toMatchObject({ status: 'acknowledged', version: 2, steps: [['UANA']] });
    expect(await changePage(db, 'none', noon, (page) => allow(page))).toMatchObject({ allowed: false });
  });

  test('the timeline refuses to be rewritten', async () => {
    const db = await open();
    await storedAlert(db);
    for (const statement of [`update events set type = 'note_added'`, 'delete from events']) {
      const refused = await all(db, statement).catch((error) => error);
      expect(String(refused.cause), statement).toContain('the timeline is append-only');
    }
    expect(await all(db, 'select type from events')).toEqual([{ type: 'alert_opened' }]);
  });

  test('an event keeps what it says', async () => {
    const db = await open();
    const id = await storedAlert(db);
    const event = happened(
      'reminded',
      { kind: 'source', name: 'x' },
      afterNoon(0.123),
      { alertId: id, incidentId: 7 },
      { a: 1, b: null, c: ['d'], e: true },
    );
    await changeAlert(db, id, noon, (alert) => allow(alert, { events: [event] }));
    expect(await latestEvents(db, 7, 5)).toEqual([event]);
  });

  test('a subscription is made once and ends', async () => {
    const db = await open();
    expect(await subscribe(db, { person: 'UANA', incidentId: 1 }, noon)).toBe(true);
    expect(await subscribe(db, { person: 'UANA', incidentId: 1 }, noon)).toBe(false);
    expect(await subscribe(db, { person: 'UBEN', incidentId: null }, noon)).toBe(true);
    expect(await subscriptionsFor(db, 1)).toHaveLength(2);
    expect(await subscriptionsFor(db, 2)).toEqual([{ person: 'UBEN', incidentId: null }]);
    expect(await unsubscribe(db, { person: 'UANA', incidentId: 1 })).toBe(true);
    expect(await unsubscribe(db, { person: 'UANA', incidentId: 1 })).toBe(false);
    expect(await subscriptionsOf(db, 'UANA')).toEqual([]);
  });
});

onPostgres((openUrl) => {
  test('incident numbers have no gaps when two replicas escalate at once', async () => {
    const [one, other] = await replicas(await openUrl());
    const ids: number[] = [];
    for (let i = 0; i < 20; i++) ids.push(await storedAlert(one));
    await Promise.all(
      ids.map((id, i) =>
        changeAlertIntoIncident(i % 2 ? one : other, id, noon, (alert, next) => escalated(alert, next)),
      ),
    );
    const numbers = (await incidentsSeenBy(one, 'UANA', ['open'], 50)).first.map(({ id }) => id).reverse();
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test('two replicas put changes of one alert in order', async () => {
    const [one, other] = await replicas(await openUrl());
    const id = await storedAlert(one);
    const add = (db: Database) =>
      changeAlert(db, id, noon, (alert) => allow({ ...alert, mentionCount: alert.mentionCount + 1 }));
    await Promise.all(Array.from({ length: 20 }, (_, i) => add(i % 2 ? one : other)));
    expect(await findAlert(one, id)).toMatchObject({ mentionCount: 21, version: 21 });
  });
});
