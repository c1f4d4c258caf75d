/** The connections to PostgreSQL, given up and made anew when nothing is heard on them any more. */
import type postgres from 'postgres';
import { type Bounds, prepared } from './statements.ts';

/**
 * Nothing at all was answered for this long: the server stands still, or the network swallows what we send. Longer than
 * any statement may take (see `Bounds`). Milliseconds.
 */
const SILENT = 7_000;
/** One question was not answered for this long, though others were: its connection is lost. Milliseconds. */
const LOST = 20_000;
/** What goes on in a pool that is given up for one of its connections has this long to end. Seconds. */
const GRACE = 5;
const LOOK_EVERY = 500;

export interface Line {
  /** The pool as drizzle needs it. Transactions have these bounds. */
  bounded: (bounds: Bounds) => postgres.Sql;
  end: () => Promise<void>;
}

/**
 * `dial` makes a pool of connections. The operating system gives a silent connection up after a quarter of an hour, and
 * one to a process that stands still never; all that time whoever asked would wait, and the pool be used up.
 */
export function openLine(dial: () => postgres.Sql): Line {
  let pool = dial();
  const given = new Set<Promise<void>>();
  /** When each question was asked that has no answer yet, the oldest first. */
  const open = new Set<{ at: number }>();
  let lastAnswer = performance.now();
  let lastLook = performance.now();
  let dialledAt = performance.now();

  function asked(): (failure?: unknown) => void {
    const question = { at: performance.now() };
    open.add(question);
    return (failure) => {
      if (!open.delete(question)) return;
      lastAnswer = performance.now();
      if (isSpoilt(failure) && question.at > dialledAt) redial(GRACE);
    };
  }

  function look(): void {
    const now = performance.now();
    // We stood still ourselves, and what was answered meanwhile is not read yet.
    if (now - lastLook > 4 * LOOK_EVERY) lastAnswer = now;
    lastLook = now;
    const [oldest] = open;
    if (!oldest) return;
    if (now - Math.max(oldest.at, lastAnswer) > SILENT) redial(0);
    else if (now - oldest.at > LOST) redial(GRACE);
  }

  function redial(grace: number): void {
    const old = pool;
    pool = dial();
    dialledAt = performance.now();
    open.clear();
    const ended = old.end({ timeout: grace }).finally(() => given.delete(ended));
    given.add(ended);
  }

  const timer = setInterval(look, LOOK_EVERY).unref();
  return {
    bounded: (bounds) => prepared(() => pool, bounds, asked),
    end: async () => {
      clearInterval(timer);
      await Promise.all([pool.end({ timeout: 5 }), ...given]);
    },
  };
}

/**
 * A connection that has closed under a question may not be used again: postgres.js opens it anew with what was left of
 * the old one, the server's last words (which fail the next question) or half a message (after which it never gets
 * further than this timeout). Source: porsager/postgres 3.4.9, connection.js; its pull requests 1168 and 1209.
 */
function isSpoilt(failure: unknown): boolean {
  const code = failure instanceof Error && 'code' in failure ? failure.code : null;
  return ['CONNECTION_CLOSED', 'CONNECT_TIMEOUT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(String(code));
}
