import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { Refused, Wait } from '../../src/source/source.ts';
import { TALKWALKER } from '../../src/source/talkwalker/talkwalker.ts';
import { mentionId } from '../../src/source/values/mention-id.ts';
import { noon } from './mapped.ts';
import { pull, type Vendor, vendor } from './pulled.ts';

const stream = readFileSync(new URL('../../src/source/talkwalker/fixture.txt', import.meta.url));
/** When the results of the fixture were indexed. */
const then = new Date(1763660000000);
const acme = { settings: { collector: 'acme-1' }, secrets: { accessToken: 'secret-token' } };

let server: Vendor | null = null;
afterEach(() => server?.close());

async function serve(answer: (res: ServerResponse) => void): Promise<Vendor> {
  server = await vendor((_req, res) => answer(res));
  return server;
}

const compact = (...chunks: object[]) => chunks.map((chunk) => JSON.stringify(chunk)).join('');
const control = (offset: string) => ({ chunk_type: 'CT_CONTROL', chunk_control: { resume_offset: offset } });
const result = (data: object) => ({ chunk_type: 'CT_RESULT', chunk_result: { data: { data } } });

test('a collector is read from its beginning, and the place is kept after what stands before it', async () => {
  const { fetch, asked } = await serve((res) => res.end(stream));
  const { mentions, cursor, error, kept } = await pull(TALKWALKER, acme, { fetch, now: () => then });
  expect(error).toBeNull();
  expect(asked).toEqual([
    '/api/v3/stream/c/acme-1/results?access_token=secret-token&resume_offset=earliest&end_behaviour=stop',
  ]);
  expect(mentions).toHaveLength(2);
  expect(cursor).toMatchObject({ offset: 'EgWoi92qAQ' });
  expect(kept.at(-1)?.read.heard).toHaveLength(2);
});

test('a blog post comes with its text, figures, language, sentiment and query', async () => {
  const { fetch } = await serve((res) => res.end(stream));
  const { mentions } = await pull(TALKWALKER, acme, { fetch, now: () => then });
  expect(mentions[0]).toMatchObject({
    source: 'listener',
    network: 'blog',
    url: 'https://blog.example.com/2026/acme',
    title: "Acme's racist ad",
    text: 'Take it down { and fire whoever approved it }',
    textState: 'full',
    publishedAt: new Date(1763659900000),
    language: 'en',
    sentiment: 'negative',
    reach: 4000,
    engagement: 120,
    author: { id: 'ex:1', name: 'someblogger' },
    query: 'rule-1',
    // The document names itself as its parent.
    parent: null,
  });
});

test('an X post is an id alone: withheld, with a link that leads to it', async () => {
  const { fetch } = await serve((res) => res.end(stream));
  const { mentions } = await pull(TALKWALKER, acme, { fetch, now: () => then });
  expect(mentions[1]).toMatchObject({
    id: mentionId('listener', 'twitter:1980000000000000004'),
    network: 'x',
    url: 'https://x.com/i/web/status/1980000000000000004',
    text: null,
    textState: 'withheld',
    sentiment: 'negative',
    author: { id: '799' },
  });
});

test('the next pull goes on from the place that was kept', async () => {
  const { fetch, asked } = await serve((res) => res.end(compact(control('next'))));
  const cursor = { offset: 'EgWoi92qAQ', notBefore: '2025-11-19T00:00:00.000Z' };
  const { cursor: kept } = await pull(TALKWALKER, acme, { fetch, cursor });
  expect(asked[0]).toContain('resume_offset=EgWoi92qAQ');
  expect(kept).toEqual({ ...cursor, offset: 'next' });
});

test('of a collector that was just added, results older than a day are left alone', async () => {
  const url = 'https://blog.example.com';
  const body = compact(
    result({ url: `${url}/old`, content: 'Old', search_indexed: noon.getTime() - 25 * 3_600_000 }),
    result({ url: `${url}/new`, content: 'New', search_indexed: noon.getTime() - 3_600_000 }),
    result({ url: `${url}/undated`, content: 'Undated' }),
    control('a'),
  );
  const { fetch } = await serve((res) => res.end(body));
  const { mentions, cursor } = await pull(TALKWALKER, acme, { fetch });
  expect(mentions.map(({ text }) => text)).toEqual(['New', 'Undated']);
  // Also when the first turn ended in the middle of the old ones.
  const again = await pull(TALKWALKER, acme, { fetch, cursor, now: () => new Date(noon.getTime() + 60_000) });
  expect(again.mentions.map(({ text }) => text)).toEqual(['New', 'Undated']);
});

test('when the connection breaks, what stands before the last place is stored, and the rest is asked for again', async () => {
  const [first, second] = ['First', 'Second'].map((content) => result({ url: 'https://blog.example.com/a', content }));
  const { fetch } = await serve((res) => {
    const body = compact(first ?? {}, control('a'), second ?? {});
    res.write(`${body}{"chunk_type":"CT_RESULT","chunk_result":{"da`, () => res.destroy());
  });
  const { mentions, cursor, error } = await pull(TALKWALKER, acme, { fetch });
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).not.toContain('secret-token');
  expect(mentions.map(({ text }) => text)).toEqual(['First']);
  expect(cursor).toMatchObject({ offset: 'a' });
});

test('rubbish in the stream is kept for another try, and does not stop what follows', async () => {
  const body = `<p>oops</p>\n{"chunk_type": broken}\n${compact(
    { chunk_type: 'CT_RESULT' },
    { chunk_type: 'CT_NEWS' },
    result({ url: 'https://blog.example.com/a', content: 'After' }),
    control('b'),
  )}`;
  const { fetch } = await serve((res) => res.end(body));
  const { mentions, rejected, cursor } = await pull(TALKWALKER, acme, { fetch });
  expect(mentions.map(({ text }) => text)).toEqual(['After']);
  expect(rejected).toEqual(['What came is no JSON object.', 'It is not valid JSON.', 'The result holds no document.']);
  expect(cursor).toMatchObject({ offset: 'b' });
});

test('the end of the turn is no failure, and what is whole is stored', async () => {
  const turn = new AbortController();
  const { fetch } = await serve((res) => {
    res.write(compact(result({ url: 'https://blog.example.com/a', content: 'Before' }), control('a')));
  });
  const { mentions, error, cursor } = await pull(TALKWALKER, acme, {
    fetch,
    signal: turn.signal,
    keeping: () => turn.abort(),
  });
  expect(error).toBeNull();
  expect(mentions.map(({ text }) => text)).toEqual(['Before']);
  expect(cursor).toMatchObject({ offset: 'a' });
});

test('many results without a control chunk are stored on the way, with the place unchanged', async () => {
  const posts = Array.from({ length: 450 }, (_, n) => result({ url: `https://blog.example.com/${n}`, content: 'x' }));
  const { fetch } = await serve((res) => res.end(compact(...posts)));
  const { kept, mentions } = await pull(TALKWALKER, acme, { fetch });
  expect(kept.length).toBeGreaterThan(2);
  expect(mentions).toHaveLength(450);
  expect(kept.every(({ cursor }) => (cursor as { offset: string }).offset === 'earliest')).toBe(true);
});

test.each([
  ['401 with its code for too many calls', 401, { status_code: '8' }, 'Talkwalker asks us to call less often.', 60_000],
  [
    '429 with its code for too many streams',
    429,
    { status_code: '30' },
    'Too many Talkwalker streams are read at once.',
    300_000,
  ],
  ['429 without a code', 429, {}, 'Talkwalker asks us to call less often.', 300_000],
])('%s is a wait', async (_name, status, body, why, ms) => {
  const { fetch } = await serve((res) => res.writeHead(status).end(JSON.stringify(body)));
  const { error } = await pull(TALKWALKER, acme, { fetch });
  expect(error).toBeInstanceOf(Wait);
  expect(error).toMatchObject({ message: why, until: new Date(noon.getTime() + ms) });
});

test.each([
  ['no credits', 401, { status_code: '9' }, 'The Talkwalker account has no credits left.'],
  [
    'a bad token',
    401,
    { status_code: '7', request: 'GET /?access_token=secret-token' },
    'Talkwalker does not accept the access token.',
  ],
  ['a bad token, said without a code', 401, 'no', 'Talkwalker does not accept the access token.'],
  ['a token without rights', 403, { status_code: 13 }, 'The Talkwalker access token lacks the right "read_write".'],
  ['an unknown collector', 404, {}, 'Talkwalker knows no collector of this ID.'],
])('%s is refused in a sentence', async (_name, status, body, why) => {
  const { fetch } = await serve((res) => res.writeHead(status).end(JSON.stringify(body)));
  const { error, kept } = await pull(TALKWALKER, acme, { fetch });
  expect(error).toBeInstanceOf(Refused);
  expect(error).toMatchObject({ message: why });
  expect(kept).toEqual([]);
});

test('an error within the stream counts as much as one in its head, after what came before it', async () => {
  const post = result({ url: 'https://blog.example.com/a', content: 'Before' });
  const failed = { chunk_type: 'CT_ERROR', chunk_error: { status_code: '9', status_message: 'No credits left' } };
  const { fetch } = await serve((res) => res.end(compact(control('a'), post, failed)));
  const { error, mentions, cursor } = await pull(TALKWALKER, acme, { fetch });
  expect(error).toBeInstanceOf(Refused);
  expect(mentions.map(({ text }) => text)).toEqual(['Before']);
  expect(cursor).toMatchObject({ offset: 'a' });
});

test('a server error says its number and no more', async () => {
  const { fetch } = await serve((res) => res.writeHead(500).end('access_token=secret-token'));
  const { error } = await pull(TALKWALKER, acme, { fetch });
  expect(String(error)).toBe('Error: Talkwalker answered with an error (HTTP 500).');
});

test.each([
  [['SOCIALMEDIA', 'SOCIALMEDIA_YOUTUBE'], 'https://example.com/v', 'youtube'],
  [['ONLINENEWS', 'ONLINENEWS_NEWSPAPER'], 'https://paper.example/a', 'news'],
  [['MESSAGEBOARD'], 'https://www.reddit.com/r/acme/comments/1', 'reddit'],
  [['MESSAGEBOARD'], 'https://board.example/t/1', 'forum'],
  [['REVIEW'], 'https://reviews.example/t/1', 'review'],
  [['SOMETHING_NEW'], 'https://example.com/t/1', 'other'],
])('%s at %s is of the network %s', async (source_type, url, network) => {
  const [mapped] = TALKWALKER.again(
    result({ url, content: 'x', source_type }),
    { name: 'l', kind: '', settings: {}, secrets: {} },
    noon,
  );
  expect(mapped).toMatchObject({ mention: { network } });
});

test('an answer in a thread names the mention that its thread is', () => {
  const source = { name: 'l', kind: 'talkwalker', settings: {}, secrets: {} };
  const first = result({ url: 'https://board.example/t/1?utm_source=x', content: 'First' });
  const answer = result({
    url: 'https://board.example/t/1/2',
    parent_url: 'https://board.example/t/1',
    content: 'So do I',
  });
  const [thread, reply] = [first, answer].map((item) => TALKWALKER.again(item, source, noon)[0]);
  const id = thread?.kind === 'mention' ? thread.mention.id : '';
  expect(reply).toMatchObject({ mention: { parent: { kind: 'reply', id, url: 'https://board.example/t/1' } } });
});
