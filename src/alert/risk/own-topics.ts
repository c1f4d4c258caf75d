/** What a team says about topics in its own words: added, changed, switched off. */

import type { Topic } from '../../policy/words.ts';
import { SEVERITIES, type Severity } from '../../words/severity.ts';
import { matchesNothing, sizeOfPattern } from './patterns/matcher.ts';
import { Unsupported } from './patterns/tree.ts';
import { patternOf } from './read-topics.ts';

/** One topic as a team gives it. What is left out stays as it was. */
export interface OwnTopic {
  /** Null switches the topic off. */
  floor?: Severity | null | undefined;
  because?: string | undefined;
  /** Language → entries that take the place of the list. */
  words?: Record<string, string[]> | undefined;
  /** Language → entries that join the list. */
  add?: Record<string, string[]> | undefined;
}

/** The topics that hold: those given by name are changed or added, and what is switched off is gone. */
export function withOwnTopics(topics: Topic[], own: Record<string, OwnTopic>): Topic[] {
  const kept = topics.map((topic) => changed(topic, own[topic.name] ?? {}));
  const added = Object.entries(own)
    .filter(([name]) => topics.every((topic) => topic.name !== name))
    .map(([name, given]) => changed({ name, floor: 'SEV3', because: '', words: {} }, given));
  const all = [...kept, ...added].flatMap((topic) => topic ?? []);
  // The worst come first: of equal reasons the first ones are shown.
  return all.sort((a, b) => SEVERITIES.indexOf(a.floor) - SEVERITIES.indexOf(b.floor));
}

function changed(topic: Topic, { floor, because, words, add }: OwnTopic): Topic | null {
  if (floor === null) return null;
  const lists = { ...topic.words, ...words };
  for (const [language, entries] of Object.entries(add ?? {})) {
    lists[language] = [...(lists[language] ?? []), ...entries];
  }
  return { ...topic, floor: floor ?? topic.floor, because: because ?? topic.because, words: lists };
}

/** Longer ones are no words any more. Characters. */
const LONGEST_ENTRY = 500;

/** Why an entry of a list is a mistake; null when it will do. What cannot be run is none: `runnable` tells that. */
export function whyNoEntry(entry: string): string | null {
  if (!/[\p{L}\p{N}]/u.test(entry)) return 'give a word or a /pattern/';
  if (entry.length > LONGEST_ENTRY) return `give at most ${LONGEST_ENTRY} characters`;
  try {
    const pattern = patternOf(entry);
    if (pattern === null || whyNotRun(pattern, 0) !== null) return null;
    return matchesNothing(pattern) ? 'this pattern matches every post' : null;
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^Invalid regular expression: \/.*\/u?: /s, '') : '';
    return `this pattern cannot be read (${said})`;
  }
}

/**
 * Steps that one pattern, and all of a team's together, may take for each letter of a post: a tenth of a second, and
 * half a second, for the longest post that brings out the worst in them all.
 */
const MOST_STEPS = { one: 1_000, all: 5_000 };

/** An entry that is not used. */
export interface Off {
  /** Where it stands in the file, below `topics`. */
  path: (string | number)[];
  why: string;
}

/** The same without the patterns that cannot be run: they must not keep a team that has them from starting. */
export function runnable(own: Record<string, OwnTopic>): { own: Record<string, OwnTopic>; off: Off[] } {
  const off: Off[] = [];
  let taken = 0;
  const lists = (name: string, part: 'words' | 'add', given: Record<string, string[]> = {}) =>
    Object.fromEntries(
      Object.entries(given).map(([language, entries]) => {
        const kept = entries.filter((entry, index) => {
          const pattern = patternOf(entry);
          const why = pattern === null ? null : whyNotRun(pattern, taken);
          if (pattern !== null && why === null) taken += sizeOfPattern(pattern);
          if (why !== null) off.push({ path: [name, part, language, index], why });
          return why === null;
        });
        return [language, kept];
      }),
    );
  const kept = Object.entries(own).map(([name, topic]) => {
    const { words, add } = topic;
    const some = {
      ...(words ? { words: lists(name, 'words', words) } : {}),
      ...(add ? { add: lists(name, 'add', add) } : {}),
    };
    return [name, { ...topic, ...some }] as const;
  });
  return { own: Object.fromEntries(kept), off };
}

function whyNotRun(pattern: string, taken: number): string | null {
  try {
    const steps = sizeOfPattern(pattern);
    if (steps > MOST_STEPS.one) return 'it is too large: give smaller numbers in { }, or make several of it';
    return taken + steps > MOST_STEPS.all ? 'all patterns together are too large: leave some out' : null;
  } catch (error) {
    if (error instanceof Unsupported) return error.message;
    throw error;
  }
}
