/** Regular expressions from a small grammar, and texts that bring out the worst in each. */
import fc from 'fast-check';

const CLASSES = [
  'a',
  'b',
  'é',
  '漢',
  '😀',
  '-',
  ' ',
  '.',
  '\\w',
  '\\W',
  '\\d',
  '\\s',
  '\\S',
  '\\.',
  '\\n',
  '\\u{1f600}',
];
const MORE = [
  '[a-c]',
  '[^a]',
  '[\\w-]',
  '[a\\]b]',
  '[^\\s\\d]',
  '[😀-😂]',
  '\\p{L}',
  '\\P{L}',
  '\\p{Script=Han}',
  '[\\p{Lu}1]',
];
const COUNTS = ['*', '+', '?', '*?', '+?', '??', '{2}', '{0}', '{1,3}', '{0,2}?', '{2,}', '{0,}'];

export interface Grammar {
  /** `\1`: what no linear engine can follow. */
  references?: boolean;
}

/** The source of a pattern, valid with the flag `u`. */
export function patterns({ references = false }: Grammar = {}): fc.Arbitrary<string> {
  const { pattern } = fc.letrec<{ pattern: string; sequence: string; piece: string; atom: string }>((tie) => ({
    pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((all) => all.join('|')),
    sequence: fc.array(tie('piece'), { maxLength: 4 }).map((all) => all.join('')),
    piece: fc.oneof(
      { weight: 3, arbitrary: tie('atom') },
      { weight: 3, arbitrary: fc.tuple(tie('atom'), fc.constantFrom(...COUNTS)).map((parts) => parts.join('')) },
      { weight: 1, arbitrary: fc.constantFrom('^', '$', '\\b', '\\B') },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), tie('pattern'))
          .map(([look, inside]) => `(${look}${inside})`),
      },
      ...(references ? [{ weight: 1, arbitrary: fc.constant('(a)\\1') }] : []),
    ),
    atom: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: fc.constantFrom(...CLASSES, ...MORE) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('(', '(?:', '(?<name>'), tie('pattern'))
          .map(([open, inside]) => `${open}${inside.replaceAll('(?<name>', '(?:')})`),
      },
    ),
  }));
  return pattern.filter((source) => {
    try {
      new RegExp(source, 'u');
      return true;
    } catch {
      return false;
    }
  });
}

/** Texts of the letters that the patterns are made of. */
export const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', 'é', '漢', '😀', '😁', '-', ' ', '.', '1', 'A', '\n', '\ud83d'), {
    maxLength: 9,
  })
  .map((letters) => letters.join(''));
