/** What goes through postgres.js: prepared, bounded, and nothing on a connection that has closed. */
import type postgres from 'postgres';
import { hasNoConnection } from './away.ts';

/** What bounds a transaction on the server. Milliseconds. */
export interface Bounds {
  /** Waiting for one lock. */
  lock: number;
  /** One statement, with its waiting. */
  statement: number;
  /** Doing nothing while holding what others wait for. */
  idle: number;
  /** What was sent lies unread, so that the server can neither go on nor be idle. Null: this server cannot tell. */
  unread: number | null;
}

/** So often more when it waited in a ring with another. */
const MORE_TRIES = 2;

/** Hears of each question put to the server; what it returns hears of the answer, or of the failure. */
export type Asked = () => (failure?: unknown) => void;

/**
 * Every statement prepared: parsed and planned once for each connection, and sent without waiting for the one before.
 * drizzle asks for that only where a query has a name. Our statements have few shapes: lists are one parameter each.
 * `?prepare=false` in the address turns it off, for poolers that cannot carry prepared statements.
 */
export function prepared(pool: () => postgres.Sql, bounds: Bounds, asked: Asked): postgres.Sql {
  const first = setBounds(bounds);
  const unsafe = (text: string, values: never[] = []) => heard(pool().unsafe(text, values, { prepare: true }), asked());
  const beginOnce = (work: Work) => {
    const scope: Scope = { isClosed: false, asked };
    // Its own first and last statements are questions too.
    return inScope(scope, work, (within) =>
      pool().begin((transaction) => {
        // A failure of it fails what comes after it.
        inTransaction(transaction, scope).unsafe(first);
        return within(transaction);
      }),
    );
  };
  const begin = async (work: Work) => {
    for (let more = MORE_TRIES; ; more--) {
      try {
        return await beginOnce(work);
      } catch (failure) {
        if (more === 0 || !isRing(failure)) throw failure;
      }
    }
  };
  return new Proxy(pool(), {
    get: (_, name) => (name === 'unsafe' ? unsafe : name === 'begin' ? begin : Reflect.get(pool(), name)),
  });
}

/** Two transactions that waited for each other: nothing of ours was kept, and it is done anew. */
function isRing(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  return ('code' in failure && failure.code === '40P01') || isRing(failure.cause);
}

/**
 * For this transaction only: what is set for a session would be refused or handed on by poolers that share sessions.
 * One message, sent together with the first statement without waiting: 0.1 ms (as a prepared `select set_config(…)`,
 * which is planned anew each time, it would be 0.2).
 */
function setBounds({ lock, statement, idle, unread }: Bounds): string {
  const settings = {
    lock_timeout: lock,
    statement_timeout: statement,
    idle_in_transaction_session_timeout: idle,
    tcp_user_timeout: unread,
  };
  return Object.entries(settings)
    .filter(([, ms]) => ms !== null)
    .map(([name, ms]) => `set local ${name} = ${ms}`)
    .join('; ');
}

// --- Inside a transaction --------------------------------------------------------------------------------------------

type Work = (transaction: postgres.TransactionSql) => unknown;

/**
 * A transaction, with its savepoints. Once its connection has closed nothing more of it may reach postgres.js, not even
 * the rollback that postgres.js sends by itself: it writes to the closed connection from a timer, where nobody can catch
 * what that throws, and the process dies (porsager/postgres, issue 1208).
 */
interface Scope {
  isClosed: boolean;
  asked: Asked;
}

async function inScope(scope: Scope, work: Work, open: (within: Work) => Promise<unknown>): Promise<unknown> {
  let answered = scope.asked();
  const within: Work = async (transaction) => {
    answered();
    const [outcome] = await Promise.allSettled([(async () => work(inTransaction(transaction, scope)))()]);
    // Never settles: whoever opened it has heard of the closed connection already.
    if (scope.isClosed) await new Promise<never>(() => {});
    answered = scope.asked();
    if (outcome?.status === 'rejected') throw outcome.reason;
    return outcome?.value;
  };
  try {
    return await open(within);
  } catch (failure) {
    scope.isClosed ||= hasNoConnection(failure);
    // It may have closed while nothing was asked.
    scope.asked()(failure);
    throw failure;
  } finally {
    answered();
  }
}

function inTransaction(transaction: postgres.TransactionSql, scope: Scope): postgres.TransactionSql {
  const unsafe = (text: string, values: never[] = []) => {
    if (scope.isClosed) return refused();
    const answered = scope.asked();
    const noted = (failure?: unknown) => {
      scope.isClosed ||= hasNoConnection(failure);
      answered(failure);
    };
    return heard(transaction.unsafe(text, values, { prepare: true }), noted);
  };
  const savepoint = (work: Work) => inScope(scope, work, (within) => transaction.savepoint(within));
  return new Proxy(transaction, {
    get: (_, name) => (name === 'unsafe' ? unsafe : name === 'savepoint' ? savepoint : Reflect.get(transaction, name)),
  });
}

/** `answered` hears of it before whoever asked does, and goes on. */
function heard<Q extends PromiseLike<unknown>>(query: Q, answered: (failure?: unknown) => void): Q {
  query.then(() => answered(), answered);
  return query;
}

/** As much of a query as drizzle uses. */
function refused() {
  const failed = Promise.reject(Object.assign(new Error('The connection has closed.'), { code: 'CONNECTION_CLOSED' }));
  failed.catch(() => {});
  return Object.assign(failed, { values: () => failed });
}
