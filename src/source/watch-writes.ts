import type { Write } from './each-once.ts';

/** A write that takes longer has come to a standstill. Milliseconds. */
const STUCK = 10_000;
/** A failure that nobody tried to undo for so long tells nothing of now. Milliseconds. */
const REMEMBERED = 60_000;

export interface WatchedWrites {
  write: Write;
  /** When the last one was committed, in `clock()` milliseconds; null before the first. */
  lastDone: () => number | null;
  /** One is stuck, or the latest failed. */
  standsStill: () => boolean;
}

/** `clock` goes on evenly, whatever is done to the time of day. Milliseconds. */
export function watchWrites(write: Write, clock = () => performance.now()): WatchedWrites {
  const begun = new Set<{ at: number }>();
  let lastDone: number | null = null;
  let lastFailed: number | null = null;
  return {
    write: async (mentions) => {
      const one = { at: clock() };
      begun.add(one);
      try {
        const outcomes = await write(mentions);
        lastDone = clock();
        lastFailed = null;
        return outcomes;
      } catch (failure) {
        lastFailed = clock();
        throw failure;
      } finally {
        begun.delete(one);
      }
    },
    lastDone: () => lastDone,
    standsStill: () => {
      const now = clock();
      const [oldest] = begun;
      const isStuck = oldest !== undefined && now - oldest.at > STUCK;
      return isStuck || (lastFailed !== null && now - lastFailed < REMEMBERED);
    },
  };
}
