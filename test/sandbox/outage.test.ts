/** Slack away for a while: what an app meets, and what goes on all the same. */
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ANA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import type { Sandbox } from '../../src/sandbox/workspace-server.ts';
import { card, client, workspace } from './workspace.ts';

const post = (sandbox: Sandbox, text: string, signal?: AbortSignal) =>
  fetch(`${sandbox.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.botToken}` },
    body: new URLSearchParams({ channel: SOCIAL_ALERTS, text }),
    ...(signal ? { signal } : {}),
  });

const texts = (sandbox: Sandbox) => sandbox.messages(SOCIAL_ALERTS).map((message) => message.text);

/** What one post meets: the HTTP status, `broken` when the connection breaks, `nothing` when it is never answered. */
async function met(sandbox: Sandbox, text: string): Promise<number | 'broken' | 'nothing'> {
  const stop = new AbortController();
  const call = post(sandbox, text, stop.signal).then(
    ({ status }) => status,
    () => 'broken' as const,
  );
  await vi.waitFor(() => expect(sandbox.calls().at(-1)?.args.text).toBe(text));
  // What was asked later is answered by now; an answer to this would be there too.
  const later = fetch(sandbox.url).then(() => fetch(sandbox.url));
  const answer = await Promise.race([call, later.then(() => 'nothing' as const)]);
  stop.abort();
  return answer;
}

test.each([
  ['refused' as const, 'broken'],
  ['silent' as const, 'nothing'],
  [500 as const, 500],
  [503 as const, 503],
])('while Slack is away (%s) no call is done, each is counted, and then all is as before', async (how, expected) => {
  const sandbox = await workspace();
  const back = sandbox.outage(how);
  for (const text of ['a', 'b', 'c']) expect(await met(sandbox, text)).toBe(expected);
  expect(sandbox.calls('chat.postMessage').map(({ status, error }) => [status, error])).toEqual(
    Array(3).fill(['fault', String(how)]),
  );
  expect(texts(sandbox)).toEqual([]);
  back();
  expect((await post(sandbox, 'd')).status).toBe(200);
  expect(texts(sandbox)).toEqual(['d']);
});

test('a fault on order is kept for when Slack is back', async () => {
  const sandbox = await workspace();
  sandbox.fault({ method: 'chat.postMessage', kind: { error: 'fatal_error' } });
  const back = sandbox.outage(503);
  await post(sandbox, 'a');
  back();
  expect(await (await post(sandbox, 'b')).json()).toMatchObject({ error: 'fatal_error' });
});

test('the page goes on while Slack is away, and people write', async () => {
  const sandbox = await workspace();
  sandbox.outage('refused');
  expect(await sandbox.act({ as: ANA, kind: 'post', channel: SOCIAL_ALERTS, text: 'still here' })).toEqual({
    ok: true,
  });
  const page = await fetch(`${sandbox.url}/workspace/live?as=${ANA}`);
  expect(page.status).toBe(200);
  await page.body?.cancel();
  expect(texts(sandbox)).toEqual(['still here']);
});

test('a response URL and an upload are away with it, and good for as many uses afterwards', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'card', blocks: card('c', 'go') });
  const { upload_url = '' } = await web.files.getUploadURLExternal({ filename: 'a.csv', length: 3 });
  const place = { kind: 'message' as const, channel: SOCIAL_ALERTS, ts };
  await sandbox.act({ as: ANA, kind: 'click', place, blockId: 'buttons', actionId: 'go', state: { type: 'button' } });
  const url = String(sandbox.deliveries().at(-1)?.payload.response_url);
  const answer = async () =>
    (
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'seen' }),
      })
    ).status;
  const upload = async () => (await fetch(upload_url, { method: 'POST', body: 'abc' })).status;
  const back = sandbox.outage(503);
  for (let n = 0; n < 6; n += 1) expect(await answer()).toBe(503);
  expect(await upload()).toBe(503);
  back();
  expect(await answer()).toBe(200);
  expect(await upload()).toBe(200);
  expect(sandbox.ephemerals(ANA).map((message) => message.text)).toEqual(['seen']);
});

test('Socket Mode breaks off when Slack goes away, and connects again when it is back', async () => {
  const sandbox = await workspace();
  const connect = async () => {
    const { url = '' } = (await client(sandbox, sandbox.appToken).apps.connections.open()) as { url?: string };
    const socket = new WebSocket(url);
    await new Promise((greeted) => socket.once('message', greeted));
    return socket;
  };
  const socket = await connect();
  const broken = new Promise((gone) => socket.once('close', gone));
  const back = sandbox.outage('refused');
  await broken;
  await expect(connect()).rejects.toThrow();
  back();
  (await connect()).terminate();
});

test('one outage takes the place of another; either undoing ends it', async () => {
  const sandbox = await workspace();
  const back = sandbox.outage(500);
  sandbox.outage(503);
  expect((await post(sandbox, 'a')).status).toBe(503);
  back();
  expect((await post(sandbox, 'b')).status).toBe(200);
});

test('a fault without end hits until it is undone', async () => {
  const sandbox = await workspace();
  const mend = sandbox.fault({ method: '*', kind: '500', times: Number.POSITIVE_INFINITY });
  for (let n = 0; n < 50; n += 1) expect((await post(sandbox, 'x')).status).toBe(500);
  mend();
  expect((await post(sandbox, 'y')).status).toBe(200);
});
