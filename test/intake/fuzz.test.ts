/** Whatever a source is sent: it is answered, nothing falls over, and nothing is stored half. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BLUESKY } from '../../src/source/bluesky/bluesky.ts';
import { BRANDWATCH } from '../../src/source/brandwatch/brandwatch.ts';
import { entriesOf } from '../../src/source/feed/entry.ts';
import { FEED } from '../../src/source/feed/feed.ts';
import { KINDS } from '../../src/source/kinds.ts';
import { MASTODON } from '../../src/source/mastodon/mastodon.ts';
import { MENTION_COM } from '../../src/source/mention-com/mention-com.ts';
import { jsonChunks } from '../../src/source/pull/json-chunks.ts';
import { OUR_FAULT } from '../../src/source/push/body.ts';
import type { Mapped, OpenSource, SourceKind } from '../../src/source/source.ts';
import { TALKWALKER } from '../../src/source/talkwalker/talkwalker.ts';
import { inside, listInside } from '../../src/source/values/inside.ts';
import { YOUTUBE } from '../../src/source/youtube/youtube.ts';
import { fixture, parsedFixture } from './fixture.ts';
import { type IntakeServer, startIntake, TOKEN } from './intake-server.ts';
import { noon } from './mapped.ts';
import { spoiled, spoiledOnce, tampered } from './mutations.ts';
import { expectWhole } from './whole.ts';

/** How a kind that is pushed proves a body, and what it is sent. */
interface Pushed {
  payloads: unknown[];
  /** After `/intake/<kind>`. */
  rest?: string;
  secrets: Record<string, string>;
  prove: (body: Buffer) => Record<string, string>;
}

const hmac = (algorithm: string, secret: string, body: Buffer) => createHmac(algorithm, secret).update(body);

const PUSHED: Record<string, Pushed> = {
  generic: {
    payloads: [
      parsedFixture('generic/fixture.json'),
      [
        { id: 7, text: 'Fire', author: { name: 'J', followers: 9 }, parent_id: 1 },
        { id: 7, deleted: true },
      ],
      { mentions: [{ url: 'https://e.com', html: '<p>Fire', engagement: { likes: 3 }, rating: { value: 1, max: 5 } }] },
    ],
    secrets: { token: TOKEN },
    prove: () => ({ authorization: `Bearer ${TOKEN}` }),
  },
  meta: {
    payloads: [parsedFixture('meta/fixture-page-feed.body'), parsedFixture('meta/fixture-instagram.json')],
    secrets: { appSecret: 's' },
    prove: (body) => ({ 'x-hub-signature-256': `sha256=${hmac('sha256', 's', body).digest('hex')}` }),
  },
  x: {
    payloads: [parsedFixture('x-activity/fixture.body')],
    secrets: { consumerSecret: 's' },
    prove: (body) => ({ 'x-twitter-webhooks-signature': `sha256=${hmac('sha256', 's', body).digest('base64')}` }),
  },
  meltwater: {
    payloads: [parsedFixture('meltwater/fixture.body')],
    secrets: { hookSecret: 's' },
    prove: (body) => ({ 'x-hub-signature': `sha1=${hmac('sha1', 's', body).digest('hex')}` }),
  },
  trustpilot: {
    payloads: [parsedFixture('trustpilot/fixture.json')],
    rest: '/s',
    secrets: { addressSecret: 's' },
    prove: () => ({}),
  },
};

/** Kinds that we pull: one line each, with items as `again` is given them. */
const PULLED: [SourceKind, unknown[]][] = [
  [FEED, await entriesOf(textOf('feed/fixture.atom.xml'))],
  [MENTION_COM, listInside(parsedFixture('mention-com/fixture-list.json'), 'mentions')],
  [YOUTUBE, listInside(parsedFixture('youtube/fixture.json'), 'items')],
  [BRANDWATCH, listInside(parsedFixture('brandwatch/fixture.json'), 'results')],
  [TALKWALKER, (await chunksOf('talkwalker/fixture.txt')).filter((one) => inside(one, 'chunk_type') === 'CT_RESULT')],
  [BLUESKY, linesOf('bluesky/fixture.ndjson').slice(0, 2)],
  [
    MASTODON,
    [{ event: 'notification', data: JSON.parse(/^data: (\{.*)$/m.exec(textOf('mastodon/fixture.sse'))?.[1] ?? '') }],
  ],
];

function textOf(name: string): string {
  return fixture(name).toString();
}

function linesOf(name: string): unknown[] {
  return textOf(name)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

async function chunksOf(name: string): Promise<unknown[]> {
  return (await jsonChunks()(fixture(name))).map((chunk) => inside(chunk, 'value'));
}

function sourceOf(kind: string, secrets: Record<string, string> = {}): OpenSource {
  return { name: kind, kind, settings: {}, secrets };
}

let intake: IntakeServer;
beforeAll(async () => {
  intake = await startIntake({ sources: Object.entries(PUSHED).map(([kind, { secrets }]) => sourceOf(kind, secrets)) });
});
afterAll(() => intake.close());

const pushed = [...KINDS.values()].filter(({ push }) => push).map(({ kind }) => kind);

test('every kind is tried here', () => {
  expect(Object.keys(PUSHED).sort()).toEqual(pushed.sort());
  const pulled = PULLED.map(([{ kind }]) => kind);
  expect([...pulled, ...pushed]).toEqual(expect.arrayContaining([...KINDS.keys()]));
});

describe.each(Object.entries(PUSHED))('%s', (kind, { payloads, rest = '', prove }) => {
  async function send(body: Buffer): Promise<Response> {
    const type = { 'content-type': 'application/json' };
    return intake.send(`${kind}${rest}`, new Uint8Array(body), { ...type, ...prove(body) });
  }

  test('takes its own payloads as they are', async () => {
    const before = intake.received.length;
    for (const payload of payloads) expect((await send(Buffer.from(JSON.stringify(payload)))).ok).toBe(true);
    expect(intake.received.length).toBeGreaterThan(before);
  });

  test('answers whatever it is sent, never with a 5xx, and stores whole mentions or none', async () => {
    await fc.assert(
      fc.asyncProperty(tampered(spoiled(payloads)), async (body) => {
        const [known, gone, answered] = [intake.received, intake.deleted, intake.replies].map(({ length }) => length);
        const answer = await send(body);
        expect([200, 202, 400, 413, 422]).toContain(answer.status);
        const result: unknown = await answer.json();
        expect(JSON.stringify(result)).not.toContain(OUR_FAULT);
        if (!answer.ok) expect(result).toHaveProperty('error', expect.stringMatching(/^[A-Z].*\.$/s));
        for (const mention of intake.received.slice(known)) expectWhole(mention);
        for (const id of intake.deleted.slice(gone)) expect(id).toMatch(/^[\da-f]{32}$/);
        for (const reply of intake.replies.slice(answered)) {
          expect(reply).toMatchObject({ url: expect.stringMatching(/^https:/), by: expect.any(String) });
        }
      }),
      { numRuns: 150 },
    );
    expect(intake.logged).toEqual([]);
  });

  test('takes a wrong value at any single place', async () => {
    const source = sourceOf(kind);
    const request = { method: 'POST', rest: '', query: new URLSearchParams(), headers: {} };
    for (const payload of payloads.flatMap(spoiledOnce)) {
      const body = Buffer.from(JSON.stringify(payload) ?? 'null');
      const reading = await KINDS.get(kind)?.push?.read(body, request, source, noon);
      if (!reading || 'why' in reading) expect(reading?.why).toMatch(/^[A-Z].*\.$/);
      else {
        expect(reading.rejected.map(({ why }) => why)).not.toContain(OUR_FAULT);
        for (const one of reading.heard) expectSound(one);
      }
    }
  });

  test('lets nobody in whose proof is for another body', async () => {
    const [before] = payloads;
    const proof = prove(Buffer.from('another'));
    if (kind === 'generic' || kind === 'trustpilot') return;
    const headers = { 'content-type': 'application/json', ...proof };
    expect((await intake.send(kind, JSON.stringify(before), headers)).status).toBe(401);
  });
});

describe.each(PULLED.map(([kind, items]) => [kind.kind, kind, items] as const))('%s', (name, kind, items) => {
  const source = sourceOf(name);
  const again = (item: unknown) => kind.again(item, source, noon);

  test('takes its own items as they are', () => {
    const heard = items.flatMap(again);
    expect(heard).toContainEqual(expect.objectContaining({ kind: 'mention' }));
    for (const mapped of heard) expectSound(mapped);
  });

  test('takes a wrong value at any single place', () => {
    for (const item of items.flatMap(spoiledOnce)) for (const mapped of again(item)) expectSound(mapped);
  });

  test('makes a whole mention of any item, or says in a sentence why not', () => {
    fc.assert(
      fc.property(spoiled(items), (item) => {
        for (const mapped of again(JSON.parse(JSON.stringify(item) ?? 'null'))) expectSound(mapped);
      }),
      { numRuns: 200 },
    );
  });
});

function expectSound(mapped: Mapped): void {
  if (mapped.kind === 'mention') expectWhole(mapped.mention);
  if (mapped.kind === 'unusable') expect(mapped.why).toMatch(/^[A-Z].*\.$/s);
}
