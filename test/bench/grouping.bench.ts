/** What it costs a mention to be compared with a hundred thousand others, against being stored without that. */

import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { type Database, rows } from '../../src/db/connect.ts';
import { defaultSettings } from '../../src/policy/settings.ts';
import { onPostgres } from '../databases.ts';
import { connect, withPolicy } from '../house.ts';
import { mention } from '../make.ts';
import { IS_SMALL, inTurn, median, report, sized, timed, verdict } from './measure.ts';

const STORED = sized(100_000, 1_000);
const BATCH = 500;
const ROUNDS = sized(12, 2);
const AT_MOST = 1.5;
const { policy } = defaultSettings();
const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

// In small the one on PostgreSQL tells that it runs: an embedded database takes ten seconds to open.
test.skipIf(IS_SMALL)(
  'grouping on the embedded database',
  async () => {
    const db = withPolicy(await connect({ dataDir: 'memory' }), policy);
    ends.push(db.close);
    await compare('PGlite', db);
  },
  300_000,
);

onPostgres((openUrl) => {
  test('grouping on PostgreSQL', async () => {
    const db = withPolicy(await connect({ databaseUrl: await openUrl(), dataDir: '' }), policy);
    ends.push(db.close);
    await compare('PostgreSQL', db);
  }, 300_000);
});

async function compare(engine: string, db: Database): Promise<void> {
  made = 0;
  while (made < STORED) await receive(db, batch('full'));
  await db.sql.execute(sql`analyze`);
  const measured = await inTurn(ROUNDS, {
    grouped: () => perMention(db, 'full'),
    // A withheld text is stored like any other and compared with none.
    alone: () => perMention(db, 'withheld'),
  });
  const [counted] = await rows<{ n: number }>(db.sql, sql`select count(*)::int as n from alerts`);
  expect(counted?.n).toBe(made);
  const [grouped, alone] = [median(measured.grouped), median(measured.alone)];
  report(`Grouping, each mention a new story, ${STORED.toLocaleString('en')} stored, ${engine}`, `under ${AT_MOST} x`, [
    {
      'with / without': grouped / alone,
      '': verdict(grouped / alone < AT_MOST),
      'with, us': grouped,
      'without, us': alone,
    },
  ]);
}

/** Microseconds. */
async function perMention(db: Database, textState: Mention['textState']): Promise<number> {
  const posts = batch(textState);
  return ((await timed(() => receive(db, posts))) * 1_000) / BATCH;
}

let made = 0;

/** Sixteen words each, a third of them in other posts as well. */
function batch(textState: Mention['textState']): Mention[] {
  return Array.from({ length: BATCH }, () => {
    const id = String(++made);
    const words = Array.from({ length: 16 }, (_, at) =>
      at % 3 === 0 ? COMMON[(made + at) % COMMON.length] : `${id}w${at}`,
    );
    const url = `https://x.com/someone/status/${id}`;
    return mention({
      id,
      externalId: id,
      text: words.join(' '),
      textState,
      url,
      canonicalUrl: url,
      receivedAt: new Date(),
    });
  });
}

const COMMON = 'the flight was late again and nobody told us why so we missed our connection to lisbon today'.split(
  ' ',
);
