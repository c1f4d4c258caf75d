import type { Mention } from '../words.ts';
import { eachOnce, type Outcome, type Write } from './each-once.ts';

/** More mentions wait than we can take. The sender should come back in some seconds. */
export class QueueFull extends Error {
  override name = 'QueueFull';
}

export interface Limits {
  /** Mentions in one write. */
  batch: number;
  /** Mentions waiting for their write. A request that finds nobody waiting is always taken. */
  waiting: number;
}

/** A request, or a batch-sized part of one. */
interface Part {
  mentions: Mention[];
  resolve: (outcomes: Outcome[]) => void;
  reject: (reason: unknown) => void;
}

/**
 * Writes requests together when they arrive together: what came in while the last write ran goes into the next.
 * No timer, so a lone request never waits (facts/engine.md, section 2: twice the requests of single inserts).
 * Each caller gets the answers for its own mentions, after they are committed. When a write for several fails, each
 * is tried alone once, so that a bad request fails only itself.
 * The returned function rejects with `QueueFull`, or with what `write` threw. A request larger than a batch is written
 * in parts: when one of them fails the others may be stored, and the sender's next try counts them as duplicates.
 */
export function groupCommit(write: Write, limits: Limits = { batch: 1_000, waiting: 20_000 }): Write {
  const queue: Part[] = [];
  let waiting = 0;
  let isWriting = false;

  async function writeAll(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (queue.length > 0) {
      const parts = nextBatch(queue, limits.batch);
      for (const part of parts) waiting -= part.mentions.length;
      await writeTogether(parts, write);
    }
    isWriting = false;
  }

  return async (mentions) => {
    if (waiting > 0 && waiting + mentions.length > limits.waiting) {
      throw new QueueFull(`${waiting} mentions are waiting to be stored`);
    }
    const answers: Promise<Outcome[]>[] = [];
    for (let start = 0; start < mentions.length; start += limits.batch) {
      const part = mentions.slice(start, start + limits.batch);
      answers.push(new Promise((resolve, reject) => queue.push({ mentions: part, resolve, reject })));
      waiting += part.length;
    }
    void writeAll();
    return (await Promise.all(answers)).flat();
  };
}

/** Takes parts from the front while they fit together, at least one. */
function nextBatch(queue: Part[], atMost: number): Part[] {
  let size = 0;
  const tooMany = queue.findIndex((part) => {
    size += part.mentions.length;
    return size > atMost;
  });
  return queue.splice(0, tooMany === -1 ? queue.length : Math.max(tooMany, 1));
}

/** Never rejects: every part gets its answers or its own failure. */
async function writeTogether(parts: Part[], write: Write): Promise<void> {
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
    const [only, another] = parts;
    if (only && !another) return only.reject(failure);
    for (const part of parts) await writeTogether([part], write);
  }
}
