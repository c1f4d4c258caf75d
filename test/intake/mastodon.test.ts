import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { MASTODON } from '../../src/source/mastodon/mastodon.ts';
import { Refused, Wait } from '../../src/source/source.ts';
import { mentionId } from '../../src/source/values/mention-id.ts';
import { noon } from './mapped.ts';
import { pull, type Vendor, vendor } from './pulled.ts';

const sse = `${readFileSync(new URL('../../src/source/mastodon/fixture.sse', import.meta.url), 'utf8').trimEnd()}\n\n`;
/** A little after the fixture. */
const then = new Date('2026-11-21T00:00:00Z');

let servers: Vendor[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

interface Answers {
  stream?: (res: ServerResponse) => void;
  /** Newest first, as Mastodon lists them. */
  notifications?: object[];
  instance?: object;
  me?: string;
}

/** A Mastodon server with these notifications and this stream. */
async function mastodon({ stream, notifications = [], instance = {}, me = '7' }: Answers): Promise<Vendor> {
  const server = await vendor((req: IncomingMessage, res) => {
    const url = new URL(req.url ?? '', 'http://localhost');
    if (url.pathname === '/api/v2/instance') res.end(JSON.stringify(instance));
    else if (req.headers.authorization !== 'Bearer a-token') res.writeHead(401).end('{"error":"a-token is invalid"}');
    else if (url.pathname === '/api/v1/accounts/verify_credentials') res.end(JSON.stringify({ id: me }));
    else if (url.pathname === '/api/v1/streaming/user') {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      if (stream) stream(res);
      else res.end();
    } else {
      const [min, limit] = [url.searchParams.get('min_id'), Number(url.searchParams.get('limit'))];
      const newer = notifications.filter((one) => min === null || Number((one as { id: string }).id) > Number(min));
      // With min_id, the page that follows it; without, the newest page.
      res.end(JSON.stringify(min === null ? newer.slice(0, limit) : newer.slice(-limit)));
    }
  });
  servers.push(server);
  return server;
}

const at = (server: Vendor) => ({ settings: { address: server.address }, secrets: { token: 'a-token' } });

let count = 0;
function mention(id: string, over: object = {}, outside: object = {}) {
  const created_at = new Date(noon.getTime() - 60_000).toISOString();
  return {
    id: String(++count),
    type: 'mention',
    created_at,
    account: { id: '1', acct: 'a@other.example' },
    status: {
      id,
      created_at,
      visibility: 'public',
      url: `https://other.example/@a/${id}`,
      content: `<p>${id}</p>`,
      ...over,
    },
    ...outside,
  };
}

const event = (name: string, data: unknown) =>
  `event: ${name}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

test('a mention comes with text, author and figures, and its deletion follows', async () => {
  const server = await mastodon({ stream: (res) => res.end(sse) });
  const { mentions, deleted, error } = await pull(MASTODON, at(server), { now: () => then });
  expect(error).toBeNull();
  expect(mentions).toHaveLength(1);
  expect(mentions[0]).toMatchObject({
    externalId: '108',
    network: 'mastodon',
    url: 'https://other.example/@a/108',
    text: '@acme fix this',
    textState: 'full',
    author: { id: '1', name: 'A', handle: 'a@other.example', url: 'https://other.example/@a', followers: 10 },
    language: 'en',
    engagement: 3,
    publishedAt: new Date('2026-11-20T23:09:52.359Z'),
    parent: null,
  });
  expect(deleted).toEqual([mentionId('listener', '108')]);
});

test('posts that are not public never leave Mastodon', async () => {
  const posts = ['private', 'direct', 'public', 'unlisted', 'limited'].map((visibility) =>
    mention(visibility, { visibility }),
  );
  const server = await mastodon({ stream: (res) => res.end(posts.map((one) => event('notification', one)).join('')) });
  const { mentions } = await pull(MASTODON, at(server));
  expect(mentions.map(({ externalId }) => externalId)).toEqual(['public', 'unlisted']);
});

test('an edit of a post that mentioned us comes under the same id; edits of others are passed over', async () => {
  const first = mention('5');
  const edited = { ...first.status, content: '<p>Taken back</p>' };
  const body =
    event('notification', first) + event('status.update', edited) + event('status.update', { ...edited, id: '6' });
  const server = await mastodon({ stream: (res) => res.end(body) });
  const { mentions, cursor } = await pull(MASTODON, at(server));
  expect(mentions.map(({ id, text }) => [id, text])).toEqual([
    [mentionId('listener', '5'), '5'],
    [mentionId('listener', '5'), 'Taken back'],
  ]);
  // Also in a later turn.
  const later = await mastodon({ stream: (res) => res.end(event('status.update', edited)) });
  expect((await pull(MASTODON, at(later), { cursor })).mentions.map(({ text }) => text)).toEqual(['Taken back']);
});

test('our own public answer to a post is seen; the rest of the home timeline is passed over', async () => {
  const ours = {
    id: '9',
    account: { id: '7', acct: 'acme' },
    in_reply_to_id: '5',
    visibility: 'public',
    url: 'https://m.example/@acme/9',
  };
  const home = [
    ours,
    { ...ours, id: '10', account: { id: '8' } },
    { ...ours, id: '11', visibility: 'direct' },
    { ...ours, id: '12', in_reply_to_id: null },
  ];
  const server = await mastodon({ stream: (res) => res.end(home.map((one) => event('update', one)).join('')) });
  const { kept } = await pull(MASTODON, at(server));
  expect(kept.flatMap(({ read }) => read.heard)).toMatchObject([
    {
      kind: 'own_reply',
      reply: { id: mentionId('listener', '9'), to: mentionId('listener', '5'), by: 'acme', url: ours.url },
    },
  ]);
});

test('an answer names what it answers', async () => {
  const server = await mastodon({
    stream: (res) => res.end(event('notification', mention('6', { in_reply_to_id: '5' }))),
  });
  const { mentions } = await pull(MASTODON, at(server));
  expect(mentions[0]?.parent).toEqual({ kind: 'reply', id: mentionId('listener', '5'), url: null });
});

test('what was missed between two turns is asked for, page by page, from the last notification on', async () => {
  const missed = Array.from({ length: 100 }, (_, n) => mention(`p${n}`, {}, { id: String(1000 + n) })).reverse();
  const server = await mastodon({ notifications: missed });
  const { mentions, cursor, kept } = await pull(MASTODON, at(server), { cursor: { last: '999', heard: [] } });
  expect(mentions.map(({ externalId }) => externalId)).toEqual(Array.from({ length: 100 }, (_, n) => `p${n}`));
  expect(cursor).toMatchObject({ last: '1099' });
  // Each page is stored with its place, so a crash between two pages loses none.
  expect(kept.map(({ cursor }) => (cursor as { last: string }).last)).toEqual(['1039', '1079', '1099', '1099']);
});

test('a server that lists the same page again is not asked for ever', async () => {
  const same = [mention('1', {}, { id: '5' })];
  const server = await vendor((req, res) => res.end(req.url?.includes('notifications') ? JSON.stringify(same) : '{}'));
  servers.push(server);
  const { error } = await pull(MASTODON, at(server), { cursor: { last: '5', heard: [] } });
  expect(error).toBeNull();
  expect(server.asked.filter((url) => url.includes('notifications'))).toHaveLength(1);
});

test('the first turn takes the last day only', async () => {
  const old = new Date(noon.getTime() - 25 * 3_600_000).toISOString();
  const notifications = [mention('new', {}, { id: '12' }), mention('old', {}, { id: '11', created_at: old })];
  const server = await mastodon({ notifications });
  const { mentions, cursor } = await pull(MASTODON, at(server));
  expect(mentions.map(({ externalId }) => externalId)).toEqual(['new']);
  expect(cursor).toMatchObject({ last: '12' });
});

test('the stream is read where the server says it is', async () => {
  const streaming = await mastodon({ stream: (res) => res.end(sse) });
  const urls = { streaming: streaming.address.replace('http', 'ws') };
  const server = await mastodon({ instance: { configuration: { urls } } });
  const { mentions } = await pull(MASTODON, at(server), { now: () => then });
  expect(mentions).toHaveLength(1);
  expect(server.asked).not.toContain('/api/v1/streaming/user');
});

test('an event that arrives in many parts is one event, also where a character is cut', async () => {
  const bytes = Buffer.from(event('notification', mention('5', { content: 'Überall 😡' })));
  const server = await mastodon({
    stream: (res) => {
      const next = (from: number): void => {
        if (from >= bytes.length) res.end();
        else res.write(bytes.subarray(from, from + 7), () => setImmediate(next, from + 7));
      };
      next(0);
    },
  });
  const { mentions } = await pull(MASTODON, at(server));
  expect(mentions.map(({ text }) => text)).toEqual(['Überall 😡']);
});

test('rubbish is told, and does not stop what follows', async () => {
  const body = [
    event('notification', '{"half'),
    event('notification', { id: '2', type: 'mention' }),
    event('filters_changed', 'undefined'),
    'nonsense\n\n',
    event('notification', { id: '3', type: 'favourite' }),
    event('notification', mention('5')),
  ].join('');
  const server = await mastodon({ stream: (res) => res.end(body) });
  const { mentions, rejected, kept } = await pull(MASTODON, at(server));
  expect(mentions.map(({ externalId }) => externalId)).toEqual(['5']);
  // Half an event may be half a private post: nothing of it is kept.
  expect(JSON.stringify(kept)).not.toContain('half');
  expect(rejected).toEqual(['It is not a JSON object.', 'The notification holds no post.']);
});

test('an event without end is not held in memory', async () => {
  const line = `data: ${'x'.repeat(200_000)}\n`;
  const server = await mastodon({ stream: (res) => res.end(line.repeat(12)) });
  const { error, kept } = await pull(MASTODON, at(server));
  expect(String(error)).toBe('Error: The server sent an event larger than 1 MiB.');
  expect(kept.flatMap(({ read }) => read.heard)).toEqual([]);
});

test('the end of the turn is no failure', async () => {
  const turn = new AbortController();
  const server = await mastodon({ stream: (res) => res.write(event('notification', mention('5'))) });
  const { mentions, error } = await pull(MASTODON, at(server), {
    signal: turn.signal,
    keeping: ({ heard }) => heard.length > 0 && turn.abort(),
  });
  expect(error).toBeNull();
  expect(mentions.map(({ externalId }) => externalId)).toEqual(['5']);
});

test('what was told before the connection broke is stored', async () => {
  let connection: ServerResponse | null = null;
  const server = await mastodon({
    stream: (res) => {
      connection = res;
      res.write(`${event('notification', mention('5'))}event: notification\ndata: {"id"`);
    },
  });
  const { mentions, error, rejected } = await pull(MASTODON, at(server), {
    keeping: ({ heard }) => heard.length > 0 && connection?.destroy(),
  });
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).not.toContain('a-token');
  expect(mentions.map(({ externalId }) => externalId)).toEqual(['5']);
  expect(rejected).toEqual([]);
});

test.each([
  [401, {}, 'The Mastodon server does not accept the access token.'],
  [403, {}, 'The Mastodon access token lacks the scope read:notifications or read:statuses.'],
  [404, {}, 'There is no Mastodon server at this address.'],
])('HTTP %s is refused in a sentence without the token', async (status, headers, why) => {
  const server = await vendor((_req, res) => res.writeHead(status, headers).end('{"error":"a-token"}'));
  servers.push(server);
  const { error } = await pull(MASTODON, at(server));
  expect(error).toBeInstanceOf(Refused);
  expect(error).toMatchObject({ message: why });
});

test.each([
  ['2026-11-20T18:03:00.000Z', '2026-11-20T18:03:00.000Z'],
  ['soon', '2026-11-20T18:05:00.000Z'],
])('at its limit the server is left alone until it says (%s)', async (reset, until) => {
  const server = await vendor((_req, res) => res.writeHead(429, { 'x-ratelimit-reset': reset }).end());
  servers.push(server);
  const { error } = await pull(MASTODON, at(server));
  expect(error).toBeInstanceOf(Wait);
  expect(error).toMatchObject({ until: new Date(until) });
});

test('only an address of a server can be given, over https', () => {
  const wrong = MASTODON.fields.find(({ name }) => name === 'address')?.wrong;
  expect(
    ['https://mastodon.social', 'mastodon.social', 'https://m.example:8443/'].map((typed) => wrong?.(typed)),
  ).toEqual([null, null, null]);
  const bad = ['http://mastodon.social', 'https://mastodon.social/@acme', '@acme', 'https://me:secret@m.example', ''];
  expect(bad.map((typed) => typeof wrong?.(typed))).toEqual(bad.map(() => 'string'));
});
