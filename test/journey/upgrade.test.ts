/** A filled database of the last version that landed, taken over: everything is still there, and goes on. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle as drizzlePGlite } from 'drizzle-orm/pglite';
import { migrate as migratePGlite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findMention } from '../../src/alert/mention/store.ts';
import { rows } from '../../src/db/connect.ts';
import { after, minutes } from '../../src/words/time.ts';
import { onPostgres } from '../databases.ts';
import { buttons, saying, words } from '../shown.ts';
import {
  ANA,
  asPerson,
  openWorkspace,
  SOCIAL_ALERTS,
  selected,
  typed,
  type Workspace,
  type WorkspaceOptions,
} from '../workspace.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MIGRATIONS = here('../../migrations');
/** Made by `test/db/upgrade/make.ts` of the commit that last added a migration. */
const FILLED = here('../db/upgrade/0001-database.json');
const AROUND_IT = here('../db/upgrade/0001-workspace.jsonl');
const LANDED = 2;

const { at, tables }: { at: string; tables: Record<string, object[]> } = JSON.parse(readFileSync(FILLED, 'utf8'));

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-upgrade-'));
  folders.push(folder);
  return folder;
}

/** The migrations up to the one that had landed. */
function landedMigrations(): string {
  const folder = newFolder();
  cpSync(MIGRATIONS, folder, { recursive: true });
  const journal = join(folder, 'meta/_journal.json');
  const all = JSON.parse(readFileSync(journal, 'utf8'));
  writeFileSync(journal, JSON.stringify({ ...all, entries: all.entries.slice(0, LANDED) }));
  return folder;
}

async function fill(execute: (statement: SQL) => Promise<unknown>): Promise<void> {
  for (const [name, list] of Object.entries(tables)) {
    const columns = Object.keys(list[0] ?? {}).map((column) => sql.identifier(column));
    if (columns.length === 0) continue;
    const [into, named] = [sql.identifier(name), sql.join(columns, sql`, `)];
    await execute(sql`insert into ${into} (${named}) overriding system value
      select ${named} from jsonb_populate_recordset(null::${into}, ${JSON.stringify(list)}::text::jsonb)`);
    const isNumbered = list.some((row) => 'id' in row && typeof row.id === 'number');
    if (!isNumbered) continue;
    await execute(sql`select setval(pg_get_serial_sequence(${name}::text, 'id'), (select max(id) from ${into}))`);
  }
  // As where a story is older than its volumes: they came with the second migration.
  await execute(sql`delete from volumes where alert_id = 7`);
}

async function filledFolder(): Promise<WorkspaceOptions> {
  const dataDir = newFolder();
  const engine = await PGlite.create(join(dataDir, 'database'));
  const db = drizzlePGlite(engine);
  await migratePGlite(db, { migrationsFolder: landedMigrations() });
  await fill((statement) => db.execute(statement));
  await engine.close();
  return { dataDir };
}

async function filledDatabase(databaseUrl: string): Promise<WorkspaceOptions> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const db = drizzlePostgres(client);
  await client`drop schema public cascade`;
  await client`drop schema drizzle cascade`;
  await client`create schema public`;
  await migratePostgres(db, { migrationsFolder: landedMigrations() });
  await fill((statement) => db.execute(statement));
  await client.end();
  return { databaseUrl };
}

describe('PGlite', () => goesOn(filledFolder));
onPostgres((openUrl) => goesOn(async () => filledDatabase(await openUrl())));

function goesOn(filled: () => Promise<WorkspaceOptions>): void {
  let workspace: Workspace;
  let ana: ReturnType<typeof asPerson>;
  beforeAll(async () => {
    const journal = join(newFolder(), 'workspace.jsonl');
    cpSync(AROUND_IT, journal);
    workspace = await openWorkspace({
      ...(await filled()),
      secretKey: Buffer.alloc(32, 7),
      sandbox: { journal },
      startAt: after(new Date(at), minutes(1)),
    });
    ana = asPerson(workspace.sandbox, ANA);
  }, 60_000);
  afterAll(() => workspace.close());

  const inAlerts = () => workspace.sandbox.messages(SOCIAL_ALERTS);
  const cardsOf = (story: string) =>
    inAlerts().filter((one) => !one.threadTs && JSON.stringify(one.blocks).includes(story));
  const cardOf = (story: string) => {
    const [card] = cardsOf(story);
    if (!card) throw new Error(`no card of ${story}`);
    return [card];
  };
  const countOf = async (table: string) =>
    (await rows<{ n: number }>(workspace.app.db.sql, sql`select count(*)::int as n from ${sql.identifier(table)}`))[0]
      ?.n;

  test('nothing is lost: every row of every table is there, and what was heard is as it was', async () => {
    const kept = ['mentions', 'edits', 'events', 'alerts', 'incidents', 'pages', 'subscriptions', 'storms', 'mutes'];
    for (const name of kept) expect(await countOf(name), name).toBeGreaterThanOrEqual(tables[name]?.length ?? 0);
    for (const row of tables.mentions ?? []) {
      const { id, sha256, text } = row as { id: string; sha256: string; text: string };
      expect(await findMention(workspace.app.db, id)).toMatchObject({ sha256, text });
    }
  });

  test('what waited when the old version was stopped is delivered, each in its place', async () => {
    const before = inAlerts().length;
    await workspace.settle();
    expect(words(cardOf('My seat is broken')[0])).toContain(`*SEV2* by <@${ANA}>`);
    // The last thing heard belongs to the storm, whose one card is edited.
    expect(cardsOf('*A storm: 4 stories')).toHaveLength(1);
    expect(inAlerts()).toHaveLength(before);
  });

  test('an open alert is claimed by the button of its old card, which is edited', async () => {
    const story = 'They threw my suitcase';
    const card = cardOf(story);
    await ana.press(card, "I'm on it");
    await workspace.settle();
    expect(cardsOf(story).map(({ ts }) => ts)).toEqual([card[0]?.ts]);
    const said = words(cardOf(story)[0]);
    expect(said).toContain(`<@${ANA}> is on it`);
    expect(said).toContain('*12 mentions*');
    expect(said).toContain('*Unanswered on* X 100 %');
  });

  test('a dismissed alert is reopened, and a story of the storm is taken out', async () => {
    await ana.press(cardOf('The coffee is bad'), 'Undo: open it again');
    await workspace.settle();
    expect(cardsOf('The coffee is bad')).toHaveLength(1);
    expect(buttons(cardOf('The coffee is bad')[0])).toContain("I'm on it");
    await ana.press(cardOf('*A storm: 4 stories'), 'Show all');
    await ana.pressInModal('Take out');
    await workspace.settle();
    expect(cardsOf('*A storm: 3 stories')).toHaveLength(1);
  });

  test('new posts join the old stories', async () => {
    const [first] = (tables.mentions ?? []) as { text: string }[];
    expect(first?.text).toContain('The lounge was closed');
    const text = `My seat is broken ${(tables.mentions as { text: string }[]).find((one) => one.text.startsWith('My seat'))?.text.slice(18)}`;
    await workspace.send({ id: 'new', text, url: 'https://x.com/new/1' });
    await workspace.settle();
    expect(words(cardOf('My seat is broken')[0])).toContain('*2 mentions*');
  });

  test('an incident goes on in its room, and one that was closed is opened again', async () => {
    const rooms = workspace.sandbox.channels().filter((one) => one.name.startsWith('inc-'));
    const [closed, burning] = rooms.map(({ id }) => id);
    await ana.command('update The stairs are blocked off', burning);
    await workspace.settle();
    expect(saying(workspace.sandbox.messages(burning ?? ''), 'The stairs are blocked off')).toBeDefined();
    await ana.pressIn(closed ?? '', 'Open again');
    await ana.submit({ reason: typed('It is closed again') });
    await workspace.settle();
    const boards = workspace.sandbox
      .messages(closed ?? '')
      .filter((one) => JSON.stringify(one.blocks).includes('"header"'));
    expect(boards).toHaveLength(1);
    expect(words(boards[0])).toContain('Responded, not resolved');
  });

  test('what was given up can still be tried again', async () => {
    const alarm = saying(inAlerts(), 'bookmark the first mention');
    await ana.press(alarm ? [alarm] : [], 'Try again');
    await workspace.settle();
    expect(ana.told()).toContain('Trying again');
    const [left] = await rows<{ n: number }>(
      workspace.app.db.sql,
      sql`select count(*)::int as n from deliveries where status = 'failed'`,
    );
    expect(left?.n).toBe(0);
  });

  test('clocks go on: what is due is said once, about open alerts and incidents alike', async () => {
    const reminded = () =>
      rows<{ alert: number | null; said: string }>(
        workspace.app.db.sql,
        sql`select alert_id as alert, concat(alert_id, '/', incident_id, ' ', detail ->> 'clock', ' ', detail ->> 'step',
          ' ', detail ->> 'dueAt') as said from events where type = 'reminded'`,
      );
    const before = (await reminded()).length;
    await workspace.clock.advance(130);
    const said = await reminded();
    expect(said.length).toBeGreaterThan(before + 5);
    expect(new Set(said.map((one) => one.said)).size).toBe(said.length);
    expect(words(cardOf('The gate has changed')[0])).toContain('late');
  });

  test('sources, what is snoozed and what a source could not say are known', async () => {
    await ana.command('snoozes');
    expect(ana.told()).toContain('the author *kim*');
    await ana.command('sources');
    expect(ana.modalSays()).toContain('*zap*');
    expect(ana.modalSays()).not.toContain('do not open');
    await ana.act({ kind: 'close', viewId: ana.modal()?.id });
    const seat = cardOf('My seat is broken');
    await ana.press(seat, 'Dismiss');
    await ana.submit({ as: selected('already_handled') });
    expect(await countOf('rejections')).toBe(1);
  });

  test('nothing went wrong on the way', () => {
    const wrong = workspace.logged.filter(({ level }) => level === 'error');
    expect(wrong.map(({ message, detail }) => `${message} ${JSON.stringify(detail)}`)).toEqual([]);
  });
}
