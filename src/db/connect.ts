import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { type ExtractTablesWithRelations, type SQL, sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePGlite } from 'drizzle-orm/pglite';
import { migrate as migratePGlite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { FolderInUse, lockFolder } from './lock-folder.ts';
import * as schema from './schema.ts';

type Schema = typeof schema;
export type Sql = PgDatabase<PgQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;
/** Inside a transaction only this is used: on PGlite the outer handle would wait for itself. */
export type Tx = Parameters<Parameters<Sql['transaction']>[0]>[0];

export interface Database {
  engine: 'PostgreSQL' | 'PGlite';
  sql: Sql;
  /** Called after a commit that left something owed, so that workers need not wait for their next look. */
  onOwed: (listener: () => void) => void;
  owed: () => void;
  close: () => Promise<void>;
}

export interface Where {
  /** PostgreSQL 14 or newer. Without it the embedded PGlite is used. */
  databaseUrl?: string | undefined;
  /** The embedded database's folder, or `memory`. */
  dataDir: string;
}

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any number, the same for all replicas. */
const MIGRATION_LOCK = 7_203_114;

/** Connect and bring the tables up to date. Throws a sentence for the operator when that cannot be done. */
export async function connect(where: Where): Promise<Database> {
  return where.databaseUrl ? connectPostgres(where.databaseUrl) : connectPGlite(where.dataDir);
}

/**
 * The formats in which times are read back, whatever the server or the role prefers. And each run of a prepared
 * statement planned for the table as it is now: a plan made on the first day, for empty tables, would stay and read
 * whole tables when they have filled.
 */
const CONNECTION = { DateStyle: 'ISO', TimeZone: 'UTC', plan_cache_mode: 'force_custom_plan' };

async function connectPostgres(url: string): Promise<Database> {
  const open = (max: number) => postgres(url, { max, onnotice: () => {}, connect_timeout: 10, connection: CONNECTION });
  let migrator: postgres.Sql | undefined;
  try {
    migrator = open(1);
    // Replicas start together; without the lock they race to create the same tables.
    await migrator`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migratePostgres(drizzlePostgres(migrator), { migrationsFolder: MIGRATIONS });
  } catch (error) {
    const why = `the database cannot be used: ${reason(error)}`;
    throw new Error(`DATABASE_URL: ${why}. Check the address and that it is running.`, { cause: error });
  } finally {
    await migrator?.end({ timeout: 5 });
  }
  const client = prepared(open(10));
  return database('PostgreSQL', drizzlePostgres(client, { schema }), () => client.end({ timeout: 5 }));
}

/**
 * Every statement prepared: parsed and planned once for each connection, and sent without waiting for the one before.
 * drizzle asks for that only where a query has a name. Our statements have few shapes: lists are one parameter each.
 * `?prepare=false` in the address turns it off, for poolers that cannot carry prepared statements.
 */
function prepared<T extends postgres.ISql>(client: T): T {
  return new Proxy(client, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      if (name === 'unsafe') return (text: string, values: never[]) => target.unsafe(text, values, { prepare: true });
      if (name !== 'begin' && name !== 'savepoint') return found;
      return (work: (inside: postgres.TransactionSql) => unknown) =>
        (found as (work: unknown) => unknown)((inside: postgres.TransactionSql) => work(prepared(inside)));
    },
  });
}

async function connectPGlite(dataDir: string): Promise<Database> {
  if (dataDir === 'memory') return migrated(await PGlite.create(), () => {});
  let unlock = () => {};
  try {
    await mkdir(dataDir, { recursive: true });
    unlock = lockFolder(dataDir);
    return await migrated(await PGlite.create(join(dataDir, 'database')), unlock);
  } catch (error) {
    unlock();
    if (error instanceof FolderInUse) throw error;
    throw new Error(`DATA_DIR: ${dataDir} cannot be used: ${reason(error)}.`, { cause: error });
  }
}

/** What went wrong, in the words of whoever knows best: drizzle and Node wrap it. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reason(error.cause);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

async function migrated(engine: PGlite, unlock: () => void): Promise<Database> {
  const handle = drizzlePGlite(engine, { schema });
  await migratePGlite(handle, { migrationsFolder: MIGRATIONS });
  return database('PGlite', handle, async () => {
    await engine.close();
    unlock();
  });
}

function database(engine: Database['engine'], handle: Sql, close: () => Promise<void>): Database {
  const listeners: (() => void)[] = [];
  return {
    engine,
    sql: handle,
    onOwed: (listener) => {
      listeners.push(listener);
    },
    owed: () => {
      for (const listener of listeners) listener();
    },
    close,
  };
}

/** Rows of a raw statement; the two drivers wrap them differently. */
export async function rows<T>(tx: Pick<Sql, 'execute'>, statement: SQL): Promise<T[]> {
  const result: unknown = await tx.execute(statement);
  return (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as T[];
}

/** Does the database answer? Throws when it does not. */
export async function ping(db: Database): Promise<void> {
  await db.sql.execute(sql`select 1`);
}
