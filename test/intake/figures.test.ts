import { describe, expect, test } from 'vitest';
import { count } from '../../src/source/values/count.ts';
import { publishedAt } from '../../src/source/values/published-at.ts';
import { mentionOf, noon } from './mapped.ts';

describe('a count', () => {
  test.each([
    [0, 0],
    [5420, 5420],
    ['5420', 5420],
    ['5,420', 5420],
    ['1,204,567', 1_204_567],
    ['1.204.567', 1_204_567],
    ['1 204', 1204],
    ["1'204", 1204],
    ['12K', 12_000],
    ['1.2M', 1_200_000],
    ['1,2 m', 1_200_000],
    ['3b', 3e9],
    ['10K+', 10_000],
  ])('%j is %d', (value, is) => expect(count(value)).toBe(is));

  test.each([undefined, null, '', '-', 'many', '5.420', '1,2', '1,23,456', -1, '-5', Number.NaN, 1e300, {}, [5], true])(
    '%j is unknown, not 0',
    (value) => expect(count(value)).toBeNull(),
  );
});

describe('the time of publication', () => {
  const fivePast = '2026-11-20T17:05:00.000Z';

  test.each([
    1795194300,
    '1795194300',
    1795194300.0,
    1795194300000,
    1795194300000000,
    '1795194300000000000',
    '2026-11-20T17:05:00Z',
    '2026-11-20T17:05:00.00000000+00:00',
    '2026-11-20T18:05:00+0100',
    '2026-11-20 12:05:00 -05:00',
    '2026-11-20 17:05 UTC',
    'Fri, 20 Nov 2026 17:05:00 GMT',
    '20 Nov 2026 18:05:00 +0100',
  ])('%s is five past five', (value) => expect(publishedAt(value, noon)?.toISOString()).toBe(fivePast));

  test.each([
    '03/04/2026 17:05',
    '20/11/2026 17:05',
    '2026-11-20',
    '2026-11-20T17:05:00',
    '2026-02-30T10:00:00Z',
    '2026-11-20T25:05:00Z',
    'yesterday',
    '20261120',
    46346.7,
    0,
    -1,
    Number.NaN,
    true,
    {},
  ])('%s is not guessed', (value) => expect(publishedAt(value, noon)).toBeNull());

  test('cannot lie more than a day after we received it', () => {
    expect(publishedAt('2026-11-21T17:59:00Z', noon)).not.toBeNull();
    expect(publishedAt('2026-11-21T18:01:00Z', noon)).toBeNull();
  });

  test('when unreadable never costs the mention', () => {
    expect(mentionOf({ text: 'Fire', date: '03/04/2026 17:05' })).toMatchObject({ text: 'Fire', publishedAt: null });
  });
});

describe('the sentiment', () => {
  const said = (fields: object) => mentionOf({ text: 'x', ...fields }).sentiment;

  test.each(['Negative', 'neg', 'NEGATIVE', 'Very negative', 'négatif', 'negativo', -1, '-1', -0.3, -5, '-0.83'])(
    '%s is negative',
    (sentiment) => expect(said({ sentiment })).toBe('negative'),
  );
  test.each(['neutral', 0, '0', 'neu'])('%s is neutral', (tone) => expect(said({ tone })).toBe('neutral'));
  test.each(['positive', 'pos', 1, 5, '0.9'])('%s is positive', (polarity) =>
    expect(said({ polarity })).toBe('positive'),
  );
  test.each(['😡', 'mixed', 78, '', 'negotiable', {}, null])('%s is unknown', (sentiment) => {
    expect(said({ sentiment })).toBeNull();
  });

  test('is also read from an object', () =>
    expect(said({ sentiment: { label: 'unknown', score: -0.4 } })).toBe('negative'));

  test.each([
    [1, 'negative'],
    ['2 stars', 'negative'],
    ['3/5', 'neutral'],
    [5, 'positive'],
    [{ value: 8, max: 10 }, 'positive'],
    [0, null],
    [8, null],
  ])('a rating of %j without a sentiment is %s', (rating, is) => expect(said({ rating })).toBe(is));

  test('said by the source goes before the stars', () => expect(said({ sentiment: 'neg', stars: 5 })).toBe('negative'));
});

describe('the engagement', () => {
  test.each([
    [{ engagement: '1.2K' }, 1200],
    [{ engagement: { total: 40, likes: 30 } }, 40],
    [{ engagement: { likes: '30', replies: 4, shares: 6 } }, 40],
    [{ likes: 3, retweet_count: 2 }, 5],
    [{ engagement: {} }, null],
    [{}, null],
  ])('of %j is %s', (fields, is) => expect(mentionOf({ text: 'x', ...fields }).engagement).toBe(is));
});
