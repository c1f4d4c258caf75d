/** Patterns that a team writes: they mean what they mean elsewhere, and no post makes them run away. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atOnce } from '../../src/alert/risk/at-once.ts';
import { runnable } from '../../src/alert/risk/own-topics.ts';
import { matchersOf, sizeOfPattern } from '../../src/alert/risk/patterns/matcher.ts';
import { patternOf } from '../../src/alert/risk/read-topics.ts';
import { suggesting } from '../../src/alert/risk/rule.ts';
import { TOPICS } from '../../src/alert/risk/topics.ts';
import type { Topic } from '../../src/policy/words.ts';
import { finishInTurns } from '../../src/turns.ts';
import { BLOCKED_AT_MOST, blockedBy, filled } from '../blocked.ts';
import { mention } from '../make.ts';
import { patterns, texts } from './pattern-grammar.ts';

const matcher = (source: string) => matchersOf(new Map([['it', [source]]]));
const matches = (source: string, text: string) => atOnce(matcher(source).in(text, new Set())).length > 0;
const offOf = (...entries: string[]) => runnable({ kettle: { words: { en: entries } } }).off;

/** How often the others have their turn while it runs. */
function pauses(source: string, text: string): number {
  const work = matcher(source).in(text, new Set());
  let count = 0;
  while (!work.next().done) count++;
  return count;
}

describe('a pattern means what it means to every other engine', () => {
  test('whatever it is made of', () => {
    fc.assert(
      fc.property(patterns(), fc.array(texts, { minLength: 1, maxLength: 8 }), (source, all) => {
        fc.pre(sizeOfPattern(source) <= 2_000);
        const theirs = new RegExp(source, 'u');
        // V8 looks for `\B` between the halves of a letter, too.
        const isOdd = /\\B|\(\?[=!<]/.test(source);
        for (const text of all.filter((one) => !(isOdd && /[\ud800-\udfff]/.test(one)))) {
          expect(matches(source, text), JSON.stringify(text)).toBe(theirs.test(text));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['hit .{0,40}passenger', ['they hit a passenger', 'hit and run, no passenger', `hit ${'x'.repeat(41)}passenger`]],
    ['\\bred kettles?\\b', ['two red kettles', 'red kettle', 'hatred kettle', 'red kettlesmith']],
    ['(?<!no |not )injur(?:y|ies)(?! list)', ['an injury', 'no injury', 'not injuries', 'the injury list', 'injury']],
    ['^(?=.*\\bfire\\b)(?!.*\\bsale\\b).*\\bkettle\\b', ['kettle on fire', 'fire sale of a kettle', 'a kettle']],
    ['\\p{Script=Cyrillic}{3,}', ['пожар', 'по', 'abc']],
    ['[😀-😂]{2}|漢字+', ['😀😁', '😀', '漢字字', '漢']],
  ])('%s', (source, all) => {
    const theirs = new RegExp(source, 'u');
    expect(all.map((text) => matches(source, text))).toEqual(all.map((text) => theirs.test(text)));
    expect(new Set(all.map((text) => theirs.test(text))).size).toBe(2);
  });

  const ours = [...new Set(TOPICS.flatMap(({ words }) => Object.values(words).flat()))].flatMap(
    (entry) => patternOf(entry) ?? [],
  );

  test('each of ours', () => {
    expect(ours.length).toBeGreaterThan(90);
    for (const [at, source] of ours.entries()) {
      const words = source.match(/[\p{L}\d]{2,}/gu) ?? [];
      const theirs = new RegExp(source, 'u');
      const one = matcher(source);
      const post = fc.array(fc.constantFrom(...words, 'my', 'a', 'the', ',', '1'), { maxLength: 14 });
      for (const some of fc.sample(post, { numRuns: 40, seed: at })) {
        const text = some.join(' ');
        expect(atOnce(one.in(text, new Set())).length > 0, `${source} in ${text}`).toBe(theirs.test(text));
      }
    }
  });
});

/** Known to run away elsewhere: from the OWASP page on ReDoS, Davis et al. 2018, and of our own making. */
const RUNAWAYS = [
  ...['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*a){20}', '^(\\w+\\s?)*$', '(\\d+)*x', 'a*a*a*a*b', '([a-z]+)*=', '(a*)*b'],
  ...['\\p{L}*\\p{L}*\\p{L}*\\p{L}*!', '(?:\\p{Script=Cyrillic}*){4}!', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$'],
  ...[
    '(.+)+!',
    '.*.*.*=.*',
    '(?=(a+)+b)',
    '(?<=(a+)+b)c',
    '(?!(?:a|a?)+$)b',
    '\\s+$',
    '[\\s\\u200b]+,$',
    '(a?){30}a{30}',
  ],
  ...['^(?:(?:a|b|ab)+c?)+$', '(?:[😀-😂]+)+x', '(?:(?:a*)*)*b', '\\w*\\d\\w*\\d\\w*!', 'a.*b.*c.*d', '(?:ab?c?)*d'],
];

describe.each(RUNAWAYS)('%s, which runs away elsewhere', (source) => {
  test('is taken, and read to the end of the longest post before anybody notices', async () => {
    expect(offOf(`/${source}/`)).toEqual([]);
    const seeds = ['a', 'ab', 'x', '1', 'ж', '😀', ' ', 'a ', 'abc', '\u200b', ...(source.match(/[a-z\d]+/g) ?? [])];
    for (const seed of seeds) {
      const text = `${filled(seed, 20_799)}!`;
      expect(await blockedBy(() => finishInTurns(matcher(source).in(text, new Set())))).toBeLessThan(BLOCKED_AT_MOST);
      // Others have their turn every 20,000 steps, and it takes no more of them than it has for each letter.
      const letters = [...text].length;
      const most = (sizeOfPattern(source) + 8) * (letters + 1);
      expect(pauses(source, text)).toBeLessThanOrEqual(most / 20_000 + letters / 256 + 1);
    }
  });
});

test('whatever is taken is read in steps that grow with the text alone', () => {
  const seeds = fc.array(fc.constantFrom('a', 'b', 'é', '漢', '😀', ' ', '1', '-', 'ab', 'a b', '\n'), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(patterns({ references: true }), seeds, (source, seed) => {
      const [off] = offOf(`/${source}/`);
      if (off) return void expect(off.why).toMatch(/^it refers back|^it is too large/);
      const text = `${filled(seed.join(''), 3_000)}!`;
      const letters = [...text].length;
      const most = (sizeOfPattern(source) + 8) * (letters + 1);
      expect(pauses(source, text)).toBeLessThanOrEqual(most / 20_000 + letters / 256 + 2);
    }),
    { numRuns: 500 },
  );
});

describe('a pattern that cannot be followed is left out', () => {
  test.each([
    ['/(?=(a+))\\1+b/', 'it refers back to one of its groups, and such a pattern can take for ever'],
    ['/(?<word>\\w+) \\k<word>/', 'it refers back to one of its groups, and such a pattern can take for ever'],
    ['/(?:\\w{1,9} ){0,200}fire/', 'it is too large: give smaller numbers in { }, or make several of it'],
    ['/a{1000000000}/', 'it is too large: give smaller numbers in { }, or make several of it'],
    [
      '/((((a{1000}){1000}){1000}){1000}){1000}b/',
      'it is too large: give smaller numbers in { }, or make several of it',
    ],
  ])('%s', (entry, why) => {
    const { own, off } = runnable({ kettle: { words: { en: ['kettle', entry] }, add: { fr: [entry] } } });
    expect(own.kettle).toEqual({ words: { en: ['kettle'] }, add: { fr: [] } });
    expect(off).toEqual([
      { path: ['kettle', 'words', 'en', 1], why },
      { path: ['kettle', 'add', 'fr', 0], why },
    ]);
  });

  test('and so are those beyond what all may take together', () => {
    const off = offOf(...Array.from({ length: 70 }, (_, n) => `/a${n} .{0,40}b/`));
    expect(off.length).toBeGreaterThan(5);
    expect(off[0]?.why).toBe('all patterns together are too large: leave some out');
    expect(off.map(({ path }) => path[3])).toEqual(off.map((_, at) => 70 - off.length + at));
  });
});

describe('all that a team may have', () => {
  const ways = Array.from({ length: 120 }, (_, n) => `/(?:a|b|\\w){0,3}.*${n}.{0,6}(?:a+)+!/`);
  const words = Array.from({ length: 500 }, (_, n) => `${'a '.repeat(200)}b${n}`);
  const { own, off } = runnable({ kettle: { words: { en: ways } } });
  const topic = (list: string[]): Topic[] => [{ name: 'kettle', floor: 'SEV2', because: 'x', words: { en: list } }];

  test('holds nobody up in the longest post, whatever it says', async () => {
    // As many as are taken.
    expect(off.length).toBeGreaterThan(0);
    const patternsAlone = topic(own.kettle?.words?.en ?? []);
    for (const seed of ['a', 'a ', '1!', '😀']) {
      const post = () => mention({ text: filled(seed, 20_000), language: 'en' });
      expect(await blockedBy(() => finishInTurns(suggesting(post(), patternsAlone)))).toBeLessThan(BLOCKED_AT_MOST);
    }
    for (const seed of ['a ', 'a b1 ']) {
      const post = () => mention({ text: filled(seed, 20_000), language: 'en' });
      expect(await blockedBy(() => finishInTurns(suggesting(post(), topic(words))))).toBeLessThan(BLOCKED_AT_MOST);
    }
  });

  test('and two hundred ordinary patterns take under a millisecond for a post', async () => {
    const usual = topic(Array.from({ length: 200 }, (_, n) => `/\\b(?:red|blue) kettles? k${n}\\b/`));
    const posts = () =>
      Array.from({ length: 200 }, (_, n) => mention({ text: `Two blue kettles k${n} broke. `.repeat(5) }));
    expect(await blockedBy(() => posts().map((post) => atOnce(suggesting(post, usual))))).toBeLessThan(200);
  });
});

describe('our own patterns, which V8 runs', () => {
  const withPatterns = TOPICS.flatMap((topic) =>
    Object.entries(topic.words).flatMap(([language, entries]) =>
      entries.some((entry) => patternOf(entry) !== null) ? [[topic.name, language, topic, entries] as const] : [],
    ),
  );

  test.each(withPatterns)('of %s in %s hold nobody up in the longest post', async (_name, language, topic, entries) => {
    const seeds = entries.flatMap((entry) => patternOf(entry)?.match(/[\p{L}]{2,}/gu) ?? []);
    const alone = [{ ...topic, words: { [language]: entries } }];
    for (const seed of new Set(seeds)) {
      for (const one of [`${seed} `, `${seed} a `]) {
        const post = () => mention({ text: filled(one, 20_000), language });
        expect(await blockedBy(() => atOnce(suggesting(post(), alone))), seed).toBeLessThan(BLOCKED_AT_MOST);
      }
    }
  });
});
