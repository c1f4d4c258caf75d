/** Which requests reach the app, over real HTTP. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onlyFromSlack } from '../../src/slack/from-slack.ts';

const SECRET = 'the signing secret';
const NOON = Date.UTC(2026, 2, 10, 12) / 1_000;
const HOUR = 3_600;
const BODY = JSON.stringify({ type: 'url_verification' });

/** What reached the app. */
const passed: string[] = [];
/** Seconds: the machine's clock, and our own. */
let [wall, own] = [NOON, NOON];
const listener = onlyFromSlack(
  (req, res) => {
    passed.push('rawBody' in req ? String(req.rawBody) : 'unread');
    res.end();
  },
  SECRET,
  [() => wall * 1_000, () => own * 1_000],
);
const server = createServer(listener);
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

async function send(body: string, headers: Record<string, string>, method = 'POST'): Promise<number> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return (await fetch(url, { method, headers, ...(method === 'POST' ? { body } : {}) })).status;
}
const signed = (at: number | string, body = BODY, secret = SECRET) => ({
  'content-type': 'application/json',
  'x-slack-request-timestamp': String(at),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
});

describe('a signed request', () => {
  test.each([
    ['of this moment', 0, 200],
    ['five minutes old', -300, 200],
    ['older', -301, 401],
    ['of a sender whose clock is a little ahead', 300, 200],
    ['dated in the future', 301, 401],
  ])('%s: %i s, %i', async (_, seconds, status) => {
    [wall, own] = [NOON, NOON];
    expect(await send(BODY, signed(NOON + seconds))).toBe(status);
  });

  test.each([
    ['back', -HOUR],
    ['ahead', HOUR],
  ])('passes while the machine’s clock is set %s by an hour', async (_, by) => {
    [wall, own] = [NOON + by, NOON];
    passed.length = 0;
    expect(await send(BODY, signed(NOON))).toBe(200);
    expect(passed).toEqual([BODY]);
    expect(await send(BODY, signed(NOON - by))).toBe(401);
  });

  test('passes when the machine’s clock was wrong before and has been set right', async () => {
    [wall, own] = [NOON, NOON + HOUR];
    expect(await send(BODY, signed(NOON))).toBe(200);
  });
});

describe('nothing reaches the app', () => {
  test.each([
    ['that is signed with another secret', BODY, signed(NOON, BODY, 'another')],
    ['whose body was changed', `${BODY} `, signed(NOON)],
    ['that is not signed', BODY, { 'content-type': 'application/json', 'x-slack-request-timestamp': String(NOON) }],
    ['without a time', BODY, signed('NaN')],
    ['with a time that is none', BODY, signed('1e9')],
    ['with a signature of another kind', BODY, { ...signed(NOON), 'x-slack-signature': 'v1=00' }],
  ])('%s', async (_, body, headers) => {
    [wall, own] = [NOON, NOON];
    passed.length = 0;
    expect(await send(body, headers)).toBe(401);
    expect(passed).toEqual([]);
  });

  test('that is larger than a megabyte', async () => {
    const large = 'x'.repeat(1024 * 1024 + 1);
    passed.length = 0;
    expect(await send(large, signed(NOON, large))).toBe(413);
    expect(passed).toEqual([]);
  });

  test('but that Slack looks at our certificate, whatever else such a request holds', async () => {
    passed.length = 0;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await send('ssl_check=1&payload={"type":"block_actions"}', form)).toBe(200);
    expect(passed).toEqual(['ssl_check=1']);
  });
});

test('what is not sent to be acted on is left to the app', async () => {
  passed.length = 0;
  await send('', {}, 'GET');
  expect(passed).toEqual(['unread']);
});
