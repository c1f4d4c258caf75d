import { finishInTurns } from '../../turns.ts';

/** Deeper nesting is an attack, not a mention. Levels of `{` and `[`. */
export const DEEPEST = 64;
/** A longer text between quotation marks is nothing that anybody wrote. Characters. */
const LONGEST_TEXT = 1_048_576;
/** Up to here `JSON.parse` is done before anybody notices; a megabyte of brackets takes it a tenth of a second. Bytes. */
const AT_ONCE = 65_536;
/** After so many values others may have their turn. */
const PAUSE_AFTER = 1_000;

/** One for all: to make one costs ten times what a small object takes. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

type Parsed = { value: unknown } | { why: string };

/** JSON from bytes, as `JSON.parse` reads it; or why it is none, in a sentence. A byte order mark is passed over. */
export async function parseJson(raw: Uint8Array): Promise<Parsed> {
  let text: string;
  try {
    text = UTF_8.decode(raw);
  } catch {
    return { why: 'The body is not valid UTF-8.' };
  }
  return raw.length <= AT_ONCE ? parseAtOnce(text) : finishInTurns(parseSlowly(text));
}

function parseAtOnce(text: string): Parsed {
  if (isTooDeep(text)) return TOO_DEEP;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return NOT_JSON;
  }
}

const TOO_DEEP = { why: `The JSON is nested more than ${DEEPEST} levels deep.` };
const NOT_JSON = { why: 'The body is not valid JSON.' };
const TOO_LONG = { why: 'The JSON holds a text of more than 1 MiB.' };

/** Counted before parsing, so that depth costs nothing. Brackets inside strings do not nest. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString && character === '\\') at++;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

// --- The same, with pauses -------------------------------------------------------------------------------------------

/** Space, tab, line feed, carriage return. */
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Without an escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON has none of them within a text
const PLAIN_TEXT = /"[^"\\\0-\x1f]*"/y;
const WORDS: readonly (readonly [word: string, value: unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Thrown where the text stops being JSON, or JSON that we take. */
class Unreadable extends Error {
  readonly why: string;
  constructor({ why }: { why: string }) {
    super(why);
    this.why = why;
  }
}

/** Answers what `parseAtOnce` would, for texts of any size. It may pause at each `yield`. */
function* parseSlowly(text: string): Generator<void, Parsed> {
  let at = 0;
  let steps = 0;
  try {
    skipSpace();
    const value = isOpening() ? yield* container(1) : scalar();
    skipSpace();
    return at === text.length ? { value } : NOT_JSON;
  } catch (error) {
    if (error instanceof Unreadable) return { why: error.why };
    throw error;
  }

  /** A list or an object, from its first bracket on. */
  function* container(depth: number): Generator<void, unknown> {
    if (depth > DEEPEST) throw new Unreadable(TOO_DEEP);
    const isList = text[at++] === '[';
    const end = isList ? ']' : '}';
    const list: unknown[] = [];
    const object: Record<string, unknown> = {};
    skipSpace();
    if (text[at] === end) at++;
    else {
      for (let sign = ','; sign !== end; sign = text[at++] ?? '') {
        if (sign !== ',') throw new Unreadable(NOT_JSON);
        if (++steps % PAUSE_AFTER === 0) yield;
        const name = isList ? '' : nameOfNext();
        skipSpace();
        const value = isOpening() ? yield* container(depth + 1) : scalar();
        skipSpace();
        if (isList) list.push(value);
        else if (name !== '__proto__') object[name] = value;
        else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
      }
    }
    return isList ? list : object;
  }

  function nameOfNext(): string {
    skipSpace();
    if (text[at] !== '"') throw new Unreadable(NOT_JSON);
    const name = quoted();
    skipSpace();
    if (text[at++] !== ':') throw new Unreadable(NOT_JSON);
    return name;
  }

  function scalar(): unknown {
    if (text[at] === '"') return quoted();
    const word = WORDS.find(([spelled]) => text.startsWith(spelled, at));
    if (word) {
      at += word[0].length;
      return word[1];
    }
    const number = taken(NUMBER);
    if (number === '') throw new Unreadable(NOT_JSON);
    return Number(number);
  }

  function quoted(): string {
    const plain = taken(PLAIN_TEXT);
    if (plain.length > LONGEST_TEXT) throw new Unreadable(TOO_LONG);
    if (plain !== '') return plain.slice(1, -1);
    const start = at;
    do {
      at = text.indexOf('"', at + 1);
      if (at === -1) throw new Unreadable(NOT_JSON);
      if (at - start > LONGEST_TEXT) throw new Unreadable(TOO_LONG);
    } while (isEscaped());
    at++;
    try {
      return JSON.parse(text.slice(start, at));
    } catch {
      throw new Unreadable(NOT_JSON);
    }

    /** An odd number of backslashes stands before it. */
    function isEscaped(): boolean {
      let before = at;
      while (text[before - 1] === '\\') before--;
      return (at - before) % 2 === 1;
    }
  }

  function isOpening(): boolean {
    return text[at] === '{' || text[at] === '[';
  }

  function skipSpace(): void {
    while (SPACE.has(text.charCodeAt(at))) at++;
  }

  /** What stands here and is of that form; empty when nothing is. */
  function taken(form: RegExp): string {
    form.lastIndex = at;
    const found = form.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  }
}
