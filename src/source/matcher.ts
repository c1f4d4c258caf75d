import { normalised } from '../alert/story/normalised.ts';
import { cut, TEXT_LIMIT } from './values/storable.ts';

/** More words make one long expression. */
const MOST_WORDS = 50;
/** A longer one is nothing that anybody posts. Code points. */
const LONGEST_WORD = 100;
/** Written without spaces between words: there a word cannot be told from its neighbours. */
const UNSPACED = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}`;
const IN_A_WORD = String.raw`[\p{L}\p{M}\p{N}_]`;

/** `Acme, acme cola , @acme.example`: the words and phrases between the commas. */
export function wordsOf(typed: string): string[] {
  const words = typed.split(/[,\n]/).map((word) => normalised(word, 'NFKC').trim().replace(/\s+/g, ' '));
  return [...new Set(words.filter((word) => word !== ''))];
}

/** Why these words cannot be looked for, in a sentence; null when they can. */
export function wrongWords(typed: string): string | null {
  const words = wordsOf(typed);
  if (words.length === 0) return 'Give at least one word to look for.';
  if (words.length > MOST_WORDS) return `Give at most ${MOST_WORDS} words.`;
  const long = words.find((word) => Array.from(word).length > LONGEST_WORD);
  if (long !== undefined)
    return `"${cut(long, 20)}…" is longer than ${LONGEST_WORD} letters. Put commas between words.`;
  const short = words.find((word) => !new RegExp(`[${UNSPACED}]`, 'u').test(word) && Array.from(word).length < 3);
  return short === undefined ? null : `"${short}" is in too many posts. Give words of three letters or more.`;
}

/**
 * Finds the first of the words in a text: the whole word, in upper or lower case, in any script. `Acme` is in `#acme`
 * and in `Acme's`, but not in `acmeology`. Null when none is there.
 */
export function wordsMatcher(typed: string): (text: string) => string | null {
  const words = wordsOf(typed);
  if (words.length === 0) return () => null;
  // The longest first: "Acme Cola" is found as that, not as "Acme".
  const longest = [...words].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longest.map((word) => `(${bounded(word)})`).join('|'), 'iu');
  return (text) => {
    const found = pattern.exec(normalised(cut(text, TEXT_LIMIT), 'NFKC'));
    return found ? (longest[found.slice(1).findIndex((group) => group !== undefined)] ?? null) : null;
  };
}

function bounded(word: string): string {
  const spaced = (character: string) =>
    new RegExp(IN_A_WORD, 'u').test(character) && !new RegExp(`[${UNSPACED}]`, 'u').test(character);
  const characters = Array.from(word);
  const [first = '', last = ''] = [characters[0], characters.at(-1)];
  const exact = characters
    .map((one) => (one === ' ' ? String.raw`\s+` : one.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')))
    .join('');
  return `${spaced(first) ? `(?<!${IN_A_WORD})` : ''}${exact}${spaced(last) ? `(?!${IN_A_WORD})` : ''}`;
}
