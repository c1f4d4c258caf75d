import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differentTexts, differentVoices, seriesOf, unanswered } from '../../src/alert/spread/rule.ts';
import { isCalm } from '../../src/alert/storm/rule.ts';
import { afterNoon, knownMention, noon, policy } from '../make.ts';

const bucket = 5;
const counted = (minutes: number[], n = 1) => minutes.map((m) => ({ since: afterNoon(m), mentions: n }));

describe('a series', () => {
  test('has at most 48 steps without a gap, and loses no mention', () => {
    const buckets = fc.uniqueArray(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(buckets, fc.integer({ min: 0, max: 500_000 }), (found, later) => {
        const counts = counted(
          found.map((n) => n * bucket),
          3,
        );
        const series = seriesOf(counts, afterNoon(later));
        expect(series.counts.length).toBeLessThanOrEqual(48);
        expect(series.counts.reduce((sum, { mentions }) => sum + mentions, 0)).toBe(3 * found.length);
        for (const [i, { since }] of series.counts.entries()) {
          expect(since.getTime()).toBe((series.counts[0]?.since.getTime() ?? 0) + i * series.step);
        }
      }),
    );
  });

  test('of a story minutes old shows an hour, so that its beginning is seen', () => {
    const { step, counts } = seriesOf(counted([0], 4), afterNoon(2));
    expect(step).toBe(5 * 60_000);
    expect(counts).toHaveLength(12);
    expect(counts.at(-1)).toEqual({ since: noon, mentions: 4 });
  });

  test('goes on until now, where a story has gone quiet', () => {
    const { counts } = seriesOf(counted([0, 5], 4), afterNoon(120));
    expect(counts.at(-1)).toEqual({ since: afterNoon(120), mentions: 0 });
  });
});

test('a network waits while nobody of us has answered there and not everything is deleted', () => {
  const one = { mentions: 3, oldestAt: noon, isAnswered: false };
  const networks = [
    { ...one, network: 'x' as const },
    { ...one, network: 'tiktok' as const, isAnswered: true },
    { ...one, network: 'news' as const, oldestAt: null },
  ];
  expect(unanswered(networks).map(({ network }) => network)).toEqual(['x']);
});

test('an author is one voice however often they post, and one of unknown audience is none', () => {
  const by = (id: string, handle: string, followers?: number) =>
    knownMention({ id, author: { handle, ...(followers === undefined ? {} : { followers }) } });
  const voices = differentVoices([by('1', 'kim', 9), by('2', 'Kim', 9), by('3', 'leo', 5), by('4', 'ida')], 3);
  expect(voices.map(({ id }) => id)).toEqual(['1', '3']);
});

test('samples say something else than the first post and than each other', () => {
  const said = (id: string, text: string | null) => knownMention({ id, text });
  const first = said('1', 'They lost my bag');
  const loud = [said('2', 'RT @kim: They LOST my bag!'), said('3', null), said('4', 'And mine as well')];
  const latest = [said('5', 'and mine, as well'), said('6', 'Here is a video')];
  expect(differentTexts(first, [loud, latest]).map(({ id }) => id)).toEqual(['4', '6']);
});

test('a storm is over when no story has begun for three times the window in which it had to begin', () => {
  const storm = { id: 1, startedAt: noon, lastAt: afterNoon(10), stories: 30, endedAt: null };
  expect(isCalm(storm, policy, afterNoon(39))).toBe(false);
  expect(isCalm(storm, policy, afterNoon(40))).toBe(true);
});
