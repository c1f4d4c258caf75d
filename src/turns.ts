/** Long work in turns: whoever clicks meanwhile does not wait until a file of ten thousand rows has been read. */

/** One turn. Others wait for it, and for the piece of work that is under way when it is over. Milliseconds. */
const TURN = 8;

/** Tells a loop when to let others have theirs: `if (turn.isOver()) await turn.next()`. */
export interface Turn {
  isOver: () => boolean;
  /** Resolves when what was waiting has been done, and begins the next turn. */
  next: () => Promise<void>;
}

/** Lets what is waiting have its turn. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function beginTurn(): Turn {
  let began = performance.now();
  return {
    isOver: () => performance.now() - began >= TURN,
    next: async () => {
      await pause();
      began = performance.now();
    },
  };
}

/** What `one` makes of each item, in their order. */
export async function mapInTurns<T, R>(items: Iterable<T>, one: (item: T, index: number) => R): Promise<R[]> {
  const turn = beginTurn();
  const made: R[] = [];
  for (const item of items) {
    if (turn.isOver()) await turn.next();
    made.push(one(item, made.length));
  }
  return made;
}

/** Work that says itself where it may be interrupted: at each `yield`. */
export async function finishInTurns<R>(work: Generator<void, R>): Promise<R> {
  const turn = beginTurn();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (turn.isOver()) await turn.next();
  }
}
