/** Empty, migrated databases for the tests, on both engines. */

import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, describe, inject } from 'vitest';
import { type Database, rows } from '../src/db/connect.ts';
import { connect } from './house.ts';

/** An empty, migrated database. The one opened before it in the same suite is closed: a suite holds one at a time. */
export type Open = () => Promise<Database>;

/**
 * The suite on PGlite and on PostgreSQL:
 *
 *     onEveryDatabase((open) => {
 *       test('a reply is logged once', async () => {
 *         const db = await open();
 */
export function onEveryDatabase(suite: (open: Open, engine: Database['engine']) => void): void {
  describe('PGlite', () => suite(oneAtATime(openPGlite), 'PGlite'));
  onPostgres((openUrl) =>
    suite(
      oneAtATime(async () => connect({ databaseUrl: await openUrl(), dataDir: '' })),
      'PostgreSQL',
    ),
  );
}

/**
 * The suite on PostgreSQL alone: for what only it can do, such as several processes on one database. `openUrl` gives
 * the address of an empty, migrated database.
 */
export function onPostgres(suite: (openUrl: () => Promise<string>) => void): void {
  const server = inject('postgresUrl');
  // postgres-server.ts has said why there is none.
  describe.skipIf(server === null)('PostgreSQL', () => {
    afterAll(async () => {
      await admin?.end();
      admin = undefined;
    });
    suite(() => copyOfTemplate(server ?? ''));
  });
}

function oneAtATime(open: Open): Open {
  let current: Database | undefined;
  const close = async () => {
    const last = current;
    current = undefined;
    await last?.close();
  };
  afterAll(close);
  return async () => {
    await close();
    current = await open();
    return current;
  };
}

// --- PGlite ----------------------------------------------------------------------------------------------------------

/** One for the whole test file: making one takes over a second, emptying it a few milliseconds. */
let memory: Promise<Database> | undefined;

async function openPGlite(): Promise<Database> {
  memory ??= connect({ dataDir: 'memory' });
  const shared = await memory;
  const tables = await rows<{ name: string }>(
    shared.sql,
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const names = tables.map(({ name }) => name).join(', ');
  await shared.sql.execute(sql.raw(`truncate ${names} restart identity cascade`));
  const listeners: (() => void)[] = [];
  return {
    ...shared,
    onOwed: (listener) => listeners.push(listener),
    owed: () => {
      for (const listener of listeners) listener();
    },
    close: async () => {},
  };
}

// --- PostgreSQL ------------------------------------------------------------------------------------------------------

let admin: postgres.Sql | undefined;

async function copyOfTemplate(server: string): Promise<string> {
  admin ??= postgres(server, { max: 1, onnotice: () => {} });
  const template = await migratedTemplate(admin, server);
  const name = `${inject('databasePrefix')}${randomUUID().replaceAll('-', '')}`;
  await admin`create database ${admin(name)} template ${admin(template)}`;
  return urlOf(server, name);
}

/** Made once in a test run, by whichever test file comes first. */
async function migratedTemplate(ask: postgres.Sql, server: string): Promise<string> {
  const name = `${inject('databasePrefix')}template`;
  const draft = `${name}_draft`;
  const exists = async () => (await ask`select from pg_database where datname = ${name}`).length > 0;
  if (await exists()) return name;
  await ask`select pg_advisory_lock(hashtext(${name}))`;
  try {
    if (await exists()) return name;
    await ask`drop database if exists ${ask(draft)}`;
    await ask`create database ${ask(draft)}`;
    await (await connect({ databaseUrl: urlOf(server, draft), dataDir: '' })).close();
    await ask`alter database ${ask(draft)} rename to ${ask(name)}`;
    return name;
  } finally {
    await ask`select pg_advisory_unlock(hashtext(${name}))`;
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
