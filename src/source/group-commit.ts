import type { Mention } from '../alert/mention/words.ts';
import { eachOnce, type Outcome, type Write } from './each-once.ts';

/** More mentions wait than we can take. The sender should come back in some seconds. */
export class QueueFull extends Error {
  override name = 'QueueFull';
}

export interface Limits {
  /** Mentions in one write. */
  batch: number;
  /** UTF-16 units of their texts in one write; a longer text is written alone. */
  characters: number;
  /** Mentions waiting for their write. A request that finds nobody waiting is always taken. */
  waiting: number;
  /**
   * Between two writes, while only a few wait: what comes meanwhile shares the next one, and with it the twenty
   * statements that each takes. Milliseconds.
   */
  gathers: number;
}

/** Fewer than this part of a batch are few. */
const FEW = 16;

/** What is written together. The embedded database does nothing else meanwhile, so it gets what takes it 50 ms. */
export const TOGETHER = {
  PGlite: { batch: 100, characters: 100_000, waiting: 20_000, gathers: 20 },
  PostgreSQL: { batch: 300, characters: 300_000, waiting: 20_000, gathers: 20 },
} satisfies Record<string, Limits>;

/** A request, or a batch-sized part of one. */
interface Part {
  mentions: Mention[];
  resolve: (outcomes: Outcome[]) => void;
  reject: (reason: unknown) => void;
  state: 'waiting' | 'begun' | 'left';
}

/**
 * Writes requests together when they arrive together: what came in while the last write ran goes into the next.
 * A lone request never waits (facts/engine.md, section 2: twice the requests of single inserts).
 * Each caller gets the answers for its own mentions, after they are committed. When a write for several fails, each
 * is tried alone once, so that a bad request fails only itself; not when the store `isAway`, for then no request is to
 * blame, and each would wait as long as all did.
 * The returned function rejects with `QueueFull`, with what `write` threw, or with the reason of its signal when that
 * came before its turn. A request larger than a batch is written in parts: when one of them fails the others may be
 * stored, and the sender's next try counts them as duplicates.
 */
export function groupCommit(
  write: Write,
  given: Partial<Limits> = {},
  isAway: (failure: unknown) => boolean = () => false,
): Write {
  const limits = { ...TOGETHER.PGlite, gathers: 0, ...given };
  const queue: Part[] = [];
  let waiting = 0;
  let isWriting = false;

  async function writeAll(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    for (let parts = nextBatch(queue, limits); parts.length > 0; parts = nextBatch(queue, limits)) {
      for (const part of parts) {
        part.state = 'begun';
        waiting -= part.mentions.length;
      }
      await writeTogether(parts, write, isAway);
      const isFew = queue.length > 0 && waiting < limits.batch / FEW;
      if (isFew && limits.gathers > 0) await new Promise((resolve) => setTimeout(resolve, limits.gathers));
    }
    isWriting = false;
  }

  /** Whoever asked has gone, or is answered already: what is not begun need not be. */
  function leave(parts: Part[], why: unknown): void {
    for (const part of parts) {
      if (part.state !== 'waiting') continue;
      part.state = 'left';
      waiting -= part.mentions.length;
      part.reject(why);
    }
    // The first to come are the first to go, as a rule: what remains in the middle goes with the next write.
    while (queue[0]?.state === 'left') queue.shift();
  }

  return async (mentions, signal) => {
    signal?.throwIfAborted();
    if (waiting > 0 && waiting + mentions.length > limits.waiting) {
      throw new QueueFull(`${waiting} mentions are waiting to be stored`);
    }
    const parts: Part[] = [];
    const answers: Promise<Outcome[]>[] = [];
    for (let start = 0, end = 0; start < mentions.length; start = end) {
      end = start + Math.max(1, fitting(mentions.slice(start, start + limits.batch), sizeOf, limits));
      const part = mentions.slice(start, end);
      const answer = new Promise<Outcome[]>((resolve, refuse) => {
        const reject = (why: unknown) => {
          refuse(why);
          leave(parts, why);
        };
        parts.push({ mentions: part, resolve, reject, state: 'waiting' });
      });
      answers.push(answer);
      waiting += part.length;
    }
    queue.push(...parts);
    const onAbort = () => leave(parts, signal?.reason);
    signal?.addEventListener('abort', onAbort);
    void writeAll();
    try {
      return (await Promise.all(answers)).flat();
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  };
}

/** Takes parts from the front while they fit together, at least one; none when none waits. */
function nextBatch(queue: Part[], { batch, characters }: Limits): Part[] {
  const taken: Part[] = [];
  let all = NOTHING;
  let looked = 0;
  for (const part of queue) {
    if (part.state === 'waiting') {
      all = part.mentions.map(sizeOf).reduce(sum, all);
      if (taken.length > 0 && (all.mentions > batch || all.characters > characters)) break;
      taken.push(part);
    }
    looked++;
  }
  queue.splice(0, looked);
  return taken;
}

interface Size {
  mentions: number;
  characters: number;
}

const NOTHING: Size = { mentions: 0, characters: 0 };

function sizeOf({ title, text }: Mention): Size {
  return { mentions: 1, characters: (title?.length ?? 0) + (text?.length ?? 0) };
}

function sum(a: Size, b: Size): Size {
  return { mentions: a.mentions + b.mentions, characters: a.characters + b.characters };
}

/** How many of a list, from its beginning, are within the limits together. */
function fitting<T>(list: T[], size: (one: T) => Size, { batch, characters }: Limits): number {
  let all = NOTHING;
  const tooMany = list.findIndex((one) => {
    all = sum(all, size(one));
    return all.mentions > batch || all.characters > characters;
  });
  return tooMany === -1 ? list.length : tooMany;
}

/** Never rejects: every part gets its answers or its own failure. */
async function writeTogether(parts: Part[], write: Write, isAway: (failure: unknown) => boolean): Promise<void> {
  try {
    const outcomes = await eachOnce(
      parts.flatMap((part) => part.mentions),
      write,
    );
    let start = 0;
    for (const part of parts) {
      part.resolve(outcomes.slice(start, start + part.mentions.length));
      start += part.mentions.length;
    }
  } catch (failure) {
    if (parts.length > 1 && !isAway(failure)) return writeEach(parts, write, isAway);
    for (const part of parts) part.reject(failure);
  }
}

async function writeEach(parts: Part[], write: Write, isAway: (failure: unknown) => boolean): Promise<void> {
  for (const [index, part] of parts.entries()) {
    try {
      part.resolve(await eachOnce(part.mentions, write));
    } catch (failure) {
      const failed = isAway(failure) ? parts.slice(index) : [part];
      for (const one of failed) one.reject(failure);
      if (failed.length > 1) return;
    }
  }
}
