import { type SQL, sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePGlite } from 'drizzle-orm/pglite';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { Owed, OwedKind } from '../words/decision.ts';
import type { Page } from '../words/page.ts';
import { openEmbedded } from './embedded.ts';
import { openLine } from './line.ts';
import { migrateOnce } from './migrate.ts';
import { reason } from './reason.ts';
import type { Route } from './route.ts';
import type { Bounds } from './statements.ts';

export type Sql = PgDatabase<PgQueryResultHKT>;
/** Inside a transaction only this is used: on PGlite the outer handle would wait for itself. */
export type Tx = Parameters<Parameters<Sql['transaction']>[0]>[0];

/** What the database is told by those who know what is kept in it. A room adds what its rows are read with. */
export interface House {
  /** Where something owed goes. */
  routeOf: (owed: Owed) => Route;
  /** Kinds whose receipts say where something stands that is edited in place, for as long as it can change. */
  shows: Record<'alert' | 'incident' | 'storm' | 'day', OwedKind[]>;
  /** Keeps the pages that a decision starts. */
  keepPages: (tx: Tx, started: Page[]) => Promise<void>;
}

export interface Database {
  house: House;
  engine: 'PostgreSQL' | 'PGlite';
  sql: Sql;
  /** The same, for what a person asked for: it is refused within two seconds rather than kept waiting for locks. */
  hurried: Sql;
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

/** Connect and bring the tables up to date. Throws a sentence for the operator when that cannot be done. */
export async function connect(
  where: Where,
  house: House,
  say: (sentence: string) => void = () => {},
): Promise<Database> {
  return where.databaseUrl ? connectPostgres(where.databaseUrl, house, say) : connectPGlite(where.dataDir, house);
}

/**
 * The formats in which times are read back, whatever the server or the role prefers. And each run of a prepared
 * statement planned for the table as it is now: a plan made on the first day, for empty tables, would stay and read
 * whole tables when they have filled.
 */
const CONNECTION = { DateStyle: 'ISO', TimeZone: 'UTC', plan_cache_mode: 'force_custom_plan' };

/**
 * What a transaction may take on the server. One whose process stands still (stopped, cut off, its machine paused) is
 * ended after 3 s between two of its statements, which are milliseconds apart; whoever waits for its locks waits a
 * little longer than that, and so comes to be served rather than refused. No statement of ours takes seconds.
 */
const BOUNDS: Bounds = { lock: 5_000, statement: 6_000, idle: 3_000, unread: 5_000 };
/** Of what a person asked for, who hears of it within 3 s either way. */
const BOUNDS_OF_A_PRESS: Bounds = { ...BOUNDS, lock: 1_500, statement: 2_000 };

function dial(url: string, options: { max: number; connect_timeout: number; backoff?: (failed: number) => number }) {
  return postgres(url, { ...options, onnotice: () => {}, connection: CONNECTION });
}

async function connectPostgres(url: string, house: House, say: (sentence: string) => void): Promise<Database> {
  let migrator: postgres.Sql | undefined;
  let isLinux = false;
  try {
    migrator = dial(url, { max: 1, connect_timeout: 10 });
    await migrateOnce(migrator, say);
    const [row] = await migrator<{ version: string }[]>`select version()`;
    isLinux = /linux/i.test(row?.version ?? '');
  } catch (error) {
    const why = `the database cannot be used: ${reason(error)}`;
    throw new Error(`DATABASE_URL: ${why}. Check the address and that it is running.`, { cause: error });
  } finally {
    await migrator?.end({ timeout: 5 });
  }
  const line = openLine(() => {
    const pool = dial(url, { max: 10, connect_timeout: 5, backoff: (failed: number) => Math.min(2 ** failed / 20, 1) });
    // It sets up how the pool reads times and JSON.
    drizzlePostgres(pool);
    return pool;
  });
  // Elsewhere it would write a line into the server's log each time, and change nothing.
  const unread = isLinux ? BOUNDS.unread : null;
  const bounded = (bounds: Bounds) => drizzlePostgres(line.bounded({ ...bounds, unread }));
  return database('PostgreSQL', house, bounded(BOUNDS), bounded(BOUNDS_OF_A_PRESS), line.end);
}

/** One process and one connection: nobody else holds a lock, and a process that stands still keeps nobody waiting. */
async function connectPGlite(dataDir: string, house: House): Promise<Database> {
  const { engine, close } = await openEmbedded(dataDir);
  const handle = drizzlePGlite(engine);
  return database('PGlite', house, handle, handle, close);
}

function database(
  engine: Database['engine'],
  house: House,
  handle: Sql,
  hurried: Sql,
  close: () => Promise<void>,
): Database {
  const listeners: (() => void)[] = [];
  return {
    engine,
    house,
    sql: handle,
    hurried,
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
