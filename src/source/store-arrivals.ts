/** What came from each source, counted. */
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../db/connect.ts';
import { change } from '../db/record.ts';
import { allow, refuse } from '../words/decision.ts';
import { heardFrom } from './silence/rule.ts';
import { saveWatched } from './store.ts';
import { keepRejections } from './store-rejections.ts';
import { sources } from './table.ts';

interface Counted {
  accepted: number;
  duplicates: number;
  rejected: number;
}

/** What was counted and is not written yet. */
interface Waiting extends Counted {
  /** When something came, a second apart at least. */
  times: Date[];
  /** The latest delivery that was refused as a whole. */
  failed: { why: string; at: Date } | null;
}

export interface Arrivals {
  /** Returns once rejections are kept; the figures follow within a second. */
  arrived: (
    source: string,
    at: Date,
    tally: Counted,
    rejected: readonly { why: string; item: unknown }[],
  ) => Promise<void>;
  /** A delivery was refused as a whole, for instance because of a wrong signature. */
  failed: (source: string, why: string, at: Date) => void;
  /** Writes what is waiting. Never rejects: what cannot be written now is tried again a second later. */
  flush: () => Promise<void>;
  stop: () => Promise<void>;
}

const EVERY = 1_000;

/**
 * Counts in memory and writes each source at most once a second, for a storm comes in thousands of small deliveries.
 * A process that is killed loses a second of figures, never a mention.
 */
export function countArrivals(db: Database, log: { error: (detail: object, message: string) => void }): Arrivals {
  const waiting = new Map<string, Waiting>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function of(source: string): Waiting {
    timer ??= setTimeout(() => void flush(), EVERY).unref();
    const known = waiting.get(source);
    if (known) return known;
    const fresh = { accepted: 0, duplicates: 0, rejected: 0, times: [], failed: null };
    waiting.set(source, fresh);
    return fresh;
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writeAll);
    return writing;
  }

  async function writeAll(): Promise<void> {
    const all = [...waiting];
    waiting.clear();
    for (const [source, counted] of all) {
      try {
        await write(db, source, counted);
      } catch (error) {
        log.error({ err: error, source }, 'what came from a source could not be counted; it is tried again');
        addTo(of(source), counted);
      }
    }
  }

  return {
    arrived: async (source, at, tally, rejected) => {
      await keepRejections(db, source, at, rejected);
      addTo(of(source), { ...tally, times: [at], failed: null });
    },
    failed: (source, why, at) => {
      of(source).failed = { why, at };
    },
    flush,
    stop: async () => {
      await flush();
      clearTimeout(timer);
    },
  };
}

function addTo(sum: Waiting, more: Waiting): void {
  sum.accepted += more.accepted;
  sum.duplicates += more.duplicates;
  sum.rejected += more.rejected;
  sum.failed ??= more.failed;
  for (const at of more.times) {
    const last = sum.times.at(-1);
    if (!last || at.getTime() - last.getTime() >= EVERY) sum.times.push(at);
  }
}

async function write(db: Database, name: string, { times, failed, ...counted }: Waiting): Promise<void> {
  const at = times.at(-1) ?? failed?.at;
  if (!at) return;
  await change(db, at, null, async (tx) => {
    const [row] = await tx.select().from(sources).where(eq(sources.name, name)).for('update');
    if (!row) return refuse('It was removed.');
    await tx
      .update(sources)
      .set({
        accepted: sql`${sources.accepted} + ${counted.accepted}`,
        duplicates: sql`${sources.duplicates} + ${counted.duplicates}`,
        rejected: sql`${sources.rejected} + ${counted.rejected}`,
        ...(failed ? { lastError: failed.why, lastErrorAt: failed.at } : {}),
      })
      .where(eq(sources.name, name));
    if (times.length === 0 || row.isPaused) return allow(null);
    const { source, owed } = heardFrom(row, times);
    await saveWatched(tx, source);
    return allow(null, { owed });
  });
}
