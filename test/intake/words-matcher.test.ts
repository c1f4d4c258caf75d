import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsMatcher, wrongWords } from '../../src/source/matcher.ts';

test.each([
  ['acme', 'I hate ACME', 'acme'],
  ['Acme', '#acme is down', 'Acme'],
  ['Acme', "Acme's new ad", 'Acme'],
  ['Acme', '(acme)', 'Acme'],
  ['Acme', 'acmeology', null],
  ['Acme', 'Pacme', null],
  ['Acme', 'acme_fan', null],
  ['Acme', 'acme2', null],
  ['Acme, Acme Cola', 'an acme   cola please', 'Acme Cola'],
  ['Acme Cola', 'acme\ncola', 'Acme Cola'],
  ['@acme.example', 'hey @acme.example!', '@acme.example'],
  ['acme.example', 'acmeXexample', null],
  ['C++', 'I write C++ daily', 'C++'],
  ['Müller', 'MÜLLER macht zu', 'Müller'],
  ['Müller', 'Mu\u0308ller macht zu', 'Müller'],
  ['Müller', 'Müllerei', null],
  ['Яндекс', 'яндекс не работает', 'Яндекс'],
  ['Яндекс', 'яндексом', null],
  // Japanese has no spaces to tell a word by.
  ['アクメ', '今日はアクメの製品が', 'アクメ'],
  ['ＡＣＭＥ', 'acme', 'ACME'],
])('%s in "%s": %s', (words, text, found) => {
  expect(wordsMatcher(words)(text)).toBe(found);
});

test('whatever is typed is taken as words, never as an expression', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ unit: 'grapheme' }), (typed, text) => {
      const found = wordsMatcher(typed)(text);
      if (found !== null)
        expect(text.normalize('NFKC').replace(/\s+/g, ' ').toLowerCase()).toContain(found.toLowerCase());
    }),
  );
});

test('words that would find nothing or everything are refused in a sentence', () => {
  expect(wrongWords(' , ,')).toBe('Give at least one word to look for.');
  expect(wrongWords('Acme, it')).toBe('"it" is in too many posts. Give words of three letters or more.');
  expect(wrongWords(Array.from({ length: 51 }, (_, n) => `word${n}`).join(','))).toBe('Give at most 50 words.');
  expect(wrongWords('Acme, 東京')).toBeNull();
  expect(wrongWords(`Acme, ${'acme '.repeat(30)}`)).toBe(
    '"acme acme acme acme …" is longer than 100 letters. Put commas between words.',
  );
});
