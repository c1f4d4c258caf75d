import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import fixture from '../../src/source/generic/fixture.json' with { type: 'json' };
import { mapGeneric } from '../../src/source/generic/generic.ts';
import { type IntakeServer, startIntake } from './intake-server.ts';
import { noon } from './mapped.ts';
import { expectWhole } from './whole.ts';

let intake: IntakeServer;
beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.close());

const names = [
  ...[
    'external_id',
    'id',
    'url',
    'link',
    'text',
    'content',
    'snippet',
    'textState',
    'author',
    'user',
    'username',
    'time',
  ],
  ...['author_followers', 'published_at', 'sentiment', 'rating', 'reach', 'engagement', 'likes', 'source', 'network'],
  ...['query', 'title', 'mentions', 'items', 'data', '__proto__', 'constructor', 'toString', ''],
];

const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\uD800', 'a\0b', '\u202E<!channel>', '1,2,3', '-', '1e999', `https://${'a.'.repeat(500)}com`, '😡'),
  fc.integer({ min: 1, max: 20_000 }).map((length) => '😡\uDC00\0'.repeat(length)),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.string().map((junk) => `https://www.google.com/url?q=https://e.com/%${junk}`),
);
const odd = fc.oneof(oddText, fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 4 }), oddObject());

function oddObject(): fc.Arbitrary<object> {
  const pairs = fc.array(fc.tuple(fc.constantFrom('name', 'value', 'max', 'likes', '__proto__', 'score'), oddText));
  return pairs.map((fields) => Object.fromEntries(fields));
}

/** The fixture with some fields dropped, replaced or added. */
const mutated = fc
  .tuple(fc.subarray(Object.entries(fixture)), fc.array(fc.tuple(fc.constantFrom(...names), odd), { maxLength: 8 }))
  .map(([kept, changed]) => Object.fromEntries<unknown>([...kept, ...changed]));

test('whatever an item holds, it becomes a mention that can be stored, or is rejected in a sentence', () => {
  fc.assert(
    fc.property(mutated, (item) => {
      const mapped = mapGeneric(item, noon);
      if (mapped.kind === 'unusable') return void expect(mapped.why).toMatch(/^[A-Z].*\.$/);
      if (mapped.kind !== 'mention') throw new Error(mapped.kind);
      const { mention } = mapped;
      expectWhole(mention);
      expect(mapGeneric(item, noon)).toEqual(mapped);
    }),
    { numRuns: 400 },
  );
});

test('no body makes it fall over: JSON that was tampered with is answered, never with a 5xx', async () => {
  const tampered = fc
    .tuple(mutated, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }))
    .map(([item, changes]) => {
      const body = Buffer.from(JSON.stringify(item));
      for (const [at, byte] of changes) body[at % body.length] = byte;
      return body;
    });
  await fc.assert(
    fc.asyncProperty(tampered, async (body) => {
      const answer = await intake.post(body);
      expect([202, 400, 413, 422]).toContain(answer.status);
      const result: unknown = await answer.json();
      if (answer.status !== 202) expect(result).toHaveProperty('error', expect.stringMatching(/^[A-Z].*\.$/s));
    }),
    { numRuns: 150 },
  );
  expect(intake.logged).toEqual([]);
});

test('a __proto__ in the payload changes nothing for others', async () => {
  const body = '{"__proto__":{"text":"ghost","url":"https://e.com"},"constructor":{"prototype":{"text":"ghost"}}}';
  expect((await intake.post(body)).status).toBe(422);
  expect(Reflect.get({}, 'text')).toBeUndefined();
});

test.each([
  ['quotes without an end', '\\"'.repeat(500_000)],
  ['spaces', `{"reach":"1${' '.repeat(1_000_000)}x","text":"a"}`],
  ['digits', `{"reach":"${'1'.repeat(1_000_000)}","id":"${'9'.repeat(10_000)}x","text":"a"}`],
  ['brackets', '['.repeat(1_000_000)],
  ['tags', `{"html":"${'<div>'.repeat(200_000)}"}`],
  ['tags that never end', `{"html":"${'<a '.repeat(300_000)}"}`],
  ['entities', `{"html":"${'&amp;&#x41;'.repeat(90_000)}"}`],
  ['small posts with markup', `[${`{"html":"${'<p>a<b>b</b>'.repeat(33)}"},`.repeat(2_499)}{"html":"<p>a"}]`],
  ['fields', `{${Array.from({ length: 60_000 }, (_, n) => `"${n}":${n}`).join(',')},"text":"a"}`],
])('1 MB of %s costs less than a second', async (_name, body) => {
  // Of the processor, not of the clock, for other tests run beside this one; the best of three, for the first compiles.
  const costs: number[] = [];
  while (costs.length < 3 && Math.min(1000, ...costs) >= 250) {
    const start = process.cpuUsage();
    expect((await intake.post(body)).status).toBeLessThan(500);
    const { user, system } = process.cpuUsage(start);
    costs.push((user + system) / 1000);
  }
  expect(Math.min(...costs)).toBeLessThan(1000);
});
