/** One tick with few and with many open clocks: it should cost what is due, not what is open. */
import { getTableColumns, sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { connect, type Database } from '../../src/db/connect.ts';
import { receive } from '../../src/db/mentions.ts';
import { alerts } from '../../src/db/schema.ts';
import { defaultSettings } from '../../src/settings.ts';
import { tickOnce } from '../../src/ticker.ts';
import { onPostgres } from '../databases.ts';
import { mention } from '../db/some.ts';
import { inTurn, median, report, timed, verdict } from './measure.ts';

/** "About the same." */
const AT_MOST = 1.5;
const FEW = 1_000;
/** With nothing due a tick takes 2 ms, so it needs more rounds to be told from noise. */
const TICKS = [
  { due: 0, rounds: 100 },
  { due: 100, rounds: 8 },
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
    const open = async () => connect({ databaseUrl: await openUrl(), dataDir: '' });
    await compare('PostgreSQL', await open(), await open(), 1_000_000);
  });
});

test('a tick on PGlite', async () => {
  const open = () => connect({ dataDir: 'memory' });
  await compare('PGlite', await open(), await open(), 100_000);
});

async function compare(engine: string, few: Database, many: Database, most: number): Promise<void> {
  ends.push(few.close, many.close);
  await openAlerts(few, FEW);
  await openAlerts(many, most);
  const table = [];
  for (const { due, rounds } of TICKS) {
    const tick = (db: Database) => async () => {
      await makeDue(db, due);
      return timed(async () => expect(await tickOnce({ db, policy, now: () => now, log })).toBe(due));
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
  await receive(db, policy, [mention({ receivedAt: now })]);
  await db.sql.execute(sql`update alerts set next_due_at = ${now.toISOString()}::timestamptz + interval '1 hour'`);
  const copied = Object.values(getTableColumns(alerts))
    .map((column) => column.name)
    .filter((name) => name !== 'id' && name !== 'next_due_at');
  const columns = sql.raw(copied.join(', '));
  await db.sql.execute(sql`
    insert into alerts (id, next_due_at, ${columns})
    select i, next_due_at + i % 3600 * interval '1 second', ${columns}
    from alerts, generate_series(2, ${n}::int) as i`);
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
