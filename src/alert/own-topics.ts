/** What a team says about topics in its own words: added, changed, switched off. */
import { SEVERITIES, type Severity, type Topic } from '../words.ts';
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
/** A pattern that needs longer than this for one text would hold up everything else. Milliseconds. */
const LONGEST_READING = 20;
/** As long as a long post. Characters. */
const LONG_TEXT = 4_000;

/**
 * Why an entry of a list is refused; null when it will do. A pattern is tried on texts that bring out the worst in it,
 * short ones first. `now` in milliseconds: how long that takes is measured.
 */
export function whyNoEntry(entry: string, now: () => number): string | null {
  if (!/[\p{L}\p{N}]/u.test(entry)) return 'give a word or a /pattern/';
  if (entry.length > LONGEST_ENTRY) return `give at most ${LONGEST_ENTRY} characters`;
  let pattern: string | null;
  try {
    pattern = patternOf(entry);
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^Invalid regular expression: \/.*\/u?: /s, '') : '';
    return `this pattern cannot be read (${said})`;
  }
  if (pattern === null) return null;
  const expression = new RegExp(pattern, 'u');
  if (expression.test('')) return 'this pattern matches every post';
  if (repeatsRepeats(expression.source)) {
    return 'this pattern repeats a group that itself repeats or chooses, which can take for ever: write it without';
  }
  return isSlow(expression, now) ? 'this pattern takes too long on some posts: write .{0,40} in place of .*' : null;
}

/** `(a+)+`, `(a|ab)*`, `(\w+ ?){2,}`: a group without a small limit around what can match in more than one way. */
function repeatsRepeats(source: string): boolean {
  const open: boolean[] = [];
  for (const { 0: token, index } of source.matchAll(
    /\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?[:=!]|\{\d+(?:,\d*)?\}|[()*+?|]/gu,
  )) {
    if (token.startsWith('(')) open.push(false);
    else if (token === ')') {
      const varies = open.pop() ?? false;
      if (varies && isRepeated(source.slice(index + 1))) return true;
      if (varies && open.length > 0) open[open.length - 1] = true;
    } else if (/^(?:[*+?|]|\{)/.test(token) && open.length > 0) open[open.length - 1] = true;
  }
  return false;
}

/** More often than in "a few words between". */
const A_FEW = 6;

/** Does what stands here say "many times"? */
function isRepeated(rest: string): boolean {
  if (/^[*+]/.test(rest)) return true;
  const [all, least = '', most] = /^\{(\d+)(?:,(\d*))?\}/.exec(rest) ?? [];
  return all !== undefined && (most === '' || Number(most ?? least) > A_FEW);
}

function isSlow(expression: RegExp, now: () => number): boolean {
  const letters = new Set(expression.source.replace(/\\[pP]\{[^}]*\}|\\./gu, ' ').match(/[\p{L}\p{N} ]/gu) ?? []);
  const words = [...new Set(expression.source.match(/[\p{L}\p{N}]{2,}/gu) ?? [])];
  const seeds = [
    ...[...letters].slice(0, 12),
    'a',
    '0',
    'a ',
    'ab ',
    ...words.slice(0, 12),
    ...words.slice(0, 12).map((word) => `${word} `),
  ];
  for (let length = 8; length <= LONG_TEXT; length = length < 40 ? length + 4 : length * 2) {
    for (const seed of seeds) {
      const text = `${seed.repeat(Math.ceil(length / seed.length))}!`;
      // A busy machine is slow once, a bad pattern every time.
      if ([1, 2, 3].every(() => timeOf(expression, text, now) > LONGEST_READING)) return true;
    }
  }
  return false;
}

function timeOf(expression: RegExp, text: string, now: () => number): number {
  const start = now();
  expression.test(text);
  return now() - start;
}
