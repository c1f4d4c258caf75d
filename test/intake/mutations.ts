/** Payloads with something wrong in them. */
import fc from 'fast-check';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', '\uD800', 'a\0b', '\u202E<!channel>', '1e999', '5.70306E+17', '😡', 'javascript:alert(1)'),
  fc.constantFrom('2026-02-30T10:00:00Z', '03/04/2026', '<p'.repeat(3000), '&#x0;', `https://${'a.'.repeat(500)}com`),
  fc.integer({ min: 1, max: 30_000 }).map((length) => '😡\uDC00\0'.repeat(length)),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
);
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-1, 0, 1e300, 2 ** 53, 1.8e12));
/** Objects that only look like what is expected, some with the names that conversions look for. */
const object = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(
    fc.constantFrom('id', 'name', 'data', 'toString', 'valueOf', 'toJSON', '__proto__', 'length', '0'),
    text,
  ),
);
const odd: fc.Arbitrary<unknown> = fc.oneof(text, number, fc.boolean(), fc.constant(null), object, fc.array(object));

/** How a place in a payload is spoiled. */
const spoil = fc.oneof(
  odd.map((value) => ({ how: 'replace' as const, value })),
  fc.constant({ how: 'drop' as const, value: null }),
  fc.constant({ how: 'wrap' as const, value: null }),
  odd.map((value) => ({ how: 'add' as const, value })),
);
type Spoil = { how: 'replace' | 'drop' | 'wrap' | 'add'; value: unknown };

/** One of the payloads, with fields dropped, put into lists, added, or of a wrong type or size, anywhere in it. */
export function spoiled(payloads: readonly unknown[]): fc.Arbitrary<unknown> {
  const changes = fc.array(fc.tuple(fc.nat(), spoil), { minLength: 1, maxLength: 4 });
  return fc.tuple(fc.constantFrom(...payloads), changes).map(([payload, all]) => {
    const holder = { payload: structuredClone(payload) };
    for (const [at, change] of all) spoilAt(holder, at, change);
    return holder.payload;
  });
}

/** What has broken readers before: each of these stands once at every place of a payload. */
const WRONG: unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e300,
    '',
    ' ',
    '\uD800',
    'a\0b',
    [],
    {},
    [[]],
    [null],
    { toString: 'x' },
    { data: { data: 1 } },
  ],
  ...[{ id: {} }, { length: 5 }, 'x'.repeat(12_000), '2026-11-20T17:05:00Z', 'https://example.com', 2 ** 60],
];

/** Every payload that has a wrong value at just one place, or nothing there. */
export function spoiledOnce(payload: unknown): unknown[] {
  const places = placesIn({ payload }).length;
  return Array.from({ length: places }, (_, at) => {
    const spoils: Spoil[] = [
      { how: 'drop', value: null },
      ...WRONG.map((value) => ({ how: 'replace', value }) as const),
    ];
    return spoils.map((one) => {
      const holder = { payload: structuredClone(payload) };
      spoilAt(holder, at, one);
      return holder.payload;
    });
  }).flat();
}

function spoilAt(holder: object, at: number, { how, value }: Spoil): void {
  const places = placesIn(holder);
  const place = places[at % places.length];
  if (!place) return;
  const [inside, name] = place;
  const before: unknown = Reflect.get(inside, name);
  if (how === 'drop') Reflect.deleteProperty(inside, name);
  else if (how === 'add') Reflect.set(inside, `${name}x`, value);
  else Reflect.set(inside, name, how === 'wrap' ? [before] : value);
}

/** Every object or list in it, with each of its names. */
function placesIn(value: unknown): [object, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((name): [object, string][] => [
    [value, name],
    ...placesIn(Reflect.get(value, name)),
  ]);
}

/** The same as bytes: some of them changed, cut off, nested too deep, with a name twice, or no UTF-8. */
export function tampered(payload: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> {
  return fc.tuple(payload, fc.nat(), fc.integer({ min: 0, max: 11 }), odd).map(([value, at, how, other]) => {
    const json = JSON.stringify(value) ?? 'null';
    const body = Buffer.from(json);
    const place = at % Math.max(body.length, 1);
    if (how === 0) body[place] = at % 256;
    if (how === 1) return body.subarray(0, place);
    if (how === 2) return Buffer.concat([body.subarray(0, place), Buffer.from([0xff, 0xc0]), body.subarray(place)]);
    if (how === 3) return Buffer.from(json.replace(/:/, `:${'['.repeat(at % 200)}${']'.repeat(at % 200)},"x":`));
    if (how === 4) return Buffer.from(json.replaceAll(/"(\w+)":/g, `"$1":${JSON.stringify(other) ?? 'null'},"$1":`));
    if (how === 5) return Buffer.from(`\uFEFF${json}`);
    return body;
  });
}
