/** One tick with few and with many open clocks: it should cost what is due, not what is open. */

import { getTableColumns, sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { alerts } from '../../src/alert/card/table.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Database } from '../../src/db/connect.ts';
import { defaultSettings } from '../../src/policy/settings.ts';
import { onPostgres } from '../databases.ts';
import { mention } from '../db/some.ts';
import { connect, ticking, withPolicy } from '../house.ts';
import { IS_SMALL, inTurn, median, report, sized, timed, verdict } from './measure.ts';

/** "About the same." */
const AT_MOST = 1.5;
const FEW = 1_000;
/** With nothing due a tick takes 2 ms, so it needs more rounds to be told from noise. */
const TICKS = [
  { due: 0, rounds: sized(100, 2) },
  { due: 100, rounds: sized(8, 1) },
];
const { policy } = defaultSettings();
const now = new Date();
const log = { error: (detail: object, message: string) => console.error(message, detail) };

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

onPostgres((openUrl) => {
  test('a tick on PostgreSQL', async () => {
    const open = async () => withPolicy(await connect({ databaseUrl: await openUrl(), dataDir: '' }), policy);
    await compare('PostgreSQL', await open(), await open(), sized(1_000_000, 2_000));
  });
});

// In small the one on PostgreSQL tells that it runs: an embedded database takes ten seconds to open.
test.skipIf(IS_SMALL)('a tick on PGlite', async () => {
  const open = async () => withPolicy(await connect({ dataDir: 'memory' }), policy);
  await compare('PGlite', await open(), await open(), sized(100_000, 2_000));
});

async function compare(engine: string, few: Database, many: Database, most: number): Promise<void> {
  ends.push(few.close, many.close);
  await openAlerts(few, FEW);
  await openAlerts(many, most);
  const table = [];
  for (const { due, rounds } of TICKS) {
    const tick = (db: Database) => {
      const ticker = ticking({ db, now: () => now, log, byHand: true });
      return async () => {
        await makeDue(db, due);
        return timed(async () => expect(await ticker.tick()).toBe(due));
      };
    };
    const measured = await inTurn(rounds, { few: tick(few), many: tick(many) });
    const ratio = median(measured.many) / median(measured.few);
    table.push({
      due: String(due),
      'many / few': ratio,
      '': verdict(ratio <= AT_MOST),
      [`${most.toLocaleString('en')} open, ms`]: median(measured.many),
      [`${FEW.toLocaleString('en')} open, ms`]: median(measured.few),
    });
  }
  report(`One tick, ${engine}`, `about 1 (at most ${AT_MOST})`, table);
}

/** Copies of one alert as the intake makes it. Nothing is due about any of them for an hour. */
async function openAlerts(db: Database, n: number): Promise<void> {
  await receive(db, [mention({ receivedAt: now })]);
  await db.sql.execute(sql`update alerts set next_due_at = ${now.toISOString()}::timestamptz + interval '1 hour'`);
  const copied = Object.values(getTableColumns(alerts))
    .map((column) => column.name)
    .filter((name) => name !== 'id' && name !== 'next_due_at');
  const columns = sql.raw(copied.join(', '));
  // No statement may take longer than the product's own.
  for (let from = 2; from <= n; from += 50_000) {
    await db.sql.execute(sql`
      insert into alerts (id, next_due_at, ${columns})
      select i, next_due_at + i % 3600 * interval '1 second', ${columns}
      from alerts, generate_series(${from}::int, ${Math.min(n, from + 49_999)}::int) as i where alerts.id = 1`);
  }
  await db.sql.execute(sql`vacuum analyze`);
}

/** The next `n` of them are 65 minutes old: past the first reminder of their response clock. */
async function makeDue(db: Database, n: number): Promise<void> {
  const earlier = sql`- interval '65 minutes'`;
  await db.sql.execute(sql`
    update alerts set next_due_at = ${now.toISOString()}::timestamptz - interval '1 minute',
      received_at = received_at ${earlier}, last_mention_at = last_mention_at ${earlier},
      acknowledge_due_at = acknowledge_due_at ${earlier}, response_due_at = response_due_at ${earlier},
      reminded_up_to = reminded_up_to ${earlier}
    where id in (select id from alerts where next_due_at > ${now.toISOString()} and received_at = ${now.toISOString()}
      order by id limit ${n}::int)`);
}
