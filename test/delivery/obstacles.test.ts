import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { standingOf, tryAgain } from '../../src/db/deliveries.ts';
import { claim, type Delivery, reclaim } from '../../src/delivery/claim.ts';
import { checkLease } from '../../src/delivery/lease.ts';
import { standing, tryNow } from '../../src/delivery/obstacles.ts';
import { Held, POINTLESS } from '../../src/delivery/outcome.ts';
import { onEveryDatabase } from '../databases.ts';
import { afterNoon, all, noon, one } from '../db/some.ts';
import { board, card, note, owe, pageAsk, startWork } from './work.ts';

const ARCHIVED = { key: 'channel:C1', why: 'It is archived. Unarchive it.' };
const held = (isUndone = true) => new Held(ARCHIVED, isUndone);
const isAlarm = ({ owed }: Delivery) => owed.kind === 'obstacle' || owed.kind === 'alarm';
const statuses = async (db: Database) =>
  Object.fromEntries(
    (await all<{ key: string; status: string }>(db, 'select key, status from deliveries order by id')).map((row) => [
      row.key,
      row.status,
    ]),
  );

onEveryDatabase((open) => {
  describe('what a person must mend', () => {
    test('keeps a delivery back, and is told once for all that share it', async () => {
      const db = await open();
      await owe(db, note(1, 'a'), note(2, 'b'), note(3, 'c'));
      const { after, begun, counted } = startWork(db, async (delivery) => {
        if (isAlarm(delivery)) return undefined;
        throw held();
      });
      await after(0);
      expect(await statuses(db)).toMatchObject({
        'room_post:a': 'held',
        'room_post:b': 'held',
        'room_post:c': 'held',
      });
      // One delivery decides who is told, however many came upon it.
      expect(new Set(begun.filter((key) => key.startsWith('obstacle:')))).toEqual(
        new Set([`obstacle:channel:C1@${noon.toISOString()} #1`]),
      );
      expect(counted.filter((one) => one === 'room_post held')).toHaveLength(3);
      expect(await standing(db)).toEqual([{ ...ARCHIVED, since: noon, holds: 3 }]);
      expect(await standingOf(db, note(1, 'a'))).toMatchObject({ status: 'held', heldBecause: ARCHIVED.why });
    });

    test('is tried by one of those it holds, every ten seconds, for as long as it takes', async () => {
      const db = await open();
      await owe(db, note(1, 'a'), note(2, 'b'), note(3, 'c'));
      const { after, begun } = startWork(db, async (delivery) => {
        if (isAlarm(delivery)) return undefined;
        throw held();
      });
      await after(0);
      begun.length = 0;
      for (let minute = 0; minute < 60; minute++) await after(60_000);
      expect(begun).toHaveLength(60);
      expect(await standing(db)).toMatchObject([{ since: noon, holds: 3 }]);
    });

    test('frees all it held, once it is mended, within fifteen seconds, without a person', async () => {
      const db = await open();
      await owe(db, note(1, 'a'), note(2, 'b'), note(3, 'c'));
      let isMended = false;
      const { after, begun } = startWork(db, async (delivery) => {
        if (isAlarm(delivery) || isMended) return undefined;
        throw held();
      });
      await after(0);
      await after(3_000);
      isMended = true;
      begun.length = 0;
      for (let second = 0; second < 15; second++) await after(1_000);
      expect(begun.filter((key) => key.startsWith('room_post')).sort()).toEqual([
        'room_post:a #1',
        'room_post:b #1',
        'room_post:c #1',
      ]);
      // And those who were told of it are told that it is over.
      expect(begun.filter((key) => key.startsWith('obstacle:'))).toHaveLength(1);
      expect(await standing(db)).toEqual([]);
    });

    test('is tried at once when somebody says that it is mended', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      let isMended = false;
      const { worker, after, begun } = startWork(db, async (delivery) => {
        if (isAlarm(delivery) || isMended) return undefined;
        throw held();
      });
      await after(0);
      isMended = true;
      expect(await tryNow(db, 'channel:C1', noon)).toBe(true);
      await worker.idle();
      await after(1_100);
      expect(begun).toContain('room_post:a #1');
      expect(await statuses(db)).toMatchObject({ 'room_post:a': 'done' });
      expect(await tryNow(db, 'channel:C1', noon)).toBe(false);
    });

    test('is not taken for mended by one that nobody needs any more: the next tries at once', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      await owe(db, note(2, 'b'));
      let isOver = false;
      const { after, begun } = startWork(db, async (delivery) => {
        if (isAlarm(delivery)) return undefined;
        if (isOver && delivery.key === 'room_post:a') return POINTLESS;
        throw held();
      });
      await after(0);
      isOver = true;
      begun.length = 0;
      await after(10_000);
      await after(1_100);
      expect(begun.filter((key) => key.startsWith('room_post'))).toEqual(['room_post:a #1', 'room_post:b #1']);
      expect(await standing(db)).toMatchObject([{ key: 'channel:C1', holds: 1 }]);
    });

    test('is forgotten when it holds nothing any more', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      let isOver = false;
      const { after } = startWork(db, async (delivery) => {
        if (isAlarm(delivery)) return undefined;
        if (isOver) return POINTLESS;
        throw held();
      });
      await after(0);
      isOver = true;
      await after(10_000);
      await after(10_000);
      await after(10_000);
      expect(await standing(db)).toEqual([]);
    });

    test('survives a restart', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      const first = startWork(db, async (delivery) => {
        if (isAlarm(delivery)) return undefined;
        throw held();
      });
      await first.after(0);
      await first.worker.stop();
      const second = startWork(db, undefined, 'two', { now: afterNoon(600) });
      await second.after(0);
      expect(second.begun).toContain('room_post:a #1');
    });

    test('holds a card in its present state: what changes meanwhile makes no further attempts', async () => {
      const db = await open();
      await owe(db, card(7));
      let isMended = false;
      const { after, begun } = startWork(db, async (delivery) => {
        if (isAlarm(delivery) || isMended) return undefined;
        throw held();
      });
      await after(0);
      for (let change = 0; change < 20; change++) {
        await owe(db, card(7));
        await after(0);
      }
      expect(begun.filter((key) => key.startsWith('alert_card'))).toHaveLength(1);
      isMended = true;
      await after(10_000);
      await after(1_100);
      expect(begun.filter((key) => key.startsWith('alert_card'))).toHaveLength(2);
    });

    test.each([
      [true, 1],
      [false, 2],
    ])(
      'an attempt that certainly did nothing (%s) need not be looked for: attempt %i follows',
      async (isUndone, next) => {
        const db = await open();
        await owe(db, note(1, 'a'));
        const attempts: number[] = [];
        const { after } = startWork(db, async (delivery) => {
          if (isAlarm(delivery)) return undefined;
          attempts.push(delivery.attempt);
          throw held(isUndone);
        });
        await after(0);
        await after(10_000);
        expect(attempts).toEqual([1, next]);
      },
    );
  });

  describe('order', () => {
    const weigh = (db: Database, key: string, weight: number) =>
      db.sql.execute(sql`update deliveries set weight = ${weight} where key = ${key}`);

    test('what weighs more goes first, and of equals the older, a card before its reminders', async () => {
      const db = await open();
      await owe(db, card(1), card(2), card(3));
      await owe(db, card(4), reminder(4), card(5));
      for (const [key, weight] of [
        ['alert_card:3', 2],
        ['alert_card:4', 1],
        [keyOf(4), 1],
      ] as const) {
        await weigh(db, key, weight);
      }
      const { after, begun } = startWork(db);
      for (let i = 0; i < 8; i++) await after(1_100);
      expect(begun.map((key) => key.replace(/ #1$/, ''))).toEqual([
        'alert_card:4',
        keyOf(4),
        'alert_card:3',
        'alert_card:1',
        'alert_card:2',
        'alert_card:5',
      ]);
    });

    test('of edits what weighs more has a head start, and the others are not starved by it', async () => {
      const db = await open();
      await owe(db, card(1), card(2));
      const { after, begun } = startWork(db, async () => ({ receipt: { channel: 'C1', ts: '1.2' } }));
      await after(0);
      await after(1_100);
      await weigh(db, 'alert_card:2', 1);
      begun.length = 0;
      await db.sql.execute(sql`
        update deliveries set lane = 'card', place = null, status = 'waiting', run_at = ${afterNoon(100).toISOString()}
        where key = 'alert_card:1'`);
      await db.sql.execute(sql`
        update deliveries set lane = 'card', place = null, status = 'waiting', run_at = ${afterNoon(110).toISOString()}
        where key = 'alert_card:2'`);
      expect((await claim(db, 'card', 1, 'one', afterNoon(160), 10_000))[0]?.key).toBe('alert_card:2');
      await db.sql.execute(sql`
        update deliveries set status = 'waiting', run_at = ${afterNoon(200).toISOString()} where key = 'alert_card:2'`);
      expect((await claim(db, 'card', 1, 'one', afterNoon(210), 10_000))[0]?.key).toBe('alert_card:1');
    });

    test('a later reminder of the same clock takes the place of one that could not be said yet', async () => {
      const db = await open();
      await owe(db, reminder(4, '50 %'));
      await owe(db, reminder(4, '75 %'), reminder(5, '50 %'));
      await owe(db, reminder(4, 'breach'));
      const { after, begun } = startWork(db);
      for (let i = 0; i < 4; i++) await after(1_100);
      expect(begun.map((key) => key.replace(/ #1$/, ''))).toEqual([keyOf(5, '50 %'), keyOf(4, 'breach')]);
      // Said once stays said once: the dropped step does not come back.
      await owe(db, reminder(4, '50 %'));
      await after(5_000);
      expect(begun).toHaveLength(2);
    });
  });

  describe('a delivery that ends the process', () => {
    async function die(db: Database, at: Date): Promise<Delivery | undefined> {
      const [taken] = await claim(db, 'alert', 1, 'killed', at, 10_000);
      return taken;
    }

    test('is set aside after five times, with its error kept, and the next one goes on', async () => {
      const db = await open();
      await owe(db, card(7));
      await owe(db, card(8));
      let now = noon;
      let deaths = 0;
      for (let round = 0; round < 20; round++) {
        const taken = await die(db, now);
        if (taken?.key === 'alert_card:7') deaths++;
        else if (taken) await db.sql.execute(sql`update deliveries set status = 'done' where id = ${taken.id}`);
        now = new Date(now.getTime() + 30_000);
        await reclaim(db, now, () => []);
      }
      expect(deaths).toBe(5);
      expect(await one(db, `select status, lost, last_error from deliveries where key = 'alert_card:7'`)).toEqual({
        status: 'failed',
        lost: 5,
        last_error: 'the process ended while it was being delivered',
      });
    });

    test('people are told, and can have it tried again', async () => {
      const db = await open();
      await owe(db, card(7));
      await db.sql.execute(sql`update deliveries set lost = 4`);
      await die(db, noon);
      const { after, begun } = startWork(db);
      await after(10_001);
      expect(begun).toEqual(['alarm:alert_card:7 #1']);
      expect(await tryAgain(db, 'alert_card:7', afterNoon(20))).toBe(true);
      await after(10_000);
      expect(begun).toContain('alert_card:7 #2');
    });

    test('one that merely fails, or is done, begins to count anew', async () => {
      const db = await open();
      await owe(db, card(7));
      await db.sql.execute(sql`update deliveries set lost = 4`);
      const { after } = startWork(db, async () => {
        throw new Error('socket hang up');
      });
      await after(0);
      expect(await one(db, 'select lost from deliveries')).toEqual({ lost: 0 });
    });
  });

  describe('while nothing is answered', () => {
    const failing = (db: Database) => {
      const work = startWork(db, async () => {
        if (!work.outside.isAway) return void work.reach.answered();
        work.reach.unanswered();
        throw new Error('no answer');
      });
      return work;
    };

    test('nothing is tried, and all of it goes on at once when there is an answer', async () => {
      const db = await open();
      await owe(db, ...Array.from({ length: 30 }, (_, room) => board(room)), pageAsk('UANA'));
      const { after, begun, reach, logged, outside } = failing(db);
      outside.isAway = true;
      for (let i = 0; i < 20; i++) await after(61_000);
      expect(reach.awaySince()).not.toBeNull();
      // What was tried before that was known.
      expect(begun.length).toBeLessThan(40);
      // It is said by the first, not by each of hundreds of attempts.
      expect(logged.filter((line) => line === 'a delivery will be tried again').length).toBeLessThan(40);
      outside.isAway = false;
      begun.length = 0;
      // Rooms are six at a time, each after its channel's second.
      for (let i = 0; i < 9; i++) await after(1_100);
      expect(new Set(begun).size).toBe(31);
    });

    test('is not believed when only some calls fail: these wait as long as ever, and the others go on', async () => {
      const db = await open();
      await owe(db, ...Array.from({ length: 10 }, (_, room) => note(room, `n${room}`)));
      const { after, begun, reach, logged } = startWork(db, async () => {
        reach.unanswered();
        throw new Error('no answer');
      });
      for (let i = 0; i < 10; i++) await after(61_000);
      expect(begun.length).toBeGreaterThan(80);
      expect(logged).not.toContain('the outside answers again; what waited goes out');
    });
  });

  test('a worker that stood still asks before it calls whether the delivery is still its own', async () => {
    const db = await open();
    await owe(db, note(1, 'a'));
    let called = 0;
    const { after, logged } = startWork(db, async ({ id }) => {
      // Suspended here, for longer than its lease: another replica has taken it over meanwhile.
      await db.sql.execute(sql`update deliveries set leased_by = 'another', attempt = attempt + 1 where id = ${id}`);
      const { performance } = globalThis;
      const now = performance.now();
      performance.now = () => now + 60_000;
      try {
        await checkLease();
        called++;
      } finally {
        Reflect.deleteProperty(performance, 'now');
      }
      return undefined;
    });
    await after(0);
    expect(called).toBe(0);
    expect(logged).toEqual([]);
    expect(await one(db, 'select status, leased_by from deliveries')).toEqual({
      status: 'leased',
      leased_by: 'another',
    });
  });
});

function reminder(alertId: number, step = '50 %') {
  const at = noon.toISOString();
  return {
    kind: 'alert_reminder' as const,
    alertId,
    reminder: { clock: 'response' as const, step, at, dueAt: at, lateBy: 0 },
  };
}

function keyOf(alertId: number, step = '50 %'): string {
  return `alert_reminder:${alertId}/response/${step}/${noon.toISOString()}`;
}
