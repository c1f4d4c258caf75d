import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mention } from '../../src/alert/mention/words.ts';
import { whyNoEntry } from '../../src/alert/risk/own-topics.ts';
import { joined, suggestByPace, suggestSeverity } from '../../src/alert/risk/rule.ts';
import { TOPICS } from '../../src/alert/risk/topics.ts';
import { isAtLeast } from '../../src/words/severity.ts';
import { blockedBy } from '../blocked.ts';
import { mention } from '../make.ts';

function suggested(given: Partial<Mention>) {
  return suggestSeverity(mention(given), TOPICS).severity;
}

describe('what a post says', () => {
  test.each([
    ['A child was injured by your toy', 'SEV1', 'names an injury, a death or a danger'],
    ['The charger caught fire on my desk', 'SEV1', 'names an injury, a death or a danger'],
    ["I can see someone else's account", 'SEV1', 'says personal data is exposed'],
    ['I can see someone else’s account', 'SEV1', 'says personal data is exposed'],
    ['my passport scan is visible to anybody', 'SEV1', 'says personal data is exposed'],
    ['We will see you in court', 'SEV1', 'names a court, a regulator or legal action'],
    ['Your ad is plainly racist', 'SEV2', 'alleges discrimination or harassment'],
    ['I am a journalist and would like a word', 'SEV2', 'a journalist is asking'],
    ['I was charged twice this month', 'SEV2', 'says customers were charged twice'],
    ['I want a refund', 'SEV3', 'a complaint about the product or the service'],
  ] as const)('%s: at least %s, because it %s', (text, severity, because) => {
    expect(suggestSeverity(mention({ text }), TOPICS)).toEqual({ severity, because: [because] });
  });

  test('is read in the headline as in the text, in any case', () => {
    expect(suggested({ title: 'LAWSUIT over refunds', text: 'Read more' })).toBe('SEV1');
  });

  test('is read by whole words: skilled is not killed, courtesy is not court', () => {
    expect(suggested({ text: 'Skilled staff, great courtesy' })).toBe('SEV4');
  });

  test('a question is low, and it is said why', () => {
    expect(suggestSeverity(mention(), TOPICS)).toEqual({
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
  ] as const)('audience of %i calls for %s', (people, severity) => {
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
    const { because } = suggestSeverity(mention({ reach: 1_250_000, engagement: 2_000 }), TOPICS);
    expect(because).toEqual(['audience of 1.3M', '2K reactions already']);
  });
});

describe('the worst reason decides, and all are named, the worst first', () => {
  test('in a post that names a fire, is negative and goes far', () => {
    const seen = suggestSeverity(mention({ text: 'A fire', sentiment: 'negative', reach: 60_000 }), TOPICS);
    expect(seen).toEqual({
      severity: 'SEV1',
      because: ['names an injury, a death or a danger', 'audience of 60K', 'the source calls it negative'],
    });
  });
});

describe('what is not known', () => {
  test.each([null, '', ' \n'])('a text of %j is never called low', (text) => {
    expect(suggestSeverity(mention({ text }), TOPICS)).toEqual({
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

describe('who says it, and where', () => {
  test.each([
    ['a verified account', { author: { verified: true } }, 'SEV3', 'verified account'],
    [
      'a name that looks like press',
      { author: { name: 'Ana Sá, journalist' } },
      'SEV3',
      'looks like press by its name',
    ],
    ['such a handle', { author: { handle: '@olivertrent_news' } }, 'SEV3', 'looks like press by its name'],
    [
      'both at once',
      { author: { name: 'Eva, Reporterin', verified: true } },
      'SEV2',
      'verified account that looks like press by its name',
    ],
    [
      'a news agency',
      { author: { name: 'Reuters', verified: true } },
      'SEV2',
      'verified account that looks like press by its name',
    ],
    ['an article', { network: 'news' }, 'SEV3', 'an article in the news'],
    [
      'an article that the source calls negative',
      { network: 'news', sentiment: 'negative' },
      'SEV2',
      'an article in the news',
    ],
    ['one star', { network: 'review', rating: { value: 1, max: 5 } }, 'SEV3', '1 of 5 stars'],
    ['four points of ten', { rating: { value: 4, max: 10 } }, 'SEV3', '4 of 10 stars'],
    ['a review without its stars', { network: 'review' }, 'SEV3', 'a review, its stars are not known'],
  ] as const)('%s is told', (_, given, severity, because) => {
    const seen = suggestSeverity(mention(given), TOPICS);
    expect(seen.severity).toBe(severity);
    expect(seen.because[0]).toBe(because);
  });

  test.each([
    { author: { name: 'Pressley Bakery', handle: 'pressleybakery' } },
    { network: 'review', rating: { value: 3, max: 5 } },
    { rating: { value: 5, max: 5 } },
  ] as const)('%j is nothing to tell', (given) => {
    expect(suggested(given)).toBe('SEV4');
  });

  test('no more than five reasons are given', () => {
    const text = 'A fire, a data breach, a lawsuit, racist staff and an outage. I want a refund.';
    expect(suggestSeverity(mention({ text, reach: 900_000 }), TOPICS).because).toHaveLength(5);
  });
});

describe('the language of a post', () => {
  const fire = { text: 'Der Kabelbrand kam aus eurem Toaster' };

  test('says which lists are read', () => {
    expect(suggested({ ...fire, language: 'de' })).toBe('SEV1');
    expect(suggested({ ...fire, language: 'fr' })).toBe('SEV4');
  });

  test.each([null, 'nl'])('when it is %s, all of them are', (language) => {
    expect(suggested({ ...fire, language })).toBe('SEV1');
  });

  test('leaves English in force', () => {
    expect(suggested({ text: 'Vuestro cargador caught fire', language: 'es' })).toBe('SEV1');
  });

  test('is read with and without its accents, in fancy letters and across soft hyphens', () => {
    for (const text of [
      'pris d’une réaction allergique',
      "PRIS D'UNE REACTION ALLERGIQUE",
      're\u0301action allergique',
    ]) {
      expect(suggested({ text, language: 'fr' })).toBe('SEV1');
    }
    expect(suggested({ text: '𝗲𝘅𝗽𝗹𝗼𝘀𝗶𝗼𝗻 at the plant', language: 'en' })).toBe('SEV1');
    expect(suggested({ text: 'ex\u00adplo\u200bsion at the plant', language: 'en' })).toBe('SEV1');
    expect(suggested({ text: 'das war lebensgefaehrlich', language: 'de' })).toBe('SEV1');
  });

  test('keeps whole words whole next to letters with accents', () => {
    const topics = [{ name: 't', floor: 'SEV1', because: 'x', words: { fr: ['caf'] } } as const].map((topic) => ({
      ...topic,
      words: { fr: [...topic.words.fr] },
    }));
    expect(suggestSeverity(mention({ text: 'un café', language: 'fr' }), topics).severity).toBe('SEV4');
    expect(suggestSeverity(mention({ text: 'un écaf', language: 'fr' }), topics).severity).toBe('SEV4');
    expect(suggestSeverity(mention({ text: 'un caf', language: 'fr' }), topics).severity).toBe('SEV1');
  });
});

describe('the pace of a story', () => {
  test.each([
    [20, 2, 'SEV1', '20 posts an hour, usually 2'],
    [19, 1, 'SEV2', '19 posts an hour, usually 1'],
    [20, 2.5, 'SEV2', '20 posts an hour, usually 2.5'],
    [8, 1, 'SEV2', '8 posts an hour, usually 1'],
    [8, 2, 'SEV3', '8 posts an hour, usually 2'],
    [3, 0, 'SEV3', '3 posts an hour, usually none'],
    [30, null, 'SEV1', '30 posts an hour, usual not known yet'],
  ] as const)('%s an hour where %s are usual', (lastHour, usual, severity, because) => {
    expect(suggestByPace({ lastHour, usual })).toEqual({ severity, because: [because] });
  });

  test.each([
    [2, 0],
    [40, 25],
    [0, null],
  ])('%s an hour where %s are usual call for nothing', (lastHour, usual) => {
    expect(suggestByPace({ lastHour, usual })).toBeNull();
  });
});

describe('two suggestions', () => {
  const low = { severity: 'SEV3', because: ['a', 'both'] } as const;
  const high = { severity: 'SEV1', because: ['both', 'b', 'c', 'd', 'e'] } as const;
  const copy = ({ severity, because }: typeof low | typeof high) => ({ severity, because: [...because] });

  test('are joined into the worse, with the reasons of both, at most five', () => {
    const worst = { severity: 'SEV1', because: ['both', 'b', 'c', 'd', 'e'] };
    expect(joined(copy(low), copy(high))).toEqual(worst);
    expect(joined(copy(high), copy(low))).toEqual(worst);
    expect(joined(copy(low), null)).toEqual(copy(low));
    expect(joined(copy(low), { severity: 'SEV4', because: ['z', 'a'] }).because).toEqual(['a', 'both', 'z']);
  });
});

describe('the lists that come with it', () => {
  test('hold to what is asked of a team', () => {
    const refused = TOPICS.flatMap(({ words }) => Object.values(words).flat()).flatMap((entry) => {
      const why = whyNoEntry(entry);
      return why === null ? [] : [`${entry}: ${why}`];
    });
    expect(refused).toEqual([]);
  });

  test('have the same topics in every language', () => {
    for (const { words } of TOPICS) expect(Object.keys(words)).toEqual(['en', 'es', 'fr', 'de']);
  });

  test.each(['a ', 'my ', 'of the ', 'name, ', 'video staff ', "n't ", 'a', '9'])(
    'are through a long post of nothing but %j in time',
    async (seed) => {
      const text = seed.repeat(Math.ceil(4_000 / seed.length));
      expect(await blockedBy(() => suggestSeverity(mention({ text }), TOPICS))).toBeLessThan(250);
    },
  );
});
