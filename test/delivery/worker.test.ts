import { sql } from 'drizzle-orm';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { deliveryCounts, queue } from '../../src/db/deliveries.ts';
import { change } from '../../src/db/record.ts';
import { claim, type Delivery, reclaim, renew } from '../../src/delivery/claim.ts';
import { NotYet } from '../../src/delivery/outcome.ts';
import { settleDone } from '../../src/delivery/settle.ts';
import { allow } from '../../src/words/decision.ts';
import { BY_THE_CLOCK } from '../blocked.ts';
import { onEveryDatabase, onPostgres } from '../databases.ts';
import { afterNoon, count, gate, noon, one, replicas } from '../db/some.ts';
import { board, card, note, owe, pageAsk, startWork, topic } from './work.ts';

const stateOf = (db: Database, key: string) =>
  one<{ status: string; attempt: number; last_error: string | null; lane: string; place: string | null }>(
    db,
    `select status, attempt, last_error, lane, place from deliveries where key = '${key}'`,
  );

onEveryDatabase((open, engine) => {
  describe('what is drawn from the present state', () => {
    test('is drawn once for a hundred changes', async () => {
      const db = await open();
      for (let i = 0; i < 100; i++) await owe(db, card(7));
      const { after, begun, counted } = startWork(db);
      await after(0);
      expect(begun).toEqual(['alert_card:7 #1']);
      expect(counted).toEqual(['alert_card done']);
      expect(await stateOf(db, 'alert_card:7')).toMatchObject({ status: 'done', attempt: 0 });
    });

    test('is drawn once more when it changes while it is being drawn', async () => {
      const db = await open();
      const entered = gate();
      const [first, go] = [gate(), gate()];
      let runs = 0;
      await owe(db, card(7));
      const { worker, after, begun } = startWork(db, async () => {
        if (++runs > 1) return undefined;
        entered.open();
        first.open();
        await go.opened;
        return { receipt: { channel: 'C1', ts: '1.2' } };
      });
      await entered.opened;
      await owe(db, card(7));
      await owe(db, card(7));
      expect(runs).toBe(1);
      go.open();
      await worker.idle();
      await after(0);
      expect(begun).toEqual(['alert_card:7 #1', 'alert_card:7 #1']);
      await after(5_000);
      expect(runs).toBe(2);
    });

    test('and changes all the time keeps no other waiting: who asked first goes first', async () => {
      const db = await open();
      await owe(db, card(1), card(2));
      const { worker, after } = startWork(db, async () => ({ receipt: { channel: 'C1', ts: '1.2' } }));
      await after(0);
      await after(1_100);
      await worker.stop();
      await db.sql.transaction((tx) => queue(db, tx, [card(2)], afterNoon(10)));
      await db.sql.transaction((tx) => queue(db, tx, [card(1)], afterNoon(11)));
      const [next] = await claim(db, 'card', 1, 'one', afterNoon(20), 10_000);
      expect(next?.key).toBe('alert_card:2');
    });

    describe('and asked for by a person', () => {
      const drawn = async (db: Database, n: number) => {
        const cards = Array.from({ length: n }, (_, i) => card(i + 1));
        await owe(db, ...cards);
        await db.sql.execute(sql`
          update deliveries set status = 'done', lane = 'card', place = null, receipt = '{"ts":"1"}', taken = 1`);
        return cards;
      };
      const press = (db: Database, alertId: number, at: number) =>
        change(db, afterNoon(at), `request:${alertId}/${at}`, async () => allow(null, { owed: [card(alertId)] }));
      const nextAt = async (db: Database, at: number) =>
        (await claim(db, 'press', 1, 'one', afterNoon(at), 10_000)).map(({ key }) => key);

      test('goes past all that only counts, however long that has waited', async () => {
        const db = await open();
        const counters = (await drawn(db, 20)).slice(0, 19);
        await db.sql.transaction((tx) => queue(db, tx, counters, afterNoon(10)));
        await press(db, 20, 600);
        expect(await nextAt(db, 600)).toEqual(['alert_card:20']);
      });

      test('also when its counter waits already, and when it counts once more', async () => {
        const db = await open();
        const cards = await drawn(db, 3);
        await db.sql.transaction((tx) => queue(db, tx, cards, afterNoon(10)));
        await press(db, 3, 20);
        await db.sql.transaction((tx) => queue(db, tx, cards, afterNoon(30)));
        expect(await nextAt(db, 30)).toEqual(['alert_card:3']);
      });

      test('also when its counter is just being drawn', async () => {
        const db = await open();
        const cards = await drawn(db, 3);
        await db.sql.transaction((tx) => queue(db, tx, cards.slice(2), afterNoon(10)));
        const go = gate();
        const { after, worker, begun } = startWork(db, async ({ owed }) => {
          if (begun.length === 1) await go.opened;
          return { receipt: { ts: JSON.stringify(owed) } };
        });
        const first = after(11_000);
        await vi.waitFor(() => expect(begun).toEqual(['alert_card:3 #1']));
        await db.sql.transaction((tx) => queue(db, tx, cards.slice(0, 2), afterNoon(11)));
        await press(db, 3, 12);
        await db.sql.transaction((tx) => queue(db, tx, cards.slice(2), afterNoon(13)));
        const stopped = worker.stop();
        go.open();
        await Promise.all([first, stopped]);
        expect(await nextAt(db, 20)).toEqual(['alert_card:3']);
      });

      test('also when its counter is just being told to wait', async () => {
        const db = await open();
        const cards = await drawn(db, 1);
        await db.sql.transaction((tx) => queue(db, tx, cards, noon));
        const go = gate();
        const { after, begun } = startWork(db, async ({ lane }) => {
          if (lane !== 'card') return { receipt: { ts: '2' } };
          await go.opened;
          throw new NotYet(afterNoon(60), 'lane');
        });
        const first = after(0);
        await vi.waitFor(() => expect(begun).toEqual(['alert_card:1 #1']));
        await press(db, 1, 0);
        go.open();
        await first;
        await after(1_000);
        expect(await stateOf(db, 'alert_card:1')).toMatchObject({ status: 'done', lane: 'press' });
      });

      test('also when edits that count have used up what Slack takes', async () => {
        const db = await open();
        const cards = await drawn(db, 2);
        const { after, begun } = startWork(db, async ({ lane }) => {
          if (lane === 'card') throw new NotYet(afterNoon(60), 'lane');
          return { receipt: { ts: '2' } };
        });
        await db.sql.transaction((tx) => queue(db, tx, cards, noon));
        await after(0);
        await press(db, 2, 0);
        await after(1_000);
        expect(begun.slice(-1)).toEqual(['alert_card:2 #1']);
        expect(await stateOf(db, 'alert_card:2')).toMatchObject({ status: 'done', lane: 'press' });
        await db.sql.transaction((tx) => queue(db, tx, cards.slice(1), afterNoon(1)));
        expect(await stateOf(db, 'alert_card:2')).toMatchObject({ status: 'waiting', lane: 'card' });
      });
    });

    test('becomes an edit once it has been posted: in the card lane, waiting for no place', async () => {
      const db = await open();
      const seen: Delivery[] = [];
      await owe(db, card(7), board(1));
      const { after } = startWork(db, async (delivery) => {
        seen.push(delivery);
        return { receipt: { ts: '1.2' } };
      });
      await after(0);
      await owe(db, card(7), board(1));
      await after(0);
      expect(seen.map(({ lane, place, receipt }) => ({ lane, place, receipt }))).toEqual([
        { lane: 'alert', place: 'alerts', receipt: null },
        { lane: 'room', place: 'room:1', receipt: null },
        { lane: 'card', place: null, receipt: { ts: '1.2' } },
        { lane: 'card', place: null, receipt: { ts: '1.2' } },
      ]);
    });

    test('keeps its receipt when a later drawing brings none', async () => {
      const db = await open();
      await owe(db, card(7));
      const receipts: unknown[] = [];
      const { after } = startWork(db, async ({ receipt }) => {
        receipts.push(receipt);
        return receipts.length === 1 ? { receipt: { ts: '1.2' } } : undefined;
      });
      await after(0);
      for (let i = 0; i < 2; i++) {
        await owe(db, card(7));
        await after(0);
      }
      expect(receipts).toEqual([null, { ts: '1.2' }, { ts: '1.2' }]);
    });
  });

  describe('what is said once', () => {
    test('is said once, however often it is owed', async () => {
      const db = await open();
      await owe(db, note(1, 'a'), note(1, 'a'));
      await owe(db, note(1, 'a'));
      const { after, begun } = startWork(db);
      await after(0);
      await owe(db, note(1, 'a'));
      await after(2_000);
      expect(begun).toEqual(['room_post:a #1']);
    });

    test('is stored under a key of any length', async () => {
      const db = await open();
      const people = Array.from({ length: 1_000 }, (_, i) => `U${(i * 7_919_357).toString(36)}`);
      const invite = (who: string[]) => ({ kind: 'invite' as const, incidentId: 1, people: who });
      await owe(db, invite(people), invite([...people].reverse()), invite(people.slice(1)));
      expect(await count(db, 'deliveries')).toBe(2);
    });
  });

  describe('a handler', () => {
    test('is given what is owed, with its times as times', async () => {
      const db = await open();
      const seen: Delivery[] = [];
      await owe(db, pageAsk('UANA', noon));
      const { after } = startWork(db, async (delivery) => {
        seen.push(delivery);
        return undefined;
      });
      await after(0);
      expect(seen).toEqual([
        {
          id: expect.any(Number),
          key: 'page_ask:inc-1/opened/1/UANA',
          owed: pageAsk('UANA', noon),
          lane: 'page',
          place: 'person:UANA',
          attempt: 1,
          wanted: 1,
          receipt: null,
          heldBy: null,
          createdAt: noon,
          claimedAt: noon,
          triedAt: null,
        },
      ]);
    });

    test('can owe more, which is done as well', async () => {
      const db = await open();
      await owe(db, board(1));
      const { after, begun } = startWork(db, async ({ key }) =>
        key === 'board:1' ? { owes: [{ kind: 'board_pin', incidentId: 1 }] } : undefined,
      );
      await after(0);
      expect(begun).toEqual(['board:1 #1', 'board_pin:1 #1']);
    });

    test('that throws is tried again after 1 s, 2 s, 4 s … at most a minute', async () => {
      const db = await open();
      await owe(db, topic(1));
      const { after, begun, counted } = startWork(db, async () => {
        throw new Error('socket hang up');
      });
      await after(0);
      const waits = [1, 2, 4, 8, 16, 32, 60, 60];
      for (const [i, wait] of waits.entries()) {
        await after(wait * 1_000 - 1);
        expect(begun).toHaveLength(i + 1);
        await after(1);
        expect(begun).toHaveLength(i + 2);
      }
      expect(begun.at(-1)).toBe('topic:1 #9');
      expect(new Set(counted)).toEqual(new Set(['topic retried']));
      expect(await stateOf(db, 'topic:1')).toMatchObject({ status: 'waiting', last_error: 'socket hang up' });
    });

    test('that throws fifteen times is tried on and on, and people are told once', async () => {
      const db = await open();
      await owe(db, topic(1));
      const { after, begun, counted } = startWork(db, async ({ owed }) => {
        if (owed.kind === 'topic') throw new Error('socket hang up');
        return undefined;
      });
      for (let i = 0; i < 40; i++) await after(61_000);
      expect(begun.filter((key) => key.startsWith('topic'))).toHaveLength(40);
      expect(begun.filter((key) => key.startsWith('alarm'))).toEqual(['alarm:topic:1 #1']);
      expect(counted.filter((one) => one === 'topic retried')).toHaveLength(40);
      expect(await stateOf(db, 'topic:1')).toMatchObject({ status: 'waiting', last_error: 'socket hang up' });
    });

    test('that must wait waits, and no attempt is counted', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      const { after, begun, counted } = startWork(db, async () => {
        if (begun.length < 20) throw new NotYet(new Date(noon.getTime() + begun.length * 2_000), 'place');
        return undefined;
      });
      await after(0);
      for (let i = 0; i < 25; i++) await after(2_000);
      expect(begun).toHaveLength(20);
      expect(new Set(begun)).toEqual(new Set(['room_post:a #1']));
      expect(counted).toEqual(['room_post done']);
    });
  });

  describe('"not yet"', () => {
    test('holds the place and leaves the other places alone', async () => {
      const db = await open();
      await owe(db, note(1, 'a'), note(2, 'b'));
      await owe(db, note(1, 'c'));
      const { after, begun } = startWork(db, async ({ key }) => {
        if (key === 'room_post:a' && begun.length < 3) throw new NotYet(afterNoon(30), 'place');
        return undefined;
      });
      await after(0);
      await after(29_999);
      expect(begun).toEqual(['room_post:a #1', 'room_post:b #1']);
      await after(1);
      await after(1_100);
      expect(begun.slice(2)).toEqual(['room_post:a #1', 'room_post:c #1']);
    });

    test('of one that waits for itself alone leaves its place to the next at once', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      await owe(db, note(1, 'b'));
      const { after, begun } = startWork(db, async ({ key }) => {
        if (key === 'room_post:a') throw new NotYet(afterNoon(2), 'self');
        return undefined;
      });
      await after(0);
      expect(begun).toEqual(['room_post:a #1', 'room_post:b #1']);
    });

    test('holds the whole lane and leaves the other lanes alone', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      const { after, begun } = startWork(db, async ({ key }) => {
        if (key === 'room_post:a' && begun.length === 1) throw new NotYet(afterNoon(30), 'lane');
        return undefined;
      });
      await after(0);
      await owe(db, note(2, 'b'), card(1));
      await after(0);
      await after(29_000);
      expect(begun).toEqual(['room_post:a #1', 'alert_card:1 #1']);
      await after(1_000);
      expect(begun.slice(2).sort()).toEqual(['room_post:a #1', 'room_post:b #1']);
    });

    test('is not undone by the next change', async () => {
      const db = await open();
      await owe(db, card(1));
      const { after, begun } = startWork(db, async () => {
        if (begun.length === 1) return { receipt: { ts: '1' } };
        if (begun.length === 2) throw new NotYet(afterNoon(30), 'place');
        return undefined;
      });
      await after(0);
      await owe(db, card(1));
      await after(0);
      expect(begun).toHaveLength(2);
      await owe(db, card(1));
      await after(29_000);
      expect(begun).toHaveLength(2);
      await after(1_000);
      expect(begun).toHaveLength(3);
    });
  });

  describe('a place', () => {
    test('is given one delivery at a time, in order, 1.1 s apart', async () => {
      const db = await open();
      for (const once of ['a', 'b', 'c']) await owe(db, note(1, once));
      const go = gate();
      const { worker, after, begun, clock } = startWork(db, async () => {
        await go.opened;
        return undefined;
      });
      await owe(db, note(2, 'other room'));
      while (begun.length < 2) await Promise.race([worker.idle(), new Promise(setImmediate)]);
      clock.now = afterNoon(1.099);
      expect(begun).toEqual(['room_post:a #1', 'room_post:other room #1']);
      go.open();
      await worker.idle();
      await after(0);
      expect(begun).toHaveLength(2);
      await after(1);
      expect(begun.slice(2)).toEqual(['room_post:b #1']);
      await after(1_099);
      expect(begun).toHaveLength(3);
      await after(1);
      expect(begun.slice(3)).toEqual(['room_post:c #1']);
    });

    test('stays taken while its delivery takes long', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      await owe(db, note(1, 'b'));
      const [first] = await claim(db, 'room', 5, 'one', noon, 10_000);
      if (!first) throw new Error('nothing to claim');
      expect(await claim(db, 'room', 5, 'one', afterNoon(9), 10_000)).toEqual([]);
      expect(await renew(db, first, 'one', afterNoon(19))).toBe(true);
      expect(await claim(db, 'room', 5, 'one', afterNoon(18), 10_000)).toEqual([]);
    });

    test('with a long queue hides no other place', async () => {
      const db = await open();
      await owe(db, ...Array.from({ length: 1_000 }, (_, i) => note(1, `a${i}`)));
      await owe(db, note(2, 'b'));
      const { after, begun } = startWork(db);
      await after(0);
      await after(0);
      expect(begun).toContain('room_post:b #1');
      expect(begun).toHaveLength(2);
    });

    test('wanted by two lanes goes to the first of them', async () => {
      const db = await open();
      await owe(db, card(1), card(2));
      await owe(db, { kind: 'page_unanswered', pageId: 'p' });
      const { after, begun } = startWork(db);
      await after(0);
      expect(begun).toEqual(['page_unanswered:p #1']);
    });
  });

  // postgres.js sets timers of its own, which would stand still as well.
  test.runIf(engine === 'PGlite')('a place is looked at when it is free, not at the next full second', async () => {
    const db = await open();
    vi.useFakeTimers({ now: noon, toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    await owe(db, note(1, 'a'));
    await owe(db, note(1, 'b'));
    const clock = {
      get now() {
        return new Date();
      },
      set now(_) {},
    };
    const { worker, begun } = startWork(db, undefined, 'one', clock);
    await worker.idle();
    vi.advanceTimersByTime(1_099);
    await worker.idle();
    expect(begun).toEqual(['room_post:a #1']);
    vi.advanceTimersByTime(2);
    await worker.idle();
    expect(begun).toEqual(['room_post:a #1', 'room_post:b #1']);
  });

  test('deliveries of different places go on at the same time', async () => {
    const db = await open();
    const all4 = gate();
    let together = 0;
    await owe(db, ...[1, 2, 3, 4].map((room) => note(room, `in ${room}`)));
    const { worker, begun } = startWork(db, async () => {
      if (++together === 4) all4.open();
      await all4.opened;
      return undefined;
    });
    await all4.opened;
    await worker.idle();
    expect(begun).toHaveLength(4);
  });

  test('housekeeping that hangs delays no page', async () => {
    const db = await open();
    const never = gate();
    await owe(db, ...Array.from({ length: 10 }, (_, i) => topic(i)));
    const paged = gate();
    const { worker, begun } = startWork(db, async ({ lane }) => {
      if (lane === 'housekeeping') await never.opened;
      else paged.open();
      return undefined;
    });
    while (begun.length < 2) await new Promise(setImmediate);
    await owe(db, pageAsk('UANA'));
    await paged.opened;
    expect(begun.filter((key) => key.startsWith('topic'))).toHaveLength(2);
    never.open();
    await worker.idle();
  });

  test('nothing goes out before its time, and an earlier time counts', async () => {
    const db = await open();
    await owe(db, pageAsk('UANA', afterNoon(5)), pageAsk('UBEN', afterNoon(5)));
    const { after, begun } = startWork(db);
    await after(4_999);
    expect(begun).toEqual([]);
    await owe(db, pageAsk('UBEN', afterNoon(1)));
    await after(0);
    expect(begun).toEqual(['page_ask:inc-1/opened/1/UBEN #1']);
    await after(1);
    expect(begun).toHaveLength(2);
  });

  describe('a lease', () => {
    test('that runs out is taken over as attempt 2, and the first worker then changes nothing', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      await owe(db, note(1, 'b'));
      const [lost] = await claim(db, 'room', 1, 'one', noon, 10_000);
      if (!lost) throw new Error('nothing to claim');
      await reclaim(db, afterNoon(10), () => []);
      expect(await stateOf(db, 'room_post:a')).toMatchObject({ status: 'leased' });
      const later = afterNoon(10.001);
      await reclaim(db, later, () => []);
      const [again] = await claim(db, 'room', 1, 'two', later, 10_000);
      expect(again).toMatchObject({ id: lost.id, attempt: 2 });

      expect(await renew(db, lost, 'one', afterNoon(99))).toBe(false);
      const owes = [note(1, 'too late')];
      await settleDone(db, lost, 'one', { receipt: { ts: 'wrong' }, owes }, later);
      expect(await stateOf(db, 'room_post:a')).toMatchObject({ status: 'leased', attempt: 2 });
      expect(await count(db, 'deliveries')).toBe(2);
      // Nor does it free the place that the second worker has.
      expect(await claim(db, 'room', 1, 'three', afterNoon(12), 10_000)).toEqual([]);
    });

    test('taken over by the same worker is still another lease', async () => {
      const db = await open();
      await owe(db, note(1, 'a'));
      const [lost] = await claim(db, 'room', 1, 'one', noon, 10_000);
      await reclaim(db, afterNoon(11), () => []);
      const [again] = await claim(db, 'room', 1, 'one', afterNoon(11), 10_000);
      if (!lost || !again) throw new Error('nothing to claim');
      await settleDone(db, lost, 'one', {}, afterNoon(12));
      expect(await stateOf(db, 'room_post:a')).toMatchObject({ status: 'leased', attempt: 2 });
      await settleDone(db, again, 'one', {}, afterNoon(12));
      expect(await stateOf(db, 'room_post:a')).toMatchObject({ status: 'done' });
    });

    test('left by a worker that died is picked up by the next one', async () => {
      const db = await open();
      await owe(db, card(7));
      await claim(db, 'alert', 5, 'killed', noon, 10_000);
      const { after, begun } = startWork(db);
      await after(10_000);
      expect(begun).toEqual([]);
      await after(1);
      expect(begun).toEqual(['alert_card:7 #2']);
    });
  });

  describe('a worker', () => {
    test('that is stopped finishes what it has in hand and takes no more', async () => {
      const db = await open();
      const go = gate();
      const entered = gate();
      await owe(db, note(1, 'a'));
      const { worker, begun } = startWork(db, async () => {
        entered.open();
        await go.opened;
        return undefined;
      });
      await entered.opened;
      let isStopped = false;
      const stopped = worker.stop().then(() => {
        isStopped = true;
      });
      await owe(db, note(2, 'b'));
      await new Promise(setImmediate);
      expect(isStopped).toBe(false);
      go.open();
      await stopped;
      worker.wake();
      expect(begun).toEqual(['room_post:a #1']);
      expect(await stateOf(db, 'room_post:a')).toMatchObject({ status: 'done' });
      expect(await stateOf(db, 'room_post:b')).toMatchObject({ status: 'waiting' });
    });

    test('says when it last looked', async () => {
      const db = await open();
      const { after, worker } = startWork(db);
      const before = performance.now();
      await after(5_000);
      expect(worker.lastLook()).toBeGreaterThan(before);
    });

    test('whose database fails for a moment says so and goes on', async () => {
      const db = await open();
      let isDown = true;
      const sql = new Proxy(db.sql, {
        get: (target, name) => {
          if (isDown) throw new Error('connection refused');
          return Reflect.get(target, name);
        },
      });
      await owe(db, card(7));
      const { after, begun, logged, worker } = startWork({ ...db, sql });
      await after(0);
      expect(logged).toContain('could not look for deliveries');
      expect(worker.lastLook()).toBeNull();
      isDown = false;
      await after(0);
      expect(begun).toEqual(['alert_card:7 #1']);
    });
  });

  test('what waits and what failed is counted', async () => {
    const db = await open();
    await owe(db, card(1), card(2), topic(1), note(1, 'a'));
    await db.sql.execute(sql`update deliveries set status = 'failed' where key = 'topic:1'`);
    await db.sql.execute(sql`update deliveries set status = 'leased' where key = 'alert_card:1'`);
    await db.sql.execute(sql`update deliveries set status = 'done' where key = 'room_post:a'`);
    expect(await deliveryCounts(db)).toEqual({
      waiting: { page: 0, press: 0, alert: 2, room: 0, card: 0, housekeeping: 0 },
      held: 0,
      failed: 1,
    });
  });

  test('ten thousand waiting in a busy place do not slow down the others', BY_THE_CLOCK, async () => {
    const db = await open();
    const cards = Array.from({ length: 10_000 }, (_, i) => card(i + 1));
    await owe(db, ...cards);
    await claim(db, 'alert', 1, 'one', noon, 10_000);
    const started = performance.now();
    for (let i = 0; i < 10; i++) expect(await claim(db, 'alert', 4, 'one', noon, 10_000)).toEqual([]);
    expect((performance.now() - started) / 10).toBeLessThan(100);
  });
});

onPostgres((openUrl) => {
  test('two workers never have the same delivery, nor two of one place', async () => {
    const [one, other] = await replicas(await openUrl());
    const owed = Array.from({ length: 120 }, (_, i) =>
      i % 3 === 0 ? note(i % 9, `n${i}`) : i % 3 === 1 ? topic(i) : pageAsk(`U${i}`),
    );
    await owe(one, ...owed);
    const inHand = new Map<string, number>();
    let clashes = 0;
    const handle = async ({ place, key }: Delivery) => {
      const name = place ?? key;
      const together = (inHand.get(name) ?? 0) + 1;
      inHand.set(name, together);
      if (together > 1) clashes++;
      await new Promise(setImmediate);
      inHand.set(name, together - 1);
      return undefined;
    };
    const clock = { now: noon };
    const works = [startWork(one, handle, 'one', clock), startWork(other, handle, 'two', clock)];
    for (let i = 0; i < 16; i++) await Promise.all(works.map((work) => work.after(550)));
    const begun = works.flatMap((work) => work.begun);
    expect(begun).toHaveLength(120);
    expect(new Set(begun).size).toBe(120);
    expect(clashes).toBe(0);
    expect(works.every((work) => work.begun.length > 0)).toBe(true);
    expect(works.flatMap((work) => work.logged)).toEqual([]);
    expect(await count(one, 'deliveries', `status <> 'done'`)).toBe(0);
  });
});
