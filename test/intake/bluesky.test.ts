import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { BLUESKY, blueskyBehind } from '../../src/source/bluesky/bluesky.ts';
import { safeLookup } from '../../src/source/pull/safe-fetch.ts';
import { Refused, Wait } from '../../src/source/source.ts';
import { mentionId } from '../../src/source/values/mention-id.ts';
import { noon } from './mapped.ts';
import { pull } from './pulled.ts';

const lines = readFileSync(new URL('../../src/source/bluesky/fixture.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n');
/** Talks to loopback, as the real one never does. */
const local = blueskyBehind({ wrongAddress: () => null });
const SECOND = 1_000_000;
const noonUs = noon.getTime() * 1000;

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing) close();
  closing = [];
});

/** A Jetstream that does this with whoever connects. Answers where it is, and what was asked of it. */
async function jetstream(serve: (socket: WebSocket, request: IncomingMessage) => void) {
  const asked: string[] = [];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket, request) => {
    asked.push(request.url ?? '');
    serve(socket, request);
  });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  closing.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const sends = (messages: (string | object)[]) => (socket: WebSocket) => {
  for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  socket.close();
};

const at = (address: string, words = 'StreamlyApp') => ({ settings: { address, words } });

function event(rkey: string, operation: string, record?: object, over: object = {}) {
  const commit = { operation, collection: 'app.bsky.feed.post', rkey, ...(record ? { record } : {}) };
  return { did: 'did:plc:abc', time_us: noonUs, kind: 'commit', commit, ...over };
}
const post = (rkey: string, text: string, record: object = {}) => event(rkey, 'create', { text, ...record });
const idOf = (rkey: string) => mentionId('listener', `at://did:plc:abc/app.bsky.feed.post/${rkey}`);

test('a post with our word is a mention that links to it, and its deletion follows', async () => {
  const { address } = await jetstream(sends(lines));
  const { mentions, deleted, error } = await pull(local, at(address));
  expect(error).toBeNull();
  expect(mentions).toHaveLength(1);
  expect(mentions[0]).toMatchObject({
    network: 'bluesky',
    url: 'https://bsky.app/profile/did:plc:abc/post/3ltest',
    text: 'StreamlyApp down for anyone else?',
    textState: 'full',
    language: 'en',
    query: 'StreamlyApp',
    author: { id: 'did:plc:abc', url: 'https://bsky.app/profile/did:plc:abc' },
    publishedAt: new Date('2026-11-20T20:05:00Z'),
    parent: {
      kind: 'reply',
      id: mentionId('listener', 'at://did:plc:y/app.bsky.feed.post/3p'),
      url: 'https://bsky.app/profile/did:plc:y/post/3p',
    },
  });
  expect(deleted).toEqual([idOf('3ltest')]);
});

test('posts without our words are nobody else’s business, and so are their deletions', async () => {
  const { address } = await jetstream(
    sends([post('1', 'Lovely weather'), event('1', 'delete'), event('2', 'delete'), post('3', 'Streamly apps')]),
  );
  const { kept } = await pull(local, at(address));
  expect(kept.flatMap(({ read }) => read.heard)).toEqual([]);
});

test('a deletion is recognised in a later turn', async () => {
  const first = await jetstream(sends([post('1', 'streamlyapp!')]));
  const { cursor } = await pull(local, at(first.address));
  const later = await jetstream(sends([event('1', 'delete')]));
  expect((await pull(local, at(later.address), { cursor })).deleted).toEqual([idOf('1')]);
});

test('an edit is heard even when it takes our word out', async () => {
  const { address } = await jetstream(
    sends([post('1', 'StreamlyApp fails'), event('1', 'update', { text: 'All fine' })]),
  );
  const { mentions } = await pull(local, at(address));
  expect(mentions.map(({ id, text }) => [id, text])).toEqual([
    [idOf('1'), 'StreamlyApp fails'],
    [idOf('1'), 'All fine'],
  ]);
});

test('a handle is shown once Bluesky has told it', async () => {
  const identity = { did: 'did:plc:abc', time_us: noonUs, kind: 'identity', identity: { handle: 'jane.bsky.social' } };
  const { address } = await jetstream(sends([post('1', 'StreamlyApp'), identity, post('2', 'StreamlyApp')]));
  const { mentions } = await pull(local, at(address));
  expect(mentions.map(({ author }) => author.handle)).toEqual([undefined, 'jane.bsky.social']);
});

test('a link to a page whose title names us is heard', async () => {
  const embed = { external: { uri: 'https://paper.example/a', title: 'StreamlyApp loses data' } };
  const { address } = await jetstream(sends([post('1', 'Oh dear', { embed })]));
  const { mentions } = await pull(local, at(address));
  expect(mentions[0]).toMatchObject({ text: 'Oh dear', title: 'StreamlyApp loses data' });
});

test('a quoted post is the parent', async () => {
  const embed = { record: { record: { uri: 'at://did:plc:y/app.bsky.feed.post/3p' } } };
  const { address } = await jetstream(sends([post('1', 'StreamlyApp again', { embed })]));
  const { mentions } = await pull(local, at(address));
  expect(mentions[0]?.parent).toMatchObject({ kind: 'quote', url: 'https://bsky.app/profile/did:plc:y/post/3p' });
});

test('it begins with now, and goes on five seconds before where it stopped', async () => {
  const { address, asked } = await jetstream(sends([post('1', 'hello')]));
  const { cursor } = await pull(local, at(address));
  expect(new URL(asked[0] ?? '', address).searchParams.get('cursor')).toBeNull();
  expect(asked[0]).toContain('wantedCollections=app.bsky.feed.post');
  await pull(local, at(address), { cursor });
  expect(new URL(asked[1] ?? '', address).searchParams.get('cursor')).toBe(String(noonUs - 5 * SECOND));
});

test('an event from the future does not take the place with it', async () => {
  const ahead = { time_us: noonUs + 3600 * SECOND };
  const { address } = await jetstream(sends([event('1', 'create', { text: 'StreamlyApp' }, ahead)]));
  expect((await pull(local, at(address))).cursor).toMatchObject({ at: noonUs });
});

test('a server that sends faster than we store is read to its end', async () => {
  const long = 'x'.repeat(500_000);
  const { address } = await jetstream(
    sends(Array.from({ length: 60 }, (_, n) => post(`r${n}`, `StreamlyApp ${long}`))),
  );
  expect((await pull(local, at(address))).mentions).toHaveLength(60);
});

test('after a long time away it goes back one day', async () => {
  const { address, asked } = await jetstream(sends([]));
  await pull(local, at(address), { cursor: { at: noonUs - 90 * 3600 * SECOND, matched: [] } });
  expect(new URL(asked[0] ?? '', address).searchParams.get('cursor')).toBe(String(noonUs - 24 * 3600 * SECOND));
});

test('many matches are stored a hundred at a time', async () => {
  const posts = Array.from({ length: 250 }, (_, n) => post(`r${n}`, 'StreamlyApp'));
  const { address } = await jetstream(sends(posts));
  const { kept, mentions } = await pull(local, at(address));
  expect(kept.map(({ read }) => read.heard.length)).toEqual([100, 100, 50]);
  expect(mentions).toHaveLength(250);
});

test('the cursor does not grow without end', async () => {
  const posts = Array.from({ length: 1500 }, (_, n) => post(`r${n}`, 'StreamlyApp'));
  const { address } = await jetstream(sends(posts));
  const { cursor } = await pull(local, at(address));
  expect((cursor as { matched: string[] }).matched).toHaveLength(1000);
  // It is the oldest that are forgotten.
  const later = await jetstream(sends([event('r0', 'delete'), event('r1499', 'delete')]));
  expect((await pull(local, at(later.address), { cursor })).deleted).toEqual([idOf('r1499')]);
});

test('what could not be stored is not passed over: the place stays before it', async () => {
  const { address } = await jetstream(sends([post('1', 'StreamlyApp')]));
  const failed = await pull(local, at(address), {
    keeping: () => {
      throw new Error('the database is away');
    },
  });
  expect(String(failed.error)).toBe('Error: the database is away');
  expect(failed.cursor).toBeUndefined();
});

test('rubbish is kept for another try, and does not stop what follows', async () => {
  const { address } = await jetstream(
    sends([
      '{"half',
      '[]',
      '{}',
      { did: 5, kind: 'commit' },
      event('1', 'create'),
      event('../x', 'create'),
      post('2', 'StreamlyApp'),
    ]),
  );
  const { mentions, rejected } = await pull(local, at(address));
  expect(mentions.map(({ id }) => id)).toEqual([idOf('2')]);
  expect(rejected).toEqual(['It is not a JSON object.', 'It is not a JSON object.']);
});

test('the end of the turn is no failure, and what was found is stored', async () => {
  const turn = new AbortController();
  const posts = Array.from({ length: 100 }, (_, n) => post(`r${n}`, 'StreamlyApp'));
  const { address } = await jetstream((socket) => {
    for (const one of posts) socket.send(JSON.stringify(one));
  });
  const { error, mentions } = await pull(local, at(address), { signal: turn.signal, keeping: () => turn.abort() });
  expect(error).toBeNull();
  expect(mentions).toHaveLength(100);
});

test('a turn that is over before it began asks nobody', async () => {
  const { address, asked } = await jetstream(sends([]));
  const { error, kept } = await pull(local, at(address), { signal: AbortSignal.abort() });
  expect([error, kept, asked]).toEqual([null, [], []]);
});

test('when the connection breaks, what was found is stored', async () => {
  const { address } = await jetstream((socket) => {
    socket.send(JSON.stringify(post('1', 'StreamlyApp')), () => socket.terminate());
  });
  const { mentions } = await pull(local, at(address));
  expect(mentions.map(({ id }) => id)).toEqual([idOf('1')]);
});

test.each([
  [429, Wait, 'The Bluesky stream asks us to connect less often.'],
  [404, Refused, 'There is no Jetstream server at this address.'],
  [503, Error, 'The Bluesky stream answered with HTTP 503.'],
])('HTTP %s instead of a stream is told in a sentence', async (status, kind, why) => {
  const refusing = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    verifyClient: (_info, done) => done(false, status),
  });
  await new Promise<void>((resolve) => refusing.once('listening', resolve));
  closing.push(() => refusing.close());
  const { error } = await pull(local, at(`http://127.0.0.1:${(refusing.address() as AddressInfo).port}`));
  expect(error).toBeInstanceOf(kind);
  expect(error).toMatchObject({ message: why });
});

test('a private address is refused before anyone is called, and so is a name that leads to one', async () => {
  const { address, asked } = await jetstream(sends([]));
  const literal = await pull(BLUESKY, at(address));
  expect(literal.error).toBeInstanceOf(Refused);
  const inside = safeLookup({
    lookup: (_host, _options, answer) => answer(null, [{ address: '10.0.0.5', family: 4 }]),
  });
  const guarded = blueskyBehind({ lookup: inside, wrongAddress: () => null });
  const named = await pull(guarded, at('http://jetstream.example'));
  expect(named.error).toBeInstanceOf(Refused);
  expect(asked).toEqual([]);
});

test('the kind as it is registered asks DNS through the same guard', async () => {
  // What the DNS of this machine is made to say of any name: an address within.
  const answers = (...[, , answer]: Parameters<LookupFunction>) => answer(null, [{ address: '10.0.0.5', family: 4 }]);
  const spy = vi.spyOn(dns, 'lookup').mockImplementation(answers as typeof dns.lookup);
  onTestFinished(() => spy.mockRestore());
  const { error } = await pull(BLUESKY, at('https://jetstream.example'));
  expect(error).toBeInstanceOf(Refused);
  expect(spy).toHaveBeenCalled();
});
