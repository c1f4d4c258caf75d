import { expect, test } from 'vitest';
import { ANA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import { makeRateLimits } from '../../src/sandbox/grants/rate-limits.ts';
import { client, refusal, workspace } from './workspace.ts';

function clock(start = 1_700_000_000_000) {
  let at = start;
  const now = () => at;
  const wait = (ms: number) => {
    at += ms;
  };
  return { now, wait };
}

test('a channel takes four posts at once, then one per second', () => {
  const { now, wait } = clock();
  const limits = makeRateLimits(now);
  const post = () => limits.take('chat.postMessage', 'C1');
  expect([post(), post(), post(), post(), post()]).toEqual([0, 0, 0, 0, 1]);
  expect(limits.take('chat.postMessage', 'C2')).toBe(0);
  wait(1000);
  expect([post(), post()]).toEqual([0, 1]);
});

test('all channels together take 300 posts a minute', () => {
  const { now } = clock();
  const limits = makeRateLimits(now);
  for (let n = 0; n < 300; n += 1) expect(limits.take('chat.postMessage', `C${n}`)).toBe(0);
  expect(limits.take('chat.postMessage', 'C300')).toBe(60);
});

test.each([
  ['conversations.create', 20],
  ['chat.update', 50],
  ['views.open', 100],
])('%s passes %i times a minute', (method, times) => {
  const { now, wait } = clock();
  const limits = makeRateLimits(now);
  for (let n = 0; n < times; n += 1) expect(limits.take(method)).toBe(0);
  expect(limits.take(method)).toBe(60);
  wait(59_999);
  expect(limits.take(method)).toBe(1);
  wait(1);
  expect(limits.take(method)).toBe(0);
});

test('a call over the limit gets 429 and how long to wait, and is not done', async () => {
  const { now } = clock();
  const sandbox = await workspace({ limits: true, now });
  const web = client(sandbox);
  for (let n = 0; n < 4; n += 1) await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: `${n}` });
  const error = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'more' }).catch((one) => one);
  expect(error).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
  expect(sandbox.messages(SOCIAL_ALERTS)).toHaveLength(4);
  expect(sandbox.calls('chat.postMessage').map((call) => call.status)).toEqual(['ok', 'ok', 'ok', 'ok', 'limited']);
});

test.each([
  ['500' as const, 0],
  ['500_after_success' as const, 1],
  ['drop' as const, 0],
  ['drop_after_success' as const, 1],
  [{ error: 'fatal_error' }, 0],
])('a fault of kind %j leaves %i messages', async (kind, left) => {
  const sandbox = await workspace();
  const web = client(sandbox);
  sandbox.fault({ method: 'chat.postMessage', kind });
  await expect(web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'x' })).rejects.toThrow();
  expect(sandbox.messages(SOCIAL_ALERTS)).toHaveLength(left);
  expect(sandbox.calls()).toMatchObject([{ method: 'chat.postMessage', status: 'fault' }]);
  await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'y' });
});

test.each([
  ['timeout_before' as const, 0],
  ['timeout_after_success' as const, 1],
])('a fault of kind %s never answers and leaves %i messages', async (kind, left) => {
  const sandbox = await workspace();
  sandbox.fault({ method: '*', kind });
  const call = fetch(`${sandbox.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.botToken}` },
    body: new URLSearchParams({ channel: SOCIAL_ALERTS, text: 'x' }),
    signal: AbortSignal.timeout(50),
  });
  await expect(call).rejects.toThrow(/timeout/);
  expect(sandbox.messages(SOCIAL_ALERTS)).toHaveLength(left);
});

test('a fault hits as often as it was told, only what it was told, and can be undone', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const undo = sandbox.fault({
    method: 'chat.postMessage',
    kind: { error: 'fatal_error' },
    times: 2,
    when: (args) => args.text === 'bad',
  });
  const post = (text: string) => refusal(web.chat.postMessage({ channel: SOCIAL_ALERTS, text }));
  expect(await post('good')).toBe('no refusal');
  expect(await post('bad')).toBe('fatal_error');
  undo();
  expect(await post('bad')).toBe('no refusal');
});

test('a trigger opens one modal, for three seconds', async () => {
  const { now, wait } = clock();
  const sandbox = await workspace({ now });
  const triggers: string[] = [];
  const press = async () => {
    await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' });
    triggers.push(String(sandbox.deliveries().at(-1)?.payload.trigger_id));
    return triggers.at(-1) ?? '';
  };
  const view = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [{ type: 'divider' }] };
  const open = (trigger_id: string, method = 'views.open') =>
    refusal(client(sandbox).apiCall(method, { trigger_id, view }));

  const first = await press();
  expect(await open(first)).toBe('no refusal');
  expect(await open(first)).toBe('exchanged_trigger_id');
  const second = await press();
  wait(3001);
  expect(await open(second)).toBe('expired_trigger_id');
  expect(await open('123.456.abc')).toBe('invalid_trigger_id');
  expect(await open(await press(), 'views.push')).toBe('not_found');
});

test('an update with an old hash conflicts', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const publish = (text: string, hash?: string) =>
    web.views.publish({
      user_id: ANA,
      view: { type: 'home', blocks: [{ type: 'section', text: { type: 'plain_text', text } }] },
      ...(hash ? { hash } : {}),
    });
  const first = await publish('one');
  const second = await publish('two', first.view?.hash);
  expect(second.ok).toBe(true);
  expect(await refusal(publish('three', first.view?.hash))).toBe('hash_conflict');
});

test('a response_url works five times within half an hour', async () => {
  const { now } = clock();
  const sandbox = await workspace({ now });
  const { ts = '' } = await client(sandbox).chat.postMessage({
    channel: SOCIAL_ALERTS,
    text: 'card',
    blocks: [
      {
        type: 'actions',
        block_id: 'b',
        elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'A' } }],
      },
    ],
  });
  const urlOfClick = async (clicked: string) => {
    const place = { kind: 'message' as const, channel: SOCIAL_ALERTS, ts: clicked };
    await sandbox.act({ as: ANA, kind: 'click', place, blockId: 'b', actionId: 'a', state: { type: 'button' } });
    return String(sandbox.deliveries().at(-1)?.payload.response_url);
  };
  const answer = async (url: string, body: object) =>
    (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))
      .status;

  const url = await urlOfClick(ts);
  expect(await answer(url, { text: 'only you' })).toBe(200);
  expect(sandbox.ephemerals(ANA).map((message) => message.text)).toEqual(['only you']);
  expect(await answer(url, { text: 'all', response_type: 'in_channel' })).toBe(200);
  expect(await answer(url, { text: 'new text', replace_original: true })).toBe(200);
  expect(sandbox.messages(SOCIAL_ALERTS).map((message) => message.text)).toEqual(['new text', 'all']);
  expect(await answer(url, {})).toBe(400);
  expect(await answer(url, { delete_original: true })).toBe(200);
  expect(sandbox.messages(SOCIAL_ALERTS).map((message) => message.text)).toEqual(['all']);
  expect(await answer(url, { text: 'sixth' })).toBe(404);
});

test('an ephemeral message can replace and delete itself', async () => {
  const { now, wait } = clock();
  const sandbox = await workspace({ now });
  const blocks = [
    {
      type: 'actions',
      block_id: 'b',
      elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'A' } }],
    },
  ];
  const { message_ts = '' } = await client(sandbox).chat.postEphemeral({
    channel: SOCIAL_ALERTS,
    user: ANA,
    text: 'e',
    blocks,
  });
  const place = { kind: 'message' as const, channel: SOCIAL_ALERTS, ts: message_ts };
  await sandbox.act({ as: ANA, kind: 'click', place, blockId: 'b', actionId: 'a', state: { type: 'button' } });
  const payload = sandbox.deliveries().at(-1)?.payload;
  expect(payload).toMatchObject({ container: { is_ephemeral: true, message_ts } });
  expect(payload).not.toHaveProperty('message');
  const answer = (body: object) =>
    fetch(String(payload?.response_url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await answer({ replace_original: true, text: 'changed' });
  expect(sandbox.ephemerals(ANA).map((message) => message.text)).toEqual(['changed']);
  await answer({ delete_original: true });
  expect(sandbox.ephemerals(ANA)).toEqual([]);
  wait(31 * 60_000);
  expect((await answer({ text: 'late' })).status).toBe(404);
});
