import type { Topic } from '../../policy/words.ts';
import { folded, withoutSpaces } from './folded.ts';
import { type Matchers, matchersOf } from './patterns/matcher.ts';
import { TOPICS } from './topics.ts';

/** Phrases as a tree of their words: however many begin alike, a text is gone through once. */
interface Phrases {
  /** Of their topics in the list: those of which a phrase ends here. */
  topics: number[];
  next: Map<string, Phrases>;
}

/** The lists for posts of one language. Topics are their places in the list. */
interface Lists {
  phrases: Phrases;
  /** Words of scripts that put no spaces between words: they are looked for inside others. */
  inside: { topic: number; word: string }[];
  /** Our own patterns, all of a topic in one. test/alert/patterns.test.ts holds what they cost. */
  ours: { topic: number; any: RegExp }[];
  /** Those of a team, which may be anything. Null when there are none. */
  theirs: Matchers<number> | null;
}

/** Read in posts of every language: English words are everywhere. */
const EVERYWHERE = 'en';

/**
 * What is read of a post: UTF-16 units after folding. All that is kept of one, 10,000 code points of its text and 300 of
 * its title; only of letters that fold to many (`ﷺ` is 18) the rest is left out.
 */
const READ = 20_800;

/** Lists are made once for each list of topics and language: a storm asks ten thousand times. */
const made = new WeakMap<Topic[], Map<string, Lists>>();

/** A word, or the end of a sentence: no phrase goes beyond one. */
const PARTS = /[\p{L}\p{M}\p{N}]+|[.!?…\n]/gu;

/**
 * The topics that a text names, in the order of the list. The lists of its language and of English are read; all lists
 * when its language is not known or has none. Case, accents and punctuation make no difference.
 * Negation is not understood: "no injuries" names an injury. It may pause at each `yield`.
 */
export function* topicsIn(said: string, language: string | null, topics: Topic[]): Generator<void, Topic[]> {
  const { phrases, inside, ours, theirs } = listsFor(language, topics);
  const text = folded(said.slice(0, READ)).slice(0, READ);
  const found = new Set<number>();
  const parts = text.match(PARTS) ?? [];
  for (let start = 0; start < parts.length; start++) {
    for (let at = start, node = phrases.next.get(parts[at] ?? ''); node; node = node.next.get(parts[++at] ?? '')) {
      for (const topic of node.topics) found.add(topic);
    }
  }
  yield;
  for (const { topic, word } of inside) if (!found.has(topic) && text.includes(word)) found.add(topic);
  for (const { topic, any } of ours) {
    if (!found.has(topic) && any.test(text)) found.add(topic);
    yield;
  }
  if (theirs) for (const topic of yield* theirs.in(text, found)) found.add(topic);
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
  const lists: Lists = { phrases: { topics: [], next: new Map() }, inside: [], ours: [], theirs: null };
  const theirs = new Map<number, string[]>();
  for (const [topic, { words }] of topics.entries()) {
    const ours: string[] = [];
    const own: string[] = [];
    for (const [name, list] of Object.entries(words)) {
      if (language !== '' && name !== language && name !== EVERYWHERE) continue;
      for (const entry of list) {
        for (const one of name === 'de' ? withUmlauts(entry) : [entry]) {
          const pattern = patternOf(one);
          if (pattern !== null) (OURS.has(entry) ? ours : own).push(pattern);
          else if (withoutSpaces(one)) lists.inside.push({ topic, word: folded(one) });
          else addPhrase(lists.phrases, one, topic);
        }
      }
    }
    if (ours.length > 0) lists.ours.push({ topic, any: new RegExp(ours.join('|'), 'u') });
    if (own.length > 0) theirs.set(topic, own);
  }
  return theirs.size > 0 ? { ...lists, theirs: matchersOf(theirs) } : lists;
}

/** Entries of our own lists. */
const OURS: ReadonlySet<string> = new Set(TOPICS.flatMap(({ words }) => Object.values(words).flat()));

/**
 * The pattern that an entry is, to be tried on a folded text; null for words. Throws a SyntaxError when it cannot be
 * read.
 */
export function patternOf(entry: string): string | null {
  const inside = /^\/(.+)\/$/su.exec(entry)?.[1];
  if (inside === undefined) return null;
  // What follows a backslash keeps its case: \W is not \w.
  const source = inside.replace(/\\[pP]\{[^}]*\}|\\.|[^\\]+/gsu, (part) =>
    part.startsWith('\\') ? part : folded(part),
  );
  new RegExp(source, 'u');
  return `(?:${source})`;
}

function addPhrase(phrases: Phrases, words: string, topic: number): void {
  let node = phrases;
  for (const word of folded(words).match(PARTS) ?? []) {
    const next = node.next.get(word) ?? { topics: [], next: new Map() };
    node.next.set(word, next);
    node = next;
  }
  if (node !== phrases) node.topics.push(topic);
}

/** Many keyboards have no umlauts. */
function withUmlauts(word: string): string[] {
  const spelled = word.replace(/[äöü]/g, (letter) => SPELLED[letter] ?? letter);
  return spelled === word ? [word] : [word, spelled];
}

const SPELLED: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' };
