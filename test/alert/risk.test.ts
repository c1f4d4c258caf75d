import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggestSeverity } from '../../src/alert/risk.ts';
import { isAtLeast, type Mention } from '../../src/words.ts';
import { mention } from '../make.ts';

function suggested(given: Partial<Mention>) {
  return suggestSeverity(mention(given)).severity;
}

describe('what a post says', () => {
  test.each([
    ['A child was injured by your toy', 'SEV1', 'names an injury, a death or a danger'],
    ['The charger caught fire on my desk', 'SEV1', 'names an injury, a death or a danger'],
    ["I can see someone else's account", 'SEV1', 'says personal data is exposed'],
    ['I can see someone else’s account', 'SEV1', 'says personal data is exposed'],
    ['my passport scan is visible to anybody', 'SEV1', 'says personal data is exposed'],
    ['We will see you in court', 'SEV1', 'names a court, a regulator or a crime'],
    ['Your ad is plainly racist', 'SEV2', 'alleges discrimination or harassment'],
    ['I am a journalist and would like a word', 'SEV2', 'a journalist is asking'],
    ['I was charged twice this month', 'SEV2', 'many customers may be hit'],
    ['I want a refund', 'SEV3', 'a complaint about the product or the service'],
  ] as const)('%s: at least %s, because it %s', (text, severity, because) => {
    expect(suggestSeverity(mention({ text }))).toEqual({ severity, because: [because] });
  });

  test('is read in the headline as in the text, in any case', () => {
    expect(suggested({ title: 'LAWSUIT over refunds', text: 'Read more' })).toBe('SEV1');
  });

  test('is read by whole words: skilled is not killed, courtesy is not court', () => {
    expect(suggested({ text: 'Skilled staff, great courtesy' })).toBe('SEV4');
  });

  test('a question is low, and it is said why', () => {
    expect(suggestSeverity(mention())).toEqual({
      severity: 'SEV4',
      because: ['nothing in it points to harm or reach'],
    });
  });
});

describe('how far a post goes', () => {
  test.each([
    [4_999, 'SEV4'],
    [5_000, 'SEV3'],
    [49_999, 'SEV3'],
    [50_000, 'SEV2'],
    [499_999, 'SEV2'],
    [500_000, 'SEV1'],
  ] as const)('an audience of %i calls for %s', (people, severity) => {
    expect(suggested({ reach: people })).toBe(severity);
    expect(suggested({ author: { followers: people } })).toBe(severity);
  });

  test.each([
    [99, 'SEV4'],
    [100, 'SEV3'],
    [2_000, 'SEV2'],
    [20_000, 'SEV1'],
  ] as const)('%i reactions call for %s', (engagement, severity) => {
    expect(suggested({ engagement })).toBe(severity);
  });

  test('figures are given in words a person can argue with', () => {
    const { because } = suggestSeverity(mention({ reach: 1_250_000, engagement: 2_000 }));
    expect(because).toEqual(['an audience of 1.3M', '2K reactions already']);
  });
});

describe('the worst reason decides, and all are named, the worst first', () => {
  test('in a post that names a fire, is negative and goes far', () => {
    const seen = suggestSeverity(mention({ text: 'A fire', sentiment: 'negative', reach: 60_000 }));
    expect(seen).toEqual({
      severity: 'SEV1',
      because: ['names an injury, a death or a danger', 'an audience of 60K', 'the source calls it negative'],
    });
  });
});

describe('what is not known', () => {
  test.each([null, '', ' \n'])('a text of %j is never called low', (text) => {
    expect(suggestSeverity(mention({ text }))).toEqual({
      severity: 'SEV3',
      because: ['the text is not known, so it is not called low'],
    });
  });

  test('figures, sentiment and text each only ever raise', () => {
    const figure = fc.option(fc.integer({ min: 0, max: 2_000_000 }), { nil: null });
    const known = fc.record({
      text: fc.constantFrom('hello there', 'I want a refund', 'it caught fire', 'everyone is affected'),
      reach: figure,
      engagement: figure,
      sentiment: fc.constantFrom('negative' as const, 'neutral' as const, 'positive' as const, null),
    });
    fc.assert(
      fc.property(known, (given) => {
        const whole = suggested(given);
        for (const lacking of [{ reach: null }, { engagement: null }, { sentiment: null }]) {
          expect(isAtLeast(whole, suggested({ ...given, ...lacking }))).toBe(true);
        }
        expect(isAtLeast(suggested({ ...given, text: null }), 'SEV3')).toBe(true);
      }),
    );
  });
});

describe('the sentiment that the source gives', () => {
  test('makes a negative post SEV3', () => {
    expect(suggested({ sentiment: 'negative' })).toBe('SEV3');
  });

  test('lowers nothing when it is positive', () => {
    expect(suggested({ text: 'Great, now it caught fire. Thanks!', sentiment: 'positive' })).toBe('SEV1');
    expect(suggested({ reach: 600_000, sentiment: 'positive' })).toBe('SEV1');
    expect(suggested({ text: null, sentiment: 'positive' })).toBe('SEV3');
  });
});
