import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { ANA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import { boltApp, workspace } from './workspace.ts';

const say = (text: string) => ({ as: ANA, kind: 'post' as const, channel: SOCIAL_ALERTS, text });

/** An endpoint that answers each request with the next status, and notes what it got. */
async function endpoint(...statuses: number[]) {
  const got: { headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    got.push({ headers: request.headers, body });
    const status = statuses.shift() ?? 200;
    if (status === 0) return;
    response.writeHead(status, status === 418 ? { 'x-slack-no-retry': '1' } : {}).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` };
}

test('an event that fails comes again three times, saying why', async () => {
  const { got, url } = await endpoint(500, 500, 500, 500);
  const sandbox = await workspace({ eventsUrl: url, retryDelays: [0, 1, 2] });
  await sandbox.act(say('hello'));
  await sandbox.idle();
  const retries = got.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
  expect(retries).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
  expect(new Set(got.map(({ body }) => body)).size).toBe(1);
});

test('x-slack-no-retry ends the retries', async () => {
  const { got, url } = await endpoint(418);
  const sandbox = await workspace({ eventsUrl: url, retryDelays: [0, 1, 2] });
  await sandbox.act(say('hello'));
  await sandbox.idle();
  expect(got).toHaveLength(1);
});

test('an app that is silent costs the person a clear sentence', async () => {
  const { url } = await endpoint(0, 0, 500);
  const sandbox = await workspace({ eventsUrl: url, ackWithin: 30 });
  const shortcut = () => sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' });
  const command = { as: ANA, kind: 'command' as const, channel: SOCIAL_ALERTS, command: '/try', text: '' };
  expect(await shortcut()).toEqual({ ok: false, why: 'Tester did not answer within 3 seconds.' });
  expect(await sandbox.act(command)).toMatchObject({ why: expect.stringContaining('operation_timeout') });
  expect(await shortcut()).toEqual({ ok: false, why: 'Tester answered with an error (HTTP 500).' });
  sandbox.deliverTo('http://127.0.0.1:9/');
  expect(await shortcut()).toEqual({ ok: false, why: 'Tester cannot be reached. Is it running?' });
});

test('an event carries what Slack’s events carry', async () => {
  const { got, url } = await endpoint();
  const sandbox = await workspace({ eventsUrl: url });
  await sandbox.act(say('a <b> & @Mateo Gil'));
  await sandbox.idle();
  expect(got[0]?.headers['content-type']).toBe('application/json');
  expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({
    type: 'event_callback',
    team_id: 'T0ACMEAIR',
    event_id: expect.stringMatching(/^Ev/),
    authorizations: [{ user_id: sandbox.botUserId, is_bot: true }],
    event: {
      type: 'message',
      channel: SOCIAL_ALERTS,
      channel_type: 'channel',
      user: ANA,
      text: 'a &lt;b&gt; &amp; <@U0MATEOGIL>',
    },
  });
});

test('events the app did not subscribe to, or of channels it is not in, stay at home', async () => {
  const { MANIFEST } = await import('./manifest.ts');
  const settings = { event_subscriptions: { bot_events: ['app_mention'] } };
  const sandbox = await workspace({ manifest: { ...MANIFEST, settings } });
  await sandbox.act(say('plain'));
  await sandbox.act({ ...say('<@U0SANDBOXBOT> hi'), channel: 'C0GENERAL' });
  expect(sandbox.deliveries()).toEqual([]);
  await sandbox.act(say('<@U0SANDBOXBOT> hi'));
  expect(sandbox.deliveries().map(({ payload }) => payload.event)).toMatchObject([{ type: 'app_mention' }]);
});

test('one delivery can come twice, get lost, or lose its answer', async () => {
  const { got, url } = await endpoint();
  const sandbox = await workspace({ eventsUrl: url, retryDelays: [0] });
  sandbox.faultDelivery({ type: 'interaction', kind: 'twice' });
  expect(await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' })).toEqual({ ok: true });
  expect(got).toHaveLength(2);
  expect(got[0]?.body).toBe(got[1]?.body);
  sandbox.faultDelivery({ type: 'event', kind: 'answer_lost' });
  await sandbox.act(say('hello'));
  await sandbox.idle();
  expect(got.slice(2).map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1']);
  sandbox.faultDelivery({ type: '*', kind: 'lost' });
  expect(await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' })).toMatchObject({ ok: false });
  expect(got).toHaveLength(4);
});

test('Bolt takes the workspace’s signature and refuses a forged or an old one', async () => {
  const sandbox = await workspace();
  await boltApp(sandbox, () => undefined);
  const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
  const old = Math.floor(Date.now() / 1000) - 361;
  expect(await sandbox.sendRaw(body)).toMatchObject({ status: 200, body: '{"challenge":"abc"}' });
  expect((await sandbox.sendRaw(body, { secret: 'wrong' })).status).toBe(401);
  expect((await sandbox.sendRaw(body, { timestamp: old })).status).toBe(401);
  expect((await sandbox.sendRaw(body, { signature: 'v0=00' })).status).toBe(401);
});

test('everything works over Socket Mode too', async () => {
  const sandbox = await workspace();
  const app = new App({
    socketMode: true,
    appToken: sandbox.appToken,
    token: sandbox.botToken,
    deferInitialization: true,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
  });
  const heard: string[] = [];
  app.event('app_mention', async ({ event }) => void heard.push(event.text));
  app.command('/try', async ({ ack, command }) => {
    heard.push(command.text);
    await ack({ text: 'over the socket' });
  });
  await app.init();
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  await sandbox.act(say('<@U0SANDBOXBOT> hi'));
  await sandbox.act({ as: ANA, kind: 'command', channel: SOCIAL_ALERTS, command: '/try', text: 'go' });
  await sandbox.idle();
  expect(heard.sort()).toEqual(['<@U0SANDBOXBOT> hi', 'go']);
  expect(sandbox.ephemerals(ANA).map((message) => message.text)).toEqual(['over the socket']);
});

test('without a connection, people hear that the app is away', async () => {
  const sandbox = await workspace();
  const answer = await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' });
  expect(answer).toEqual({ ok: false, why: 'Tester cannot be reached. Is it running?' });
});
