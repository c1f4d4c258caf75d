import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { seal, unseal } from '../../src/source/desk/seal.ts';

const key = randomBytes(32);

test('what was sealed comes back whole', () => {
  for (const text of ['', 'a token', '{"token":"é 😡"}', 'x'.repeat(5_000)]) {
    expect(unseal(key, seal(key, text, 'acme'), 'acme')).toBe(text);
  }
});

test('the same text never looks the same twice, and is nowhere to be read', () => {
  const [one, two] = [seal(key, 'a-long-token', 'acme'), seal(key, 'a-long-token', 'acme')];
  expect(one).not.toBe(two);
  expect(Buffer.from(one, 'base64').toString('latin1')).not.toContain('a-long-token');
});

describe('it is refused in a sentence, never answered with garbage', () => {
  const sealed = seal(key, 'a-long-token', 'acme');

  test('another key', () => {
    expect(() => unseal(randomBytes(32), sealed, 'acme')).toThrow(
      'The secrets of acme do not open with this SECRET_KEY.',
    );
  });

  test('moved to another source', () => {
    expect(() => unseal(key, sealed, 'other')).toThrow('The secrets of other do not open with this SECRET_KEY.');
  });

  test.each(Array.from(Buffer.from(sealed, 'base64'), (_, at) => at))('byte %i changed', (at) => {
    const bytes = Buffer.from(sealed, 'base64');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect(() => unseal(key, bytes.toString('base64'), 'acme')).toThrow(/acme (do not open|cannot be read)/);
  });

  test.each([0, 1, 12, 28])('cut off after %i bytes', (length) => {
    const bytes = Buffer.from(sealed, 'base64').subarray(0, length);
    expect(() => unseal(key, bytes.toString('base64'), 'acme')).toThrow('cannot be read');
  });
});
