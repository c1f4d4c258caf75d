/** Bringing the tables up to date, in one replica at a time. */
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type postgres from 'postgres';

export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any number, the same for all replicas. */
const MIGRATION_LOCK = 7_203_114;
const LOOK_EVERY = 200;

/** Milliseconds. */
const WAITS = {
  /**
   * Doing nothing with the lock in hand, after which the server ends the session: its process stands still. What a
   * migration does may take its time, but it never pauses.
   */
  idle: 30_000,
  /** Waiting for the lock, after which it is said who has it, again and again. */
  said: 10_000,
};

/**
 * Replicas start together; without the lock they race to create the same tables. The wait for it has no end of its own:
 * another one's migration may take long. `client` has one connection, which is used for nothing else.
 */
export async function migrateOnce(client: postgres.Sql, say: (sentence: string) => void, waits = WAITS): Promise<void> {
  await takeLock(client, say, waits);
  await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
  // Should a pooler lend the session to others, they are not to be ended for being idle.
  await client`reset idle_in_transaction_session_timeout`;
  await client`reset idle_session_timeout`;
}

/** The lock belongs to the session, and is given back at its end. */
export async function takeLock(client: postgres.Sql, say: (sentence: string) => void, waits = WAITS): Promise<void> {
  const idle = String(waits.idle);
  await client`select set_config('idle_in_transaction_session_timeout', ${idle}, false)`;
  await client`select set_config('idle_session_timeout', ${idle}, false)`;
  let said = performance.now();
  for (;;) {
    const [row] = await client<{ isOurs: boolean }[]>`select pg_try_advisory_lock(${MIGRATION_LOCK}) as "isOurs"`;
    if (row?.isOurs) return;
    if (performance.now() - said >= waits.said) {
      said = performance.now();
      say(await whoHasIt(client));
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

async function whoHasIt(client: postgres.Sql): Promise<string> {
  const [row] = await client<{ pid: number; from: string | null; seconds: number }[]>`
    select pid, host(client_addr) as from, extract(epoch from now() - backend_start)::int as seconds
    from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and objid = ${MIGRATION_LOCK} and granted
      and database = (select oid from pg_database where datname = current_database())`;
  if (!row) return 'Another Firebreak was changing the tables of the database until now; this one goes on.';
  return (
    `Another Firebreak${row.from ? ` at ${row.from}` : ''} has been changing the tables of the database for ` +
    `${row.seconds} s; this one waits for it. If that one is gone or stands still, end its session there: ` +
    `select pg_terminate_backend(${row.pid})`
  );
}
