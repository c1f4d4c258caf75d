/** How much is said about an alert, as its card and its chart read it. */
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { logReplyToAlert } from '../../src/act/reply/rule.ts';
import { changeAlert, findAlert } from '../../src/alert/card/store.ts';
import { findMention, markDeleted } from '../../src/alert/mention/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { spreadOf, volumesOf } from '../../src/alert/spread/store.ts';
import { type Database, rows } from '../../src/db/connect.ts';
import { onEveryDatabase } from '../databases.ts';
import { afterNoon, all, mention, noon } from './some.ts';

const SAID = 'They threw my suitcase from the belt and laughed about it all the way to the bus';

const told = (seconds: number, given: Partial<Mention> = {}) =>
  mention({ text: SAID, receivedAt: afterNoon(seconds), author: { handle: `h${seconds}` }, ...given });

async function spread(db: Database, seconds: number) {
  const alert = await findAlert(db, 1);
  const first = alert && (await findMention(db, alert.firstMentionId));
  if (!alert || !first) throw new Error('no alert');
  return spreadOf(db, alert, first, afterNoon(seconds));
}

onEveryDatabase((open) => {
  test('mentions are counted by network, with the oldest that is still there', async () => {
    const db = await open();
    const gone = told(60, { network: 'tiktok' });
    for (const one of [told(0), gone, told(120, { network: 'tiktok' }), told(180, { network: 'tiktok' })]) {
      await receive(db, [one]);
    }
    await markDeleted(db, [gone.id], afterNoon(200));
    expect((await spread(db, 300)).networks).toEqual([
      { network: 'tiktok', mentions: 3, oldestAt: afterNoon(120), isAnswered: false },
      { network: 'x', mentions: 1, oldestAt: noon, isAnswered: false },
    ]);
  });

  test('a network is answered once a reply of ours there was logged', async () => {
    const db = await open();
    await receive(db, [told(0), told(1, { network: 'tiktok' })]);
    const reply = { url: 'https://www.tiktok.com/@us/1', network: 'tiktok' as const, answeredBy: 'Ana' };
    await changeAlert(db, 1, afterNoon(9), (alert) => logReplyToAlert(alert, reply, 'UANA', afterNoon(9)));
    const answered = (await spread(db, 10)).networks.filter(({ isAnswered }) => isAnswered);
    expect(answered.map(({ network }) => network)).toEqual(['tiktok']);
  });

  test('the pace is that of the last hour, without what is positive, beside what is usual', async () => {
    const db = await open();
    await receive(db, [told(0)]);
    await receive(db, [told(3_000), told(3_001, { sentiment: 'negative' }), told(3_002, { sentiment: 'positive' })]);
    expect((await spread(db, 3_900)).pace).toEqual({ lastHour: 2, usual: null });
    const weeksAgo = (weeks: number) => new Date(noon.getTime() - weeks * 7 * 86_400_000).toISOString();
    await db.sql.execute(sql`insert into hours (since, mentions, negative)
      values (${weeksAgo(1)}, 9, 4), (${weeksAgo(2)}, 9, 2), (${weeksAgo(3)}, 9, 30)`);
    // 13:05 is another hour of the week.
    expect((await spread(db, 3_900)).pace.usual).toBe(0);
    expect((await spread(db, 3_300)).pace.usual).toBe(4);
  });

  test('the loudest voices come first, and the samples say something else than the first post', async () => {
    const db = await open();
    const first = told(0);
    const parent = { kind: 'reply' as const, id: first.id, url: null };
    const loud = told(60, { author: { handle: 'loud', followers: 9_000 }, text: 'My aunt saw it too', parent });
    const louder = told(70, { reach: 80_000, author: { handle: 'louder' } });
    const last = told(80, { text: 'And nobody apologised', parent });
    for (const one of [first, told(10), loud, louder, last]) await receive(db, [one]);
    const { voices, samples } = await spread(db, 100);
    expect(voices.map(({ author }) => author.handle)).toEqual(['louder', 'loud']);
    expect(samples.map(({ id }) => id)).toEqual([loud.id, last.id]);
  });

  test('a card is drawn from some hundreds of mentions, however many tell the story', async () => {
    const db = await open();
    await receive(db, [told(0), told(1)]);
    const columns = await all<{ name: string }>(
      db,
      `select quote_ident(column_name) as name from information_schema.columns
       where table_name = 'mentions' and column_name not in ('id', 'received_at', 'network', 'author')`,
    );
    const others = columns.map(({ name }) => name).join(', ');
    // The loudest wrote a hundred and twenty of them.
    await db.sql.execute(
      sql.raw(`
      insert into mentions (id, received_at, network, author, ${others})
      select id || '-' || n, received_at + n * interval '1 second', case when n > 9990 then 'tiktok' else 'x' end,
        case when n <= 60 then '{"handle":"loud","followers":9000}'
          else jsonb_build_object('handle', 'h' || n, 'followers', 10) end, ${others}
      from mentions, generate_series(1, 10000) n`),
    );
    await db.sql.execute(sql`insert into volumes (alert_id, since, network, mentions, negative)
      values (1, ${afterNoon(9_900).toISOString()}, 'tiktok', 20, 20)`);
    await db.sql.execute(sql`analyze`);
    const read = await db.sql.transaction(async (tx) => {
      // As the card reads it, but all in one transaction, whose figures can be asked for.
      const { networks, voices } = await spread({ ...db, sql: tx as unknown as Database['sql'] }, 10_000);
      expect(networks.map(({ network, oldestAt }) => ({ network, oldestAt }))).toEqual([
        { network: 'tiktok', oldestAt: afterNoon(9_991) },
        { network: 'x', oldestAt: noon },
      ]);
      expect(voices.map(({ author }) => author.handle)).toEqual(['loud', 'h61', 'h62']);
      const [figures] = await rows<{ n: number }>(
        tx,
        sql`select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables where relname = 'mentions'`,
      );
      return figures?.n;
    });
    expect(read).toBeLessThan(800);
  });

  test('among hundreds of copies, what somebody says in other words is seen', async () => {
    const db = await open();
    const first = told(0, { reach: 900 });
    const parent = { kind: 'reply' as const, id: first.id, url: null };
    await receive(db, [first]);
    await receive(
      db,
      Array.from({ length: 150 }, (_, i) => told(10 + i, { reach: 800 })),
    );
    const other = told(200, { text: 'And nobody apologised', parent, reach: 20 });
    await receive(db, [other]);
    await receive(
      db,
      Array.from({ length: 150 }, (_, i) => told(300 + i, { reach: 800 })),
    );
    expect((await spread(db, 500)).samples.map(({ id }) => id)).toEqual([other.id]);
  });

  test('the series for the chart adds the networks up', async () => {
    const db = await open();
    await receive(db, [told(0), told(1, { network: 'tiktok' })]);
    await receive(db, [told(310)]);
    expect(await volumesOf(db, 1)).toEqual([
      { since: noon, mentions: 2 },
      { since: afterNoon(300), mentions: 1 },
    ]);
  });
});
