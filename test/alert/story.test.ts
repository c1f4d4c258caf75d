import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSamePost, isTelling, normaliseText } from '../../src/alert/story/rule.ts';

function textKeys(text: string | null, textState: 'full' | 'snippet' | 'withheld' = 'full'): string[] {
  const said = text === null ? null : normaliseText(text);
  return isTelling(said, textState) ? [said] : [];
}

/** Do the two texts tell one story? */
function isOneStory(a: string, b: string): boolean {
  const keys = textKeys(b);
  return textKeys(a).some((key) => keys.includes(key));
}

const SAID = 'Your airline left my grandmother at the gate';

describe('copies of one text tell one story', () => {
  test.each([
    ['in another case', SAID.toUpperCase()],
    ['with other punctuation', 'Your airline left my grandmother… at the gate!!!'],
    ['with another link', `${SAID} https://t.co/abc`],
    ['shared with RT', `RT @ana: ${SAID}`],
    ['shared with via', `${SAID} via @ana`],
    ['shared from Bluesky', `RT @ana.bsky.social: ${SAID}`],
    ['shared from Mastodon', `${SAID} via @ana@mastodon.social`],
    ['addressed to somebody', `@acme ${SAID}`],
    ['with hash signs', 'Your #airline left my #grandmother at the gate'],
    ['with emoji', `😡 ${SAID} ❤️`],
    ['over several lines', SAID.replaceAll(' ', '\n ')],
    ['in full-width letters', 'Ｙｏｕｒ airline left my grandmother at the gate'],
  ])('%s', (_, copy) => {
    expect(isOneStory(SAID, copy)).toBe(true);
  });

  test('in German, however the umlaut was typed', () => {
    const german = 'Die Fähre fährt schon wieder nicht über';
    expect(isOneStory(german, german.normalize('NFD'))).toBe(true);
  });

  test('in Arabic', () => {
    expect(isOneStory('لقد تركت شركتكم جدتي عند البوابة', 'RT @acme: لقد تركت شركتكم جدتي عند البوابة!')).toBe(true);
  });

  test('in Japanese, which sets no spaces, also right after a handle', () => {
    expect(isOneStory('このホテルのサービスは本当に最悪でした', '@acmeこのホテルのサービスは本当に最悪でした。')).toBe(
      true,
    );
  });

  test('in Thai, where marks are vowels', () => {
    expect(isOneStory('โรงแรมนี้บริการแย่มากจริงๆ', 'RT @acme: โรงแรมนี้บริการแย่มากจริงๆ!')).toBe(true);
  });
});

describe('different texts are different stories', () => {
  test('when the words differ', () => {
    expect(isOneStory(SAID, 'Your airline left my grandfather at the gate')).toBe(false);
  });

  test('when only the vowel signs differ, as in Hindi', () => {
    expect(isOneStory('मेरा सामान आज फिर खो गया है', 'मेरी सामान आज फिर खो गया है')).toBe(false);
  });

  test('when the words are few: everybody says "never again"', () => {
    expect(textKeys('never again')).toEqual([]);
    expect(textKeys('one two three four')).toEqual([]);
    expect(textKeys('one two three four five')).toHaveLength(1);
    expect(textKeys('最悪です')).toEqual([]);
  });

  test('when little is left beside links, handles and emoji', () => {
    expect(textKeys('RT @a: @b @c @d https://x.com/1 https://x.com/2 😡 😡 😡 😡 😡')).toEqual([]);
    expect(textKeys('❤️ ❤️ ❤️ ❤️ ❤️ ❤️')).toEqual([]);
  });

  test('when the text is withheld or not known', () => {
    expect(textKeys(SAID, 'withheld')).toEqual([]);
    expect(textKeys(null, 'full')).toEqual([]);
    expect(textKeys('', 'full')).toEqual([]);
  });
});

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const once = normaliseText(text);
      expect(normaliseText(once)).toBe(once);
    }),
  );
});

describe('two mentions are one post', () => {
  const seen = { id: 'm1', source: 'brandwatch', canonicalUrl: 'https://x.com/1', said: normaliseText(SAID) };

  test('when source and id say so', () => {
    expect(isSamePost(seen, { ...seen, canonicalUrl: null, said: 'edited since' })).toBe(true);
  });

  test('when two tools found the same address', () => {
    expect(isSamePost(seen, { ...seen, id: 'm2', source: 'meltwater', said: 'a snippet' })).toBe(true);
  });

  test('when one tool gives one address the same text, or no text', () => {
    expect(isSamePost(seen, { ...seen, id: 'm2', said: normaliseText(`RT @ana: ${SAID}`) })).toBe(true);
    expect(isSamePost(seen, { ...seen, id: 'm2', said: null })).toBe(true);
  });

  test('but not when one tool tells two reviews of one page apart', () => {
    expect(isSamePost(seen, { ...seen, id: 'm2', said: 'lovely staff and a good breakfast' })).toBe(false);
  });

  test('but not when neither has an address', () => {
    expect(isSamePost({ ...seen, canonicalUrl: null }, { ...seen, id: 'm2', canonicalUrl: null })).toBe(false);
  });

  test('but not when the addresses differ, even with one text: that is one story, told twice', () => {
    expect(isSamePost(seen, { ...seen, id: 'm2', canonicalUrl: 'https://x.com/2' })).toBe(false);
  });
});
