/** Letters by what patterns make of them: all that no pattern tells apart are of one class. */

/** Of all Unicode only what is met is looked at, and forgotten when it is this much. Code points. */
const MOST_KNOWN = 50_000;
/** After so many letters others may have their turn. */
const PAUSE_AFTER = 256;

/** A text as patterns see it. */
export interface Letters {
  /** The class of each code point. */
  classes: Uint32Array;
  /** 1 where it belongs to a word, as `\b` has it: a-z, A-Z, 0-9 and _. */
  words: Uint8Array;
}

export interface Alphabet {
  /** The number of a set of code points, by its source. All are named before the first text is read. */
  setOf: (source: string) => number;
  /** It may pause at each `yield`. */
  read: (text: string) => Generator<void, Letters>;
  /** Of each class: 1 for every set that it is in. */
  members: readonly Uint8Array[];
}

export function makeAlphabet(): Alphabet {
  const sets = new Map<string, number>();
  const literals = new Map<string, number>();
  const forms: { set: number; form: RegExp }[] = [];
  const members: Uint8Array[] = [];
  const classes = new Map<string, number>();
  const known = new Map<string, number>();

  /** Decided by the engine's own expressions, once for each letter: `\p{…}` means here what it means there. */
  function classOf(letter: string): number {
    const before = known.get(letter);
    if (before !== undefined) return before;
    const isIn = new Uint8Array(sets.size);
    const literal = literals.get(letter);
    if (literal !== undefined) isIn[literal] = 1;
    for (const { set, form } of forms) if (form.test(letter)) isIn[set] = 1;
    const key = isIn.join('');
    const found = classes.get(key) ?? members.push(isIn) - 1;
    classes.set(key, found);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(letter, found);
    return found;
  }

  return {
    members,
    setOf: (source) => {
      const there = sets.get(source);
      if (there !== undefined) return there;
      const set = sets.size;
      sets.set(source, set);
      if (source !== '.' && /^.$/su.test(source)) literals.set(source, set);
      else forms.push({ set, form: new RegExp(source, 'u') });
      return set;
    },
    read: function* (text) {
      const letters = Array.from(text);
      const read = { classes: new Uint32Array(letters.length), words: new Uint8Array(letters.length) };
      for (const [at, letter] of letters.entries()) {
        if (at % PAUSE_AFTER === PAUSE_AFTER - 1) yield;
        read.classes[at] = classOf(letter);
        read.words[at] = /\w/.test(letter) ? 1 : 0;
      }
      return read;
    },
  };
}
