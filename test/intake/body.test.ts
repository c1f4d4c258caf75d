import { expect, test } from 'vitest';
import { mapGeneric } from '../../src/source/generic/generic.ts';
import { readItems } from '../../src/source/push/body.ts';
import { mentionsOf, noon } from './mapped.ts';

const a = { text: 'A' };
const b = { text: 'B' };
const post = { url: 'https://example.com/a', text: 'A' };

function readText(body: string | Buffer) {
  return readItems(Buffer.from(body), (item) => mapGeneric(item, noon));
}

/** The texts that were read, or the refusal. */
async function textsOf(body: unknown) {
  const reading = await readText(JSON.stringify(body));
  return 'why' in reading ? reading.why : mentionsOf(reading).map((mention) => mention.text);
}

test.each([
  [a, b],
  { mentions: [a, b] },
  { items: [a, b], next: null },
  { status: 'ok', message: 'done', data: [a, b] },
])('a list is found in %j', async (...body) =>
  expect(await textsOf(body.length === 1 ? body[0] : body)).toEqual(['A', 'B']),
);

test.each([
  [a],
  [{ data: a }],
  [{ ...post, mentions: ['@acme'] }],
  [{ ...post, items: [] }],
  [{ ...post, data: { raw: 1 } }],
])('one mention is found in %j', async (body) => expect(await textsOf(body)).toEqual(['A']));

test('an empty envelope is empty', async () => expect(await textsOf({ message: 'success', data: [] })).toEqual([]));

test('a bad item is rejected by its place, the others are read', async () => {
  expect(await readText(JSON.stringify([a, {}, 7, b]))).toMatchObject({
    heard: [{ mention: a }, { mention: b }],
    rejected: [
      { index: 1, why: expect.stringMatching(/^It has neither .*\.$/), item: {} },
      { index: 2, why: 'It is not a JSON object.', item: 7 },
    ],
  });
});

test('10,000 items are read, one more is refused', async () => {
  expect(await textsOf(Array(10_000).fill(a))).toHaveLength(10_000);
  expect(await readText(JSON.stringify(Array(10_001).fill(a)))).toEqual({
    status: 413,
    why: 'Send at most 10,000 mentions at once.',
  });
});

test.each(['"text"', '42', 'null', 'true'])('%s is no mention', async (body) => {
  expect(await readText(body)).toMatchObject({
    status: 400,
    why: 'Send one mention as a JSON object, or a list of them.',
  });
});

test('nesting is allowed to 64 levels', async () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  expect(await readText(nested(64))).toHaveProperty('rejected');
  expect(await readText(nested(65))).toMatchObject({ status: 400, why: expect.stringContaining('64 levels') });
  expect(await readText(nested(500_000))).toMatchObject({ status: 400 });
});

test('brackets and quotes inside a text do not nest', async () => {
  expect(await textsOf([{ text: '\\"[{'.repeat(100) }])).toEqual(['\\"[{'.repeat(100)]);
});

test('a byte order mark is passed over', async () => {
  expect(await readText('\uFEFF{"text":"A"}')).toMatchObject({ heard: [{ kind: 'mention', mention: a }] });
});

test('bytes that are no UTF-8 are refused, not replaced', async () => {
  expect(await readText(Buffer.from([0x22, 0xff, 0x22]))).toEqual({ status: 400, why: 'The body is not valid UTF-8.' });
});
