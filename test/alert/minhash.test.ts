import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandsOf, decoded, encoded, likeness, SAME_STORY, signatureOf } from '../../src/alert/story/minhash.ts';
import { normaliseText } from '../../src/alert/story/rule.ts';

const SAID = 'A passenger was carried off flight 22 after the oven in the galley caught fire over Denver';
const JAPANESE = '昨日の夜に空港のカウンターで三時間も待たされたのに、誰からも説明がありませんでした';

function signed(text: string): Uint32Array {
  return signatureOf(normaliseText(text));
}

/** Is the one found by a band of the other, and alike enough to tell the same story? */
function isFound(a: string, b: string): boolean {
  const [one, other] = [signed(a), signed(b)];
  return bandsOf(one).some((band) => bandsOf(other).includes(band)) && likeness(one, other) >= SAME_STORY;
}

function pairs(words: string[]): Set<string> {
  return new Set(words.slice(1).map((word, index) => `${words[index]} ${word}`));
}

function jaccard(a: Set<string>, b: Set<string>): number {
  const both = [...a].filter((one) => b.has(one)).length;
  return both / (a.size + b.size - both);
}

describe('a copy is found', () => {
  test.each([
    ['word for word', SAID],
    ['cut short', `${SAID.slice(0, 72)}…`],
    ['with a word in front', `BREAKING: ${SAID}`],
    ['with the source behind', `${SAID} via CNN`],
    ['with a comment in front', `Oh my god! RT @ana: ${SAID}`],
    ['with a word changed', SAID.replace('carried', 'dragged')],
    ['with the number changed', SAID.replace('22', '23')],
    ['with two words left out', SAID.replace('in the galley ', '')],
  ])('%s', (_, copy) => {
    expect(isFound(SAID, copy)).toBe(true);
  });

  test.each([
    ['Japanese', JAPANESE, JAPANESE.replace('三時間', '四時間')],
    [
      'Chinese',
      '昨天晚上我在机场柜台等了三个小时没有任何人告诉我们发生了什么事情',
      '昨天晚上我在机场柜台等了五个小时没有任何人告诉我们发生了什么事情',
    ],
    ['Thai', 'เมื่อคืนนี้ฉันรอที่เคาน์เตอร์สนามบินสามชั่วโมงไม่มีใครบอกอะไรเลย', 'เมื่อคืนนี้ฉันรอที่เคาน์เตอร์สนามบินห้าชั่วโมงไม่มีใครบอกอะไรเลย'],
  ])('in %s with a word changed, though no spaces are set', (_, said, copy) => {
    expect(isFound(said, copy)).toBe(true);
  });

  test('in Japanese with an English name in it', () => {
    expect(isFound(`Acme Airは最悪。${JAPANESE}`, `acme airは最悪！${JAPANESE.replace('説明', '連絡')}`)).toBe(true);
  });
});

describe('another story is not found', () => {
  test.each([
    ['about another passenger', 'My grandmother was left at the gate without her wheelchair for three hours in Boston'],
    ['with the same words in another order', SAID.split(' ').toReversed().join(' ')],
    ['told in other words', 'Fire in the kitchen of a plane, one traveller taken to hospital in Denver'],
    [
      'that shares its beginning',
      'A passenger was carried off flight 22 because he refused to give up his seat to a crew member',
    ],
  ])('%s', (_, other) => {
    expect(isFound(SAID, other)).toBe(false);
  });

  test.each([
    ['Your airline left my grandmother at the gate', 'Your airline left my luggage at the gate'],
    ['I’m at Starbucks Coffee (120 Main St, New York, NY)', 'I’m at Starbucks Coffee (88 Broad St, Boston, MA)'],
    ['Acme recalls 5,000 heaters after fire', 'Acme recalls 20,000 kettles after burns'],
    ['Acme CEO apologises for cancelled flights', 'Acme CEO apologises for data breach'],
    ['Now hiring: Barista in Seattle, WA #jobs', 'Now hiring: Store Manager in Austin, TX #jobs'],
  ])('in the same mould: %s', (one, other) => {
    expect(isFound(one, other)).toBe(false);
  });

  test('in Japanese', () => {
    expect(isFound(JAPANESE, '昨日の夜に空港のレストランで食べたカレーがとても美味しくてまた行きたいです')).toBe(false);
  });
});

const someWords = fc.array(
  fc.integer({ min: 0, max: 60 }).map((word) => `w${word}`),
  { minLength: 2, maxLength: 60 },
);

describe('a signature', () => {
  test('of the same text is the same', () => {
    fc.assert(
      fc.property(someWords, (words) => {
        const [one, other] = [signatureOf(words.join(' ')), signatureOf(words.join(' '))];
        expect(one).toEqual(other);
        expect(likeness(one, other)).toBe(1);
        expect(bandsOf(one)).toEqual(bandsOf(other));
      }),
    );
  });

  test('does not depend on how often the same is said', () => {
    fc.assert(
      fc.property(someWords, (words) => {
        const round = [...words, words[0] as string];
        const twice = [...round, ...round.slice(1)];
        expect(signatureOf(twice.join(' '))).toEqual(signatureOf(round.join(' ')));
      }),
    );
  });

  test('estimates how much two texts share', () => {
    let [sum, squares, count] = [0, 0, 0];
    fc.assert(
      fc.property(someWords, someWords, fc.nat(40), (own, words, kept) => {
        const other = [...own.slice(0, kept), ...words];
        const off =
          likeness(signatureOf(own.join(' ')), signatureOf(other.join(' '))) - jaccard(pairs(own), pairs(other));
        expect(Math.abs(off)).toBeLessThan(0.25);
        [sum, squares, count] = [sum + off, squares + off ** 2, count + 1];
      }),
      { numRuns: 1_000, seed: 1997 },
    );
    // 128 places: at worst the square root of 0.25/128, which is 0.044. Neither too high nor too low on the whole.
    expect(Math.sqrt(squares / count)).toBeLessThan(0.045);
    expect(Math.abs(sum / count)).toBeLessThan(0.005);
  });

  test('survives being stored', () => {
    fc.assert(
      fc.property(someWords, (words) => {
        const signature = signatureOf(words.join(' '));
        expect(decoded(encoded(signature))).toEqual(signature);
      }),
    );
    expect(encoded(signed(SAID))).toHaveLength(344);
  });

  test('stays what it was: those that are stored must still be understood', () => {
    expect([...signed(SAID).subarray(0, 6)]).toEqual([63_282, 28_380, 13_257, 29_655, 19_778, 64_828]);
    expect([...signed(JAPANESE).subarray(0, 6)]).toEqual([20_685, 40_020, 12_631, 63_760, 54_358, 53_154]);
    expect(bandsOf(signed(SAID)).at(-1)).toBe(2_638_754_912_723_538);
  });

  test('of a word alone is its own', () => {
    expect(likeness(signatureOf('acme'), signatureOf('acme'))).toBe(1);
    expect(likeness(signatureOf('acme'), signatureOf('ajax'))).toBe(0);
  });
});

test('bands are safe integers, and no two of a text are the same', () => {
  fc.assert(
    fc.property(someWords, (words) => {
      const bands = bandsOf(signatureOf(words.join(' ')));
      expect(bands.every(Number.isSafeInteger)).toBe(true);
      expect(new Set(bands).size).toBe(bands.length);
    }),
  );
});
