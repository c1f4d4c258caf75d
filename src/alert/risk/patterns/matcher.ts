/** Several patterns, asked of one text. */
import { atOnce } from '../at-once.ts';
import { type Letters, makeAlphabet } from './alphabet.ts';
import { isIn, machineOf } from './machine.ts';
import { programOf } from './program.ts';
import { sizeOf, treeOf } from './tree.ts';

/** Patterns by what they stand for; those of one name are tried as one. */
export interface Matchers<Name> {
  /** The names of which a pattern matches. It may pause at each `yield`. */
  in: (text: string, except: ReadonlySet<Name>) => Generator<void, Name[]>;
}

/** @param sources valid with the flag `u`, by their name; `sizeOfPattern` takes each. */
export function matchersOf<Name>(sources: ReadonlyMap<Name, readonly string[]>): Matchers<Name> {
  const alphabet = makeAlphabet();
  const machines = [...sources].map(([name, list]) => {
    const program = programOf({ kind: 'choice', of: list.map(treeOf) }, alphabet);
    return { name, machine: machineOf(program, alphabet) };
  });
  return {
    in: function* (text, except) {
      const found: Name[] = [];
      let letters: Letters | null = null;
      for (const { name, machine } of machines) {
        if (except.has(name)) continue;
        letters ??= yield* alphabet.read(text);
        if (yield* isIn(letters, machine)) found.push(name);
      }
      return found;
    },
  };
}

/** Steps that a pattern may take for each letter of a text. Throws `Unsupported` for one that cannot be followed. */
export function sizeOfPattern(source: string): number {
  return sizeOf(treeOf(source));
}

/** Does it match where nothing is said? */
export function matchesNothing(source: string): boolean {
  return atOnce(matchersOf(new Map([['it', [source]]])).in('', new Set())).length > 0;
}
