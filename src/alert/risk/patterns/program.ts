/** What is done for each letter of a text: a tree as a list of steps (Thompson 1968). */
import type { Alphabet } from './alphabet.ts';
import type { Place, Tree } from './tree.ts';

export const ONE = 0;
export const FORK = 1;
export const JUMP = 2;
export const PLACE = 3;
export const LOOK = 4;
export const FOUND = 5;

export const PLACES: readonly Place[] = ['start', 'end', 'border', 'inside'];

/** Steps by their number. What `x` and `y` mean depends on `does`. */
export interface Program {
  /** `ONE`: a letter of the set x, then the next step. `FORK`: on to x and to y. `JUMP`: on to x. `PLACE`: on to the
   * next where it is the place x. `LOOK`: on to the next where the look x holds. `FOUND`: the end. */
  does: Uint8Array;
  x: Uint32Array;
  y: Uint32Array;
  /** What is looked for from the beginning of the text to its end. */
  start: number;
  looks: Look[];
}

/** What has to stand before or behind a place. Those within another come before it. */
export interface Look {
  start: number;
  /** Looked for from the end of the text to its beginning, its steps in reverse order. */
  ahead: boolean;
  wanted: boolean;
}

export function programOf(tree: Tree, alphabet: Alphabet): Program {
  const steps: { does: number; x: number; y: number }[] = [];
  const looks: Look[] = [];
  const start = separate(tree, false);
  return {
    does: Uint8Array.from(steps, ({ does }) => does),
    x: Uint32Array.from(steps, ({ x }) => x),
    y: Uint32Array.from(steps, ({ y }) => y),
    start,
    looks,
  };

  function step(does: number, x = 0, y = 0): number {
    return steps.push({ does, x, y }) - 1;
  }

  /** Its looks are written out before it, for steps follow one another. */
  function separate(of: Tree, backwards: boolean): number {
    const numbers = new Map<Tree, number>();
    for (const look of looksIn(of)) {
      const begin = separate(look.of, look.ahead);
      numbers.set(look, looks.push({ start: begin, ahead: look.ahead, wanted: look.wanted }) - 1);
    }
    const begin = steps.length;
    write(of);
    step(FOUND);
    return begin;

    function write(one: Tree): void {
      switch (one.kind) {
        case 'one':
          step(ONE, alphabet.setOf(one.of));
          break;
        case 'place':
          step(PLACE, PLACES.indexOf(one.is));
          break;
        case 'look':
          step(LOOK, numbers.get(one) ?? 0);
          break;
        case 'sequence':
          for (const part of backwards ? one.of.toReversed() : one.of) write(part);
          break;
        case 'choice':
          choose(one.of);
          break;
        case 'repeat':
          repeat(one.of, one.least, one.most);
      }
    }

    function choose([first, ...others]: Tree[]): void {
      if (!first || others.length === 0) {
        if (first) write(first);
        return;
      }
      const fork = step(FORK, steps.length + 1);
      write(first);
      const jump = step(JUMP);
      at(fork).y = steps.length;
      choose(others);
      at(jump).x = steps.length;
    }

    function repeat(one: Tree, least: number, most: number): void {
      for (let time = 0; time < least; time++) write(one);
      if (most === Number.POSITIVE_INFINITY) {
        const fork = step(FORK, steps.length + 1);
        write(one);
        step(JUMP, fork);
        at(fork).y = steps.length;
        return;
      }
      const forks: number[] = [];
      for (let time = least; time < most; time++) {
        forks.push(step(FORK, steps.length + 1));
        write(one);
      }
      for (const fork of forks) at(fork).y = steps.length;
    }
  }

  function at(number: number): { does: number; x: number; y: number } {
    return steps[number] as { does: number; x: number; y: number };
  }
}

type LookTree = Extract<Tree, { kind: 'look' }>;

/** Those that do not stand within another. */
function looksIn(tree: Tree): LookTree[] {
  if (tree.kind === 'look') return [tree];
  if (tree.kind === 'repeat') return looksIn(tree.of);
  return tree.kind === 'sequence' || tree.kind === 'choice' ? tree.of.flatMap(looksIn) : [];
}
