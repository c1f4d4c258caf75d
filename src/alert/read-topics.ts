import type { Topic } from '../words.ts';
import { folded, withoutSpaces } from './folded.ts';

/** A plain word or phrase, by its first word. */
interface Phrase {
  /** The words after the first. */
  rest: string[];
  /** Of its topic in the list. */
  topic: number;
}

interface Patterns {
  topic: number;
  /** All patterns of the topic in one, so that a post is gone through once for each topic. */
  any: RegExp;
}

/** The lists for posts of one language. */
interface Lists {
  phrases: Map<string, Phrase[]>;
  patterns: Patterns[];
}

/** Read in posts of every language: English words are everywhere. */
const EVERYWHERE = 'en';

/** Lists are made once for each list of topics and language: a storm asks ten thousand times. */
const made = new WeakMap<Topic[], Map<string, Lists>>();

/** A word, or the end of a sentence: no phrase goes beyond one. */
const PARTS = /[\p{L}\p{M}\p{N}]+|[.!?…\n]/gu;

/**
 * The topics that a text names, in the order of the list. The lists of its language and of English are read; all lists
 * when its language is not known or has none. Case, accents and punctuation make no difference.
 * Negation is not understood: "no injuries" names an injury.
 */
export function topicsIn(said: string, language: string | null, topics: Topic[]): Topic[] {
  const { phrases, patterns } = listsFor(language, topics);
  const text = folded(said);
  const found = new Set<number>();
  const parts = text.match(PARTS) ?? [];
  for (let at = 0; at < parts.length; at++) {
    const beginning = phrases.get(parts[at] ?? '');
    if (!beginning) continue;
    for (const { rest, topic } of beginning) {
      if (rest.every((word, index) => parts[at + 1 + index] === word)) found.add(topic);
    }
  }
  for (const { topic, any } of patterns) {
    if (!found.has(topic) && any.test(text)) found.add(topic);
  }
  return found.size === 0 ? [] : topics.filter((_, index) => found.has(index));
}

function listsFor(language: string | null, topics: Topic[]): Lists {
  const byLanguage = made.get(topics) ?? new Map<string, Lists>();
  made.set(topics, byLanguage);
  const known = language !== null && topics.some(({ words }) => Object.hasOwn(words, language)) ? language : '';
  const lists = byLanguage.get(known) ?? makeLists(known, topics);
  byLanguage.set(known, lists);
  return lists;
}

function makeLists(language: string, topics: Topic[]): Lists {
  const lists: Lists = { phrases: new Map(), patterns: [] };
  for (const [topic, { words }] of topics.entries()) {
    const patterns: string[] = [];
    for (const [name, list] of Object.entries(words)) {
      if (language !== '' && name !== language && name !== EVERYWHERE) continue;
      for (const one of list.flatMap((word) => (name === 'de' ? withUmlauts(word) : [word]))) {
        const pattern = patternOf(one);
        if (pattern !== null) patterns.push(pattern);
        else addPhrase(lists.phrases, one, topic);
      }
    }
    if (patterns.length > 0) lists.patterns.push({ topic, any: new RegExp(patterns.join('|'), 'u') });
  }
  return lists;
}

/**
 * The pattern a listed word stands for, to be tried on a folded text; null for a plain word or phrase. Words of scripts
 * that put no spaces between words are looked for inside others. Throws a SyntaxError when it is no pattern.
 */
export function patternOf(word: string): string | null {
  const inside = /^\/(.+)\/$/su.exec(word)?.[1];
  if (inside === undefined) return withoutSpaces(word) ? folded(word) : null;
  // What follows a backslash keeps its case: \W is not \w.
  const source = inside.replace(/\\[pP]\{[^}]*\}|\\.|[^\\]+/gsu, (part) =>
    part.startsWith('\\') ? part : folded(part),
  );
  new RegExp(source, 'u');
  return `(?:${source})`;
}

function addPhrase(phrases: Lists['phrases'], words: string, topic: number): void {
  const [first, ...rest] = folded(words).match(PARTS) ?? [];
  if (first === undefined) return;
  const there = phrases.get(first);
  if (there) there.push({ rest, topic });
  else phrases.set(first, [{ rest, topic }]);
}

/** Many keyboards have no umlauts. */
function withUmlauts(word: string): string[] {
  const spelled = word.replace(/[äöü]/g, (letter) => SPELLED[letter] ?? letter);
  return spelled === word ? [word] : [word, spelled];
}

const SPELLED: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' };
