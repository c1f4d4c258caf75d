/** A work that goes on whatever the others do, and says how it is. */
import { isAway } from '../db/away.ts';
import type { Database } from '../db/connect.ts';
import { reason } from '../db/reason.ts';
import { minutes } from '../words/time.ts';
import type { Work } from './store-due.ts';
import { tellOfFailing, worksAgain } from './store-failing-works.ts';

/** How a work is. */
export interface Health {
  name: string;
  /** What is so while it stands still, for people: "Alerts are not reminded of." */
  sentence: string;
  /** When it was last done, in `performance.now()` milliseconds; null: not yet. */
  lastDone: () => number | null;
  /** Why it failed the last time, for the log; null when it did not. */
  lastError: () => string | null;
}

export interface WatchedWork {
  health: Health;
  /** Begins it, unless it is under way. Never rejects: a failure counts as nothing done. */
  run: () => Promise<number>;
  /** As `Health.lastDone`, whether it succeeded or not. */
  lastTried: () => number | null;
  /** Resolves when it is not under way. */
  idle: () => Promise<void>;
}

interface Watching {
  db: Database;
  now: () => Date;
  /** Milliseconds since some moment, whatever the clock is set to. */
  steady: () => number;
  log: { error: (detail: object, message: string) => void };
}

/** People are told of a work that fails for so long; a fault of the moment is over by then. Milliseconds. */
const TOLD_AFTER = minutes(1);
/** A work that goes on failing is logged once in this time. Milliseconds. */
const LOGGED_EVERY = minutes(10);

/** A work that is never begun twice at once, and how it is. */
export function watched(work: Work, { db, now, log, steady }: Watching): WatchedWork {
  let lastDone: number | null = null;
  let lastError: string | null = null;
  let running: Promise<number> | null = null;
  let lastTried: number | null = null;
  let failing: { since: number; isTold: boolean; loggedAt: number } | null = null;

  async function attempt(): Promise<number> {
    lastTried = steady();
    try {
      const done = await work.run(now());
      // Also once after the start: the process before this one may have told of it.
      if (lastDone === null || failing?.isTold) await worksAgain(db, work.name);
      lastDone = steady();
      lastError = null;
      failing = null;
      return done;
    } catch (error) {
      await failed(error);
      return 0;
    }
  }

  async function failed(error: unknown): Promise<void> {
    failing ??= { since: steady(), isTold: false, loggedAt: Number.NEGATIVE_INFINITY };
    if (steady() - failing.loggedAt >= LOGGED_EVERY) {
      log.error(
        { err: error, work: work.name },
        'a work of the ticker failed; it is tried again, and the others go on',
      );
      failing.loggedAt = steady();
    }
    lastError = reason(error);
    // That the database is away is said by readiness, for all works at once.
    if (failing.isTold || steady() - failing.since < TOLD_AFTER || isAway(error)) return;
    try {
      await tellOfFailing(db, work.name, work.sentence, now());
      failing.isTold = true;
    } catch {
      // It has gone away now; the next attempt tells.
    }
  }

  const run = () => {
    running ??= attempt().finally(() => {
      running = null;
    });
    return running;
  };
  const { name, sentence } = work;
  const health = { name, sentence, lastDone: () => lastDone, lastError: () => lastError };
  return { health, run, lastTried: () => lastTried, idle: async () => void (await running) };
}
