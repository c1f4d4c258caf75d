/** A regular expression taken apart, so that it can be run in time that grows with the text alone. */

export type Tree =
  /** One code point: the source of a class, an escape, a dot, or the letter itself. */
  | { kind: 'one'; of: string }
  | { kind: 'sequence'; of: Tree[] }
  | { kind: 'choice'; of: Tree[] }
  | { kind: 'repeat'; of: Tree; least: number; most: number }
  | { kind: 'place'; is: Place }
  | { kind: 'look'; of: Tree; ahead: boolean; wanted: boolean };

/** `^`, `$`, `\b` and `\B`. */
export type Place = 'start' | 'end' | 'border' | 'inside';

/** What is no regular language, or what only newer engines know. The message is a sentence for whoever wrote it. */
export class Unsupported extends Error {}

const PLACES: Readonly<Record<string, Place>> = { '^': 'start', $: 'end', '\\b': 'border', '\\B': 'inside' };
const CLASS = /\[(?:\\.|[^\]\\])*\]/suy;
const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|x..|c.|k<[^>]*>|[1-9]\d*|.)/suy;
const LITERAL = /./suy;
const COUNT = /[*+?]|\{(\d+)(,?)(\d*)\}/y;
const GROUP = /\((?:\?(?:([:=!])|(<[=!])|<[^>=!][^>]*>))?/y;

/**
 * @param source a regular expression that is valid with the flag `u` and has no other flags
 * Throws `Unsupported` for references to groups and for flags within it.
 */
export function treeOf(source: string): Tree {
  let at = 0;
  return choice();

  function choice(): Tree {
    const of = [sequence()];
    while (source[at] === '|') {
      at++;
      of.push(sequence());
    }
    return of.length === 1 ? (of[0] as Tree) : { kind: 'choice', of };
  }

  function sequence(): Tree {
    const of: Tree[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') of.push(repeated(atom()));
    return of.length === 1 ? (of[0] as Tree) : { kind: 'sequence', of };
  }

  function repeated(tree: Tree): Tree {
    const count = taken(COUNT);
    if (!count) return tree;
    // Reluctance decides what is matched, and not whether anything is.
    if (source[at] === '?') at++;
    const [sign = '', low, comma, high] = count;
    const [least, most] = low === undefined ? (RANGES[sign] ?? [1, 1]) : [low, comma ? high || 'Infinity' : low];
    if (Number(most) === 0) return { kind: 'sequence', of: [] };
    return { kind: 'repeat', of: tree, least: Number(least), most: Number(most) };
  }

  function atom(): Tree {
    const sign = source[at];
    if (sign === '(') return group();
    const found = (sign === '[' && taken(CLASS)) || (sign === '\\' && taken(ESCAPE)) || taken(LITERAL);
    const of = found?.[0] ?? '';
    const is = PLACES[of];
    if (is) return { kind: 'place', is };
    if (/^\\(?:[1-9]|k<)/.test(of)) {
      throw new Unsupported('it refers back to one of its groups, and such a pattern can take for ever');
    }
    return { kind: 'one', of };
  }

  function group(): Tree {
    const found = taken(GROUP);
    if (!found || source[at] === '?') throw new Unsupported('it has flags within it, which are not known here');
    const of = choice();
    at++;
    const look = found[2] ?? (found[1] === ':' ? undefined : found[1]);
    return look ? { kind: 'look', of, ahead: look.length === 1, wanted: look.endsWith('=') } : of;
  }

  function taken(form: RegExp): RegExpExecArray | null {
    form.lastIndex = at;
    const found = form.exec(source);
    if (found) at += found[0].length;
    return found;
  }
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
  '?': [0, 1],
};

/** Steps that a text of one letter can take at most: what a pattern costs for each letter of a post. */
export function sizeOf(tree: Tree): number {
  switch (tree.kind) {
    case 'one':
    case 'place':
      return 1;
    case 'sequence':
      return tree.of.reduce((sum, one) => sum + sizeOf(one), 0);
    case 'choice':
      return tree.of.reduce((sum, one) => sum + sizeOf(one) + 2, 0);
    case 'look':
      return sizeOf(tree.of) + 2;
    case 'repeat': {
      const times = Number.isFinite(tree.most) ? tree.most : tree.least + 1;
      return times * (sizeOf(tree.of) + 1) + 1;
    }
  }
}
