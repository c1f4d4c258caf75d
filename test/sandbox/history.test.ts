import { expect, test } from 'vitest';
import { newestFirst } from '../../src/sandbox/api/message-pages.ts';
import { ANA, MATEO, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import type { Sandbox } from '../../src/sandbox/workspace-server.ts';
import { client, refusal, workspace } from './workspace.ts';

/** A second between messages, so that moments can be named: `m0` was posted at 1700000000. */
async function said(...texts: string[]) {
  let at = 1_700_000_000_000;
  const sandbox = await workspace({ now: () => at });
  for (const text of texts) {
    await sandbox.act({ as: ANA, kind: 'post', channel: SOCIAL_ALERTS, text });
    at += 1_000;
  }
  return sandbox;
}

const at = (second: number) => `17000000${String(second).padStart(2, '0')}.000000`;

async function read(sandbox: Sandbox, more: object = {}) {
  const answer = await client(sandbox).conversations.history({ channel: SOCIAL_ALERTS, ...more });
  const texts = (answer.messages ?? []).map((message) => message.text);
  return { texts, hasMore: answer.has_more, cursor: answer.response_metadata?.next_cursor, answer };
}

test('history is read from the newest to the oldest', async () => {
  const sandbox = await said('a', 'b', 'c');
  expect(await read(sandbox)).toMatchObject({ texts: ['c', 'b', 'a'], hasMore: false, cursor: undefined });
});

test.each([
  [{ oldest: at(1) }, ['d', 'c']],
  [{ oldest: at(1), inclusive: true }, ['d', 'c', 'b']],
  [{ latest: at(2) }, ['b', 'a']],
  [{ latest: at(2), inclusive: true }, ['c', 'b', 'a']],
  [{ oldest: at(0), latest: at(3) }, ['c', 'b']],
  [{ oldest: at(0), latest: at(3), inclusive: true }, ['d', 'c', 'b', 'a']],
  [{ oldest: '1700000001.5' }, ['d', 'c']],
  [{ oldest: at(1), latest: at(1), inclusive: true }, ['b']],
  [{ oldest: at(2), latest: at(1) }, []],
])('between %j it finds %j', async (span, texts) => {
  const sandbox = await said('a', 'b', 'c', 'd');
  expect((await read(sandbox, span)).texts).toEqual(texts);
});

test('of more than the limit the newest come first, and the cursor leads on to the others', async () => {
  const sandbox = await said('a', 'b', 'c', 'd', 'e');
  const span = { oldest: at(0), limit: 2 };
  const first = await read(sandbox, span);
  expect(first).toMatchObject({ texts: ['e', 'd'], hasMore: true });
  const second = await read(sandbox, { ...span, cursor: first.cursor });
  expect(second).toMatchObject({ texts: ['c', 'b'], hasMore: false, cursor: undefined });
});

test('a page that ends exactly where the messages do is the last one', async () => {
  const sandbox = await said('a', 'b');
  expect(await read(sandbox, { limit: 2 })).toMatchObject({ texts: ['b', 'a'], hasMore: false, cursor: undefined });
});

test('what is posted or deleted between two pages moves nothing in the second', async () => {
  const sandbox = await said('a', 'b', 'c', 'd');
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'ours' });
  const first = await read(sandbox, { limit: 2 });
  expect(first.texts).toEqual(['ours', 'd']);
  await sandbox.act({ as: ANA, kind: 'post', channel: SOCIAL_ALERTS, text: 'in between' });
  await web.chat.delete({ channel: SOCIAL_ALERTS, ts });
  expect((await read(sandbox, { limit: 2, cursor: first.cursor })).texts).toEqual(['c', 'b']);
});

test('moments and cursors that are none are refused', async () => {
  const sandbox = await said('a');
  const web = client(sandbox);
  const history = (more: object) => refusal(web.conversations.history({ channel: SOCIAL_ALERTS, ...more }));
  expect(await history({ oldest: 'yesterday' })).toBe('invalid_ts_oldest');
  expect(await history({ latest: 'tomorrow' })).toBe('invalid_ts_latest');
  expect(await history({ cursor: 'bm90IGEgY3Vyc29y' })).toBe('invalid_cursor');
  expect(await history({ limit: 1.5 })).toBe('invalid_limit');
});

test('a thread is read from its parent to the newest reply, page by page, metadata included', async () => {
  const sandbox = await said('question');
  const web = client(sandbox);
  const thread_ts = sandbox.messages(SOCIAL_ALERTS)[0]?.ts ?? '';
  for (const n of [1, 2, 3, 4]) {
    const metadata = { event_type: 'reply', event_payload: { n } };
    await web.chat.postMessage({ channel: SOCIAL_ALERTS, thread_ts, text: `reply ${n}`, metadata });
  }
  const read = async (more: object) => {
    const answer = await web.conversations.replies({ channel: SOCIAL_ALERTS, ts: thread_ts, ...more });
    const cursor = answer.response_metadata?.next_cursor;
    return { texts: answer.messages?.map((one) => one.text), hasMore: answer.has_more, cursor, answer };
  };
  const first = await read({ limit: 3 });
  expect(first).toMatchObject({ texts: ['question', 'reply 1', 'reply 2'], hasMore: true });
  const second = await read({ limit: 3, cursor: first.cursor, include_all_metadata: true });
  expect(second).toMatchObject({ texts: ['reply 3', 'reply 4'], hasMore: false });
  expect(second.answer.messages?.[0]).toMatchObject({ metadata: { event_payload: { n: 3 } } });
  const third = sandbox.messages(SOCIAL_ALERTS)[3]?.ts ?? '';
  expect((await read({ oldest: third })).texts).toEqual(['question', 'reply 4']);
  expect((await read({ oldest: third, inclusive: true })).texts).toEqual(['question', 'reply 3', 'reply 4']);
  expect((await read({ latest: third })).texts).toEqual(['question', 'reply 1', 'reply 2']);
});

test('of 5,000 messages no more are looked at than the page needs', () => {
  const message = { channel: 'C1', user: 'U1', text: 'x', blocks: [], isBroadcast: false, reactions: [], files: [] };
  const messages = Array.from({ length: 5_000 }, (_, second) => ({
    ...message,
    ts: `${1_700_000_000 + second}.000000`,
  }));
  const read = (args: object) => {
    let looks = 0;
    const page = newestFirst(messages, { ...args }, () => {
      looks += 1;
      return true;
    });
    return { looks, found: page.messages.length, last: page.messages.at(-1)?.ts };
  };
  expect(read({ limit: 20 })).toEqual({ looks: 21, found: 20, last: '1700004980.000000' });
  expect(read({ limit: 200, oldest: '1700004990.000000' })).toMatchObject({ looks: 9, found: 9 });
  expect(read({ limit: 200, latest: '1700000100.000000' })).toMatchObject({ looks: 100, found: 100 });
});

test('a channel of 5,000 messages is read to its end, page by page, none twice', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const web = client(sandbox);
  for (let n = 0; n < 5_000; n += 1)
    await sandbox.act({ as: MATEO, kind: 'post', channel: SOCIAL_ALERTS, text: `post ${n}` });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await web.conversations.history({ channel: SOCIAL_ALERTS, limit: 999, ...(cursor ? { cursor } : {}) });
    seen.push(...(page.messages ?? []).map(({ text = '' }) => text));
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  expect(seen).toEqual(Array.from({ length: 5_000 }, (_, n) => `post ${4_999 - n}`));
});
