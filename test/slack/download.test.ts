/** Fetching a file: with the token, from Slack alone, and never more than was asked for. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../src/slack/download.ts';

const asked: (string | undefined)[] = [];
const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  '/file': (response) => response.end('url,text'),
  '/sign-in': (response) => response.writeHead(302, { location: '/file' }).end(),
  '/page': (response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html>'),
  '/large': (response) => response.end('x'.repeat(1_000)),
  '/gone': (response) => response.writeHead(404).end(),
  '/broken': (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('x');
    setImmediate(() => response.destroy());
  },
};

const server = createServer((request: IncomingMessage, response) => {
  asked.push(request.headers.authorization);
  ANSWERS[request.url ?? '']?.(response);
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const get = (path: string, atMost = 100) => download(url + path, { token: 'xoxb-1', apiUrl: `${url}/api/` }, atMost);

test('the bytes come for the token', async () => {
  expect(await get('/file')).toEqual(Buffer.from('url,text'));
  expect(asked.at(-1)).toBe('Bearer xoxb-1');
});

test.each(['/sign-in', '/page'])(
  'a sign-in page (%s) means a missing permission, and is not followed or read',
  async (path) => {
    const before = asked.length;
    expect(await get(path)).toContain('files:read');
    expect(asked).toHaveLength(before + 1);
  },
);

test('a file that is larger, gone or broken off is told in a sentence', async () => {
  expect(await get('/large', 999)).toContain('larger than');
  expect(await get('/gone')).toContain('HTTP 404');
  expect(await get('/broken')).toContain('broke off');
  expect(await download('http://127.0.0.1:9/x', { token: 'xoxb-1', apiUrl: 'http://127.0.0.1:9/api/' }, 9)).toContain(
    'Try once more',
  );
});

test.each([
  'https://evil.example/files-pri/x',
  'https://slack.com.evil.example/x',
  'https://evilslack.com/x',
  'http://files.slack.com/x',
  'file:///etc/passwd',
  'not an address',
])('the token never goes to %s', async (address) => {
  const before = asked.length;
  expect(await download(address, { token: 'xoxb-1', apiUrl: `${url}/api/` }, 9)).toContain('not its own');
  expect(asked).toHaveLength(before);
});
