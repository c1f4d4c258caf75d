import { expect, test } from 'vitest';
import { watched } from '../src/clock/watched-work.ts';
import type { Database } from '../src/db/connect.ts';
import { onEveryDatabase } from './databases.ts';
import { all, noon } from './db/some.ts';

const SECOND = 1_000;

/** A work that can be broken and mended, in one replica. */
function replica(db: Database, error = new Error('It is broken.')) {
  let isBroken = false;
  let steady = 0;
  const logged: string[] = [];
  const log = { error: (_: object, message: string) => void logged.push(message) };
  const run = async () => {
    if (isBroken) throw error;
    return 1;
  };
  const work = { name: 'week line', sentence: 'The line about the week cannot be written.', run };
  const { health, run: go } = watched(work, {
    db,
    now: () => new Date(noon.getTime() + steady),
    steady: () => steady,
    log,
  });
  return {
    health,
    logged,
    breaks: () => {
      isBroken = true;
    },
    isMended: () => {
      isBroken = false;
    },
    /** So many seconds pass, with an attempt in each. */
    goesOn: async (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        steady += SECOND;
        await go();
      }
    },
  };
}

const alarms = async (db: Database) =>
  (
    await all<{ text: string }>(db, `select payload->>'text' as text from deliveries where kind = 'alarm' order by id`)
  ).map(({ text }) => text);

onEveryDatabase((open) => {
  test('a work that fails for over a minute is told of, once until it works again', async () => {
    const db = await open();
    const one = replica(db);
    one.breaks();
    await one.goesOn(60);
    expect(await alarms(db)).toEqual([]);
    await one.goesOn(10);
    expect(await alarms(db)).toEqual([expect.stringContaining('The line about the week cannot be written. Firebreak')]);
    one.isMended();
    await one.goesOn(1);
    one.breaks();
    await one.goesOn(70);
    expect(await alarms(db)).toHaveLength(2);
  });

  test('a fault of the moment is told to nobody', async () => {
    const db = await open();
    const one = replica(db);
    for (let fault = 0; fault < 3; fault++) {
      one.breaks();
      await one.goesOn(59);
      one.isMended();
      await one.goesOn(1);
    }
    expect(await alarms(db)).toEqual([]);
  });

  test('that the database is away is told by no work: it concerns all of them', async () => {
    const db = await open();
    const one = replica(db, Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    one.breaks();
    await one.goesOn(300);
    expect(await alarms(db)).toEqual([]);
    expect(one.health.lastError()).toBe('connect ECONNREFUSED');
  });

  test('replicas in which it fails tell of it together, and a new one does not tell again', async () => {
    const db = await open();
    const [one, other] = [replica(db), replica(db)];
    for (const each of [one, other]) {
      each.breaks();
      await each.goesOn(70);
    }
    const restarted = replica(db);
    restarted.breaks();
    await restarted.goesOn(70);
    expect(await alarms(db)).toHaveLength(1);
  });

  test('one that was told of before a restart and works since is told of when it fails again', async () => {
    const db = await open();
    const before = replica(db);
    before.breaks();
    await before.goesOn(70);
    const after = replica(db);
    await after.goesOn(1);
    after.breaks();
    await after.goesOn(70);
    expect(await alarms(db)).toHaveLength(2);
  });

  test('it is logged once in ten minutes, and says itself how it is', async () => {
    const db = await open();
    const one = replica(db);
    await one.goesOn(5);
    expect([one.health.lastDone(), one.health.lastError()]).toEqual([5 * SECOND, null]);
    one.breaks();
    await one.goesOn(599);
    expect(one.logged).toHaveLength(1);
    await one.goesOn(2);
    expect(one.logged).toHaveLength(2);
    expect([one.health.lastDone(), one.health.lastError()]).toEqual([5 * SECOND, 'It is broken.']);
  });
});
