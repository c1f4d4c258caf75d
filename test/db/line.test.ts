/** What is held on PostgreSQL, and by whom, has an end. */

import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { isAway, isLateWrite } from '../../src/db/away.ts';
import { type Database, ping, rows } from '../../src/db/connect.ts';
import { BY_THE_CLOCK } from '../blocked.ts';
import { onPostgres } from '../databases.ts';
import { connect } from '../house.ts';
import { startWire } from '../replica.ts';

async function open(databaseUrl: string): Promise<Database> {
  const db = await connect({ databaseUrl, dataDir: '' });
  onTestFinished(db.close);
  return db;
}

/** ms until it failed, and why. */
async function failing(work: Promise<unknown>): Promise<{ after: number; error: unknown }> {
  const begun = performance.now();
  const error = await work.then(
    () => new Error('It did not fail.'),
    (failure: unknown) => failure,
  );
  return { after: performance.now() - begun, error };
}

onPostgres((openUrl) => {
  test('a transaction has its bounds, and leaves none behind in its session', async () => {
    const db = await open(await openUrl());
    const bounds = sql`select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle, current_setting('tcp_user_timeout') as unread,
      pg_backend_pid() as pid`;
    const shown = await db.sql.transaction((tx) => rows<{ pid: number }>(tx, bounds));
    const pid = expect.any(Number);
    expect(shown).toEqual([
      { lock: '5s', statement: '6s', idle: '3s', unread: expect.stringMatching(/^(5000|0)$/), pid },
    ]);
    const pressed = await db.hurried.transaction((tx) => rows(tx, bounds));
    expect(pressed).toMatchObject([{ lock: '1500ms', statement: '2s', idle: '3s' }]);
    // A pool of ten, all of which are asked.
    const after = await Promise.all(Array.from({ length: 10 }, () => rows<{ pid: number }>(db.sql, bounds)));
    expect(after.flat().map(({ pid }) => pid)).toContain(shown[0]?.pid);
    for (const [row] of after) expect(row).toMatchObject({ lock: '0', statement: '0', idle: '0' });
  });

  test('a savepoint keeps the bounds of its transaction', async () => {
    const db = await open(await openUrl());
    const shown = await db.sql.transaction((tx) =>
      tx.transaction((inner) => rows(inner, sql`select current_setting('lock_timeout') as lock`)),
    );
    expect(shown).toEqual([{ lock: '5s' }]);
  });

  test('who pauses in a transaction is ended, and who waited for its lock goes on', {
    ...BY_THE_CLOCK,
    timeout: 20_000,
  }, async () => {
    const databaseUrl = await openUrl();
    const [frozen, other] = [await open(databaseUrl), await open(databaseUrl)];
    const lock = sql`select pg_advisory_xact_lock(1)`;
    let isLocked = () => {};
    const locked = new Promise<void>((resolve) => {
      isLocked = resolve;
    });
    const pausing = failing(
      frozen.sql.transaction(async (tx) => {
        await tx.execute(lock);
        isLocked();
        await new Promise(() => {});
      }),
    );
    await locked;
    const begun = performance.now();
    await other.sql.transaction((tx) => tx.execute(lock));
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(isAway((await pausing).error)).toBe(true);
    await ping(frozen);
  });

  test('who does not read what the server sends it is cut off, too', { ...BY_THE_CLOCK, timeout: 30_000 }, async () => {
    const databaseUrl = await openUrl();
    const wire = await startWire(databaseUrl);
    onTestFinished(wire.close);
    const [deaf, other] = [await open(wire.url), await open(databaseUrl)];
    const [{ version } = { version: '' }] = await rows<{ version: string }>(other.sql, sql`select version()`);
    if (!version.includes('linux')) return;
    const locked = new Promise<void>((resolve) => {
      void failing(
        deaf.sql.transaction(async (tx) => {
          await tx.execute(sql`select pg_advisory_xact_lock(1)`);
          wire.stopReading();
          resolve();
          await tx.execute(sql`select repeat('x', 1000000) from generate_series(1, 50)`);
        }),
      );
    });
    await locked;
    const lock = () => other.sql.transaction((tx) => tx.execute(sql`select pg_advisory_xact_lock(1)`));
    const begun = performance.now();
    await lock().catch(lock);
    expect(performance.now() - begun).toBeLessThan(9_000);
  });

  test('a press that waits for a lock is refused in two seconds, and nothing of it is kept', BY_THE_CLOCK, async () => {
    const db = await open(await openUrl());
    const refused = await db.sql.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(1)`);
      return failing(
        db.hurried.transaction(async (press) => {
          await press.execute(sql`insert into keepsakes (name, value) values ('a', 'b')`);
          await press.execute(sql`select pg_advisory_xact_lock(1)`);
        }),
      );
    });
    expect(refused.after).toBeLessThan(2_500);
    expect(isAway(refused.error)).toBe(true);
    expect(await rows(db.sql, sql`select * from keepsakes`)).toEqual([]);
  });

  test('what the server ends in the middle of a transaction fails alone, and its connection is as good as ever', {
    timeout: 60_000,
  }, async () => {
    const databaseUrl = await openUrl();
    const [db, other] = [await open(databaseUrl), await open(databaseUrl)];
    const busy = sql`select pg_backend_pid() as pid`;
    for (let round = 0; round < 20; round++) {
      const pids: number[] = [];
      const ended = Array.from({ length: 8 }, () =>
        failing(
          db.sql.transaction(async (tx) => {
            const [{ pid } = { pid: 0 }] = await rows<{ pid: number }>(tx, busy);
            pids.push(pid);
            for (;;) await Promise.all([tx.execute(busy), tx.transaction((inner) => inner.execute(busy))]);
          }),
        ),
      );
      await expect.poll(() => pids.length).toBe(8);
      await other.sql.execute(sql`select pg_terminate_backend(pid) from unnest(${`{${pids}}`}::text::int[]) as pid`);
      for (const { error } of await Promise.all(ended)) expect(isAway(error)).toBe(true);
      await Promise.all(Array.from({ length: 20 }, () => ping(db)));
    }
  });

  test('a network that swallows everything fails what was asked within ten seconds, and is no trouble once mended', {
    ...BY_THE_CLOCK,
    timeout: 60_000,
  }, async () => {
    const wire = await startWire(await openUrl());
    onTestFinished(wire.close);
    const db = await open(wire.url);
    await Promise.all(Array.from({ length: 10 }, () => ping(db)));
    wire.swallow();
    const asked = await Promise.all([
      ...Array.from({ length: 12 }, () => failing(ping(db))),
      failing(db.sql.transaction((tx) => tx.execute(sql`select 1`))),
    ]);
    for (const { after, error } of asked) {
      expect(after).toBeLessThan(10_000);
      expect(isAway(error)).toBe(true);
    }
    // Those that were asked for meanwhile are not answered either.
    const later = await failing(ping(db));
    expect(later.after).toBeLessThan(10_000);
    wire.mend();
    const begun = performance.now();
    await ping(db).catch(() => ping(db));
    await Promise.all(Array.from({ length: 20 }, () => ping(db)));
    expect(performance.now() - begun).toBeLessThan(8_000);
  });
});

test('what is wrong with the data is not taken for a database that is away', () => {
  const failed = (code: string) => Object.assign(new Error('x'), { cause: Object.assign(new Error('y'), { code }) });
  for (const code of ['23505', '22P02', '42P01', '54000']) expect(isAway(failed(code))).toBe(false);
  for (const code of ['55P03', '57014', '57P01', '25P03', '53300', '08006', 'ECONNREFUSED', 'CONNECT_TIMEOUT']) {
    expect(isAway(failed(code))).toBe(true);
  }
  expect(isAway(new TypeError('a fault of ours'))).toBe(false);
});

test('a write that postgres.js does too late is told from a fault of ours', () => {
  const late = new TypeError("Cannot read properties of null (reading 'write')");
  late.stack = `${late}\n    at Immediate.nextWrite (file:///app/node_modules/postgres/src/connection.js:255:22)`;
  expect(isLateWrite(late)).toBe(true);
  expect(isLateWrite(new TypeError("Cannot read properties of null (reading 'write')"))).toBe(false);
});
