/** Every second: what is due? And every night: what does nobody need any more? */
import { schedule } from 'node-cron';
import type { Database } from '../db/connect.ts';
import { minutes } from '../words/time.ts';
import type { Log, Work } from './store-due.ts';
import { tryAllAgain } from './store-undecided.ts';
import { type Health, watched } from './watched-work.ts';

interface Options {
  db: Database;
  log: Log;
  /** In this order, so that what the first owe is there for the others. */
  works: readonly Work[];
  /**
   * What nobody needs any more, by what it is called: forgotten one after the other, each in small steps, so that nobody
   * waits for them.
   */
  forgets: Record<string, (db: Database, now: Date) => Promise<unknown>>;
  now: () => Date;
  /** Milliseconds since some moment, whatever the clock is set to. */
  steady?: () => number;
  /** Does nothing by itself: `tick` moves it. */
  byHand?: boolean;
}

export interface Ticker {
  /** Do all that is due now. Safe with any number of replicas: each row is taken by one. Answers how much it was. */
  tick: () => Promise<number>;
  /** Each has its own: one that fails, or hangs, stops none of the others. */
  works: () => Health[];
  stop: () => Promise<void>;
  /** When the last one was over. Some of its works may have failed. */
  lastTick: () => Date | null;
}

const EVERY = 1_000;
/** A work that takes longer goes on by itself, and the next one begins. Milliseconds. */
const WAIT_FOR_WORK = 2_000;

/** Wake every second and say what is due. */
export function startTicker(options: Options): Ticker {
  const { db, now, log, byHand = false } = options;
  const steady = options.steady ?? (() => performance.now());
  const watch = { ...options, steady };
  const works = options.works.map((work) => watched(work, watch));
  const sweeps = Object.entries(options.forgets).map(([what, forget]) => {
    const run = async (at: Date) => {
      await forget(db, at);
      return 0;
    };
    return watched({ name: `forgetting ${what}`, sentence: `Old ${what} are not forgotten.`, run }, watch);
  });
  const startedAt = steady();
  let lastTick: Date | null = null;
  let looking: Promise<unknown> | null = null;
  let sweeping: Promise<void> | null = null;
  /** What a version before this one could not decide, this one perhaps can. */
  const fresh = tryAllAgain(db, now()).catch((error) =>
    log.error({ err: error }, 'could not try anew what is undecided'),
  );

  /** One work after the other, without waiting for one that hangs. Answers those that were begun. */
  async function look(): Promise<Promise<number>[]> {
    await waitFor(WAIT_FOR_WORK, fresh);
    const begun: Promise<number>[] = [];
    for (const work of works) {
      const done = work.run();
      begun.push(done);
      await waitFor(WAIT_FOR_WORK, done);
    }
    lastTick = now();
    return begun;
  }

  function sweep(): Promise<void> {
    sweeping ??= sweepAll().finally(() => {
      sweeping = null;
    });
    return sweeping;
  }

  async function sweepAll(): Promise<void> {
    const since = (moment: number | null) => (moment === null ? null : steady() - moment);
    for (const { health, lastTried, run } of sweeps) {
      const ago = { tried: since(lastTried()), done: since(health.lastDone()), running: steady() - startedAt };
      if (isSweepDue(now(), ago)) await run();
    }
  }

  const wake = () => {
    looking ??= look().finally(() => {
      looking = null;
    });
  };
  // Not by the library, which waits for its old slot when the clock is set back. An hour's delay harms no sweep.
  const timer = byHand ? undefined : setInterval(wake, EVERY);
  const hourly = byHand ? undefined : schedule('17 * * * *', sweep, { suppressMissedWarning: true });
  return {
    tick: async () => {
      const done = await Promise.all(await look());
      await sweep();
      return done.reduce((sum, n) => sum + n, 0);
    },
    works: () => works.map(({ health }) => health),
    lastTick: () => lastTick,
    stop: async () => {
      clearInterval(timer);
      await hourly?.destroy();
      await looking;
      await Promise.all([...works, ...sweeps].map(({ idle }) => idle()));
      await sweeping;
    },
  };
}

/** Resolves when it is done, or after `ms`. */
async function waitFor(ms: number, done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}

const HOUR = minutes(60);
/** 03:17 UTC, in milliseconds of the day; and how long it is night. */
const NIGHT = 3 * HOUR + minutes(17);

/**
 * Once a night: whatever the clock is set to, never twice, and never left out for more than 26 hours. What failed is tried
 * again an hour later. `ago`: how long it was tried and done, null for never, and how long the process has been running.
 * Steady milliseconds.
 */
export function isSweepDue(at: Date, ago: { tried: number | null; done: number | null; running: number }): boolean {
  const { tried, done, running } = ago;
  // The next look an hour later comes a little sooner or later.
  if (tried !== null && tried < HOUR - minutes(10)) return false;
  const hasFailed = tried !== null && (done === null || done > tried);
  if (hasFailed || (done ?? running) >= 26 * HOUR) return true;
  const sinceNight = (at.getTime() % (24 * HOUR)) - NIGHT;
  return sinceNight >= 0 && sinceNight < HOUR && (done === null || done >= 20 * HOUR);
}
