import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Chunk, jsonChunks } from '../../src/source/pull/json-chunks.ts';

/** What is found when the bytes arrive in these parts. */
async function found(bytes: Uint8Array, cuts: number[] = [], most?: number): Promise<Chunk[]> {
  const chunks = jsonChunks(most);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const all: Chunk[] = [];
  for (const [at, end] of places.slice(1).entries()) all.push(...(await chunks(bytes.subarray(places[at], end))));
  return all;
}

const valuesOf = (chunks: Chunk[]) => chunks.map((chunk) => ('value' in chunk ? chunk.value : chunk.why));
const bytesOf = (text: string) => new TextEncoder().encode(text);

test('the objects of a stream are the same wherever the network cuts it, pretty or compact', async () => {
  const objects = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 4 })), {
    maxLength: 6,
  });
  const separators = fc.constantFrom('', '\n', '\r\n', ' ', ',\n', '\t\n\n');
  const all = fc.tuple(objects, fc.constantFrom(0, 2, 4), separators, fc.array(fc.nat(), { maxLength: 20 }));
  await fc.assert(
    fc.asyncProperty(all, async ([values, indent, between, cuts]) => {
      const written = values.map((value) => JSON.stringify(value, null, indent));
      expect(valuesOf(await found(bytesOf(written.join(between)), cuts))).toEqual(
        written.map((text) => JSON.parse(text)),
      );
    }),
    { numRuns: 300 },
  );
});

test('any bytes at all are read without an error, and the same in any parts', async () => {
  const noise = fc
    .array(fc.constantFrom(...'{}"\\[],:\n a0é😀'), { maxLength: 60 })
    .map((parts) => bytesOf(parts.join('')));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(noise, fc.uint8Array({ maxLength: 60 })),
      fc.array(fc.nat(), { maxLength: 8 }),
      async (bytes, cuts) => {
        expect(await found(bytes, cuts)).toEqual(await found(bytes));
      },
    ),
    { numRuns: 300 },
  );
});

test('braces, quotes and backslashes within a string end nothing', async () => {
  const tricky = { '{"': '}} { \\" \\', text: 'Take it down { and "fire" whoever }\\' };
  const bytes = bytesOf(`${JSON.stringify(tricky)}${JSON.stringify({ next: 1 })}`);
  const bytewise = Array.from(bytes, (_, at) => at);
  expect(valuesOf(await found(bytes, bytewise))).toEqual([tricky, { next: 1 }]);
});

test('half an object gives nothing', async () => {
  expect(await found(bytesOf('{"a":1}{"b":{"c":"d"}'))).toEqual([{ value: { a: 1 } }]);
});

test('an object that breaks off within a string does not swallow the next line', async () => {
  const chunks = await found(bytesOf('{"a": "cut of\n{"b": 2}\n'));
  expect(valuesOf(chunks)).toEqual(['It breaks off within a string.', { b: 2 }]);
});

test('a page of HTML in between is said once, and the next object is read', async () => {
  const chunks = await found(bytesOf('<html>Bad gateway</html>\n{"b": 2}'));
  expect(valuesOf(chunks)).toEqual(['What came is no JSON object.', { b: 2 }]);
});

test('an object that is too large is passed over, and the next is read', async () => {
  const bytes = bytesOf(`{"a":"${'x'.repeat(500)}"} {"b":2}`);
  expect(valuesOf(await found(bytes, [100, 200, 300], 100))).toEqual(['It is larger than 100 bytes.', { b: 2 }]);
});

test('an object that nests too deep is refused, and the next is read', async () => {
  const deep = `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`;
  expect(valuesOf(await found(bytesOf(`${deep}{"b":2}`)))).toEqual([
    'It is nested more than 64 levels deep.',
    { b: 2 },
  ]);
});

test('invalid UTF-8 spoils one object only', async () => {
  const bytes = Buffer.concat([bytesOf('{"a":"'), Buffer.from([0xff]), bytesOf('"}{"b":2}')]);
  expect(valuesOf(await found(bytes))).toEqual(['It is not valid UTF-8.', { b: 2 }]);
});
