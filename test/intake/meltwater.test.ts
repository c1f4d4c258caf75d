import { describe, expect, test } from 'vitest';
import { MELTWATER } from '../../src/source/meltwater/meltwater.ts';
import type { OpenSource } from '../../src/source/source.ts';
import { mentionId } from '../../src/source/values/mention-id.ts';
import { fixture } from './fixture.ts';
import { noon, onlyMention } from './mapped.ts';

const source: OpenSource = { name: 'mw', kind: 'meltwater', settings: {}, secrets: { hookSecret: 's' } };
const document = { id: 'd1', url: 'https://news.example/a', content: { title: 'T', body: 'All of it' } };

function read(body: unknown) {
  const raw = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const request = { method: 'POST', rest: '', query: new URLSearchParams(), headers: {} };
  return MELTWATER.push?.read(raw, request, source, noon);
}

function hear(fields: object) {
  return onlyMention(MELTWATER.again({ ...document, ...fields }, source, noon));
}

test('a delivery is a post on Reddit and one on X, whose text and author are withheld', async () => {
  expect(await read(fixture('meltwater/fixture.body'))).toEqual({
    heard: [
      {
        kind: 'mention',
        mention: {
          id: mentionId('mw', '1763660000000_TESTa'),
          source: 'mw',
          externalId: '1763660000000_TESTa',
          network: 'reddit',
          url: 'https://www.reddit.com/r/UKPersonalFinance/comments/abc123/acme_lost_my_salary/',
          canonicalUrl: 'https://reddit.com/r/UKPersonalFinance/comments/abc123/acme_lost_my_salary',
          author: { name: 'throwaway_99' },
          title: 'Acme lost my salary',
          text: 'Day 3. No money, no reply.',
          textState: 'snippet',
          publishedAt: new Date('2026-11-20T14:30:45.000Z'),
          receivedAt: noon,
          sentiment: 'negative',
          reach: 1_900_000,
          engagement: 310,
          rating: null,
          language: 'en',
          parent: null,
          query: 'Acme Bank brand',
        },
      },
      {
        kind: 'mention',
        mention: expect.objectContaining({
          externalId: '1763660000001_TESTb',
          network: 'x',
          url: 'https://x.com/i/web/status/1980000000000000002',
          author: {},
          text: null,
          textState: 'withheld',
          sentiment: 'negative',
          reach: null,
        }),
      },
    ],
    rejected: [],
  });
});

describe('a document', () => {
  test('with its whole text is no snippet; the sentence that was found is one', () => {
    expect(hear({})).toMatchObject({ text: 'All of it', textState: 'full' });
    const found = { content: { title: 'T', body: null }, matched: { hit_sentence: 'Acme burns' } };
    expect(hear(found)).toMatchObject({ text: 'Acme burns', textState: 'snippet' });
  });

  test.each([
    [{ type: 'online_news', information_type: 'news' }, 'news'],
    [{ type: 'unheard of', information_type: 'news' }, 'news'],
    [{ type: 'blogs', information_type: 'editorial' }, 'blog'],
    [{ type: 'x', information_type: 'social' }, 'x'],
    [{ type: null }, 'other'],
  ])('from %j is %s', (origin, network) => expect(hear({ source: origin }).network).toBe(network));

  test.each([
    ['comment', 'comment'],
    ['repost', 'repost'],
    ['quote', 'quote'],
    ['post', 'reply'],
  ])('of the type %s is a %s of its parent', (content_type, kind) => {
    const parent = { url: 'https://example.com/parent' };
    expect(hear({ content_type, parent }).parent).toEqual({ kind, id: null, url: parent.url });
  });

  test('on X without an id leads nowhere and is rejected in a sentence', () => {
    const nowhere = { content: {}, source: { type: 'x' }, external_id: 'x/../y' };
    expect(MELTWATER.again(nowhere, source, noon)).toMatchObject([{ kind: 'unusable' }]);
  });
});

test('another template than api.json is refused with the name of the right one', async () => {
  const legacy = { documents: [{ document_id: 1, document_title: 'T', document_url: 'https://e.com' }] };
  for (const body of [legacy, {}, [], { data: [] }, 7]) {
    expect(await read(body)).toEqual({ status: 400, why: expect.stringContaining('choose api.json') });
  }
});

test('one bad document rejects no other', async () => {
  const reading = await read({ documents: [7, document, { id: 'd2', content: {} }, { ...document, id: 'd3' }] });
  expect(reading).toMatchObject({
    heard: [{ mention: { externalId: 'd1' } }, { mention: { externalId: 'd3' } }],
    rejected: [{ index: 0 }, { index: 2 }],
  });
});

test.each(['short', 'x'.repeat(65)])('a hook secret of another length than Meltwater makes is a slip: %s', (secret) => {
  expect(MELTWATER.fields[0]?.wrong?.(secret)).toMatch(/16 to 64/);
  expect(MELTWATER.fields[0]?.wrong?.('test-hook-secret-0001')).toBeNull();
});
