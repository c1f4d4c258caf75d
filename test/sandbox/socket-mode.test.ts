import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { ANA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import type { Sandbox } from '../../src/sandbox/workspace-server.ts';
import { client, refusal, workspace } from './workspace.ts';

interface Envelope {
  type: string;
  envelope_id?: string;
  retry_attempt?: number;
  retry_reason?: string;
  payload?: { event?: { text?: string } };
}

/** A connection that notes every envelope and acks those it is told to. */
async function connect(sandbox: Sandbox, isAcked: (envelope: Envelope) => boolean = () => true) {
  const { url = '' } = (await client(sandbox, sandbox.appToken).apps.connections.open()) as { url?: string };
  const socket = new WebSocket(url);
  const got: Envelope[] = [];
  socket.on('message', (data) => {
    const envelope = JSON.parse(String(data)) as Envelope;
    got.push(envelope);
    if (envelope.envelope_id && isAcked(envelope)) socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }));
  });
  onTestFinished(() => socket.terminate());
  await new Promise((greeted) => socket.once('message', greeted));
  return { url, socket, events: () => got.filter((envelope) => envelope.type === 'events_api'), got };
}

const say = (sandbox: Sandbox, text: string) => sandbox.act({ as: ANA, kind: 'post', channel: SOCIAL_ALERTS, text });

test('a connection is greeted, and its address works once', async () => {
  const sandbox = await workspace();
  const { url, got } = await connect(sandbox);
  expect(got[0]).toMatchObject({ type: 'hello', num_connections: 1 });
  const again = new WebSocket(url);
  await expect(new Promise((_, failed) => again.once('error', failed))).rejects.toThrow(/401/);
  expect(await refusal(client(sandbox).apps.connections.open())).toBe('not_allowed_token_type');
});

test('several connections share what comes', async () => {
  const sandbox = await workspace();
  const one = await connect(sandbox);
  const two = await connect(sandbox);
  for (const text of ['a', 'b', 'c', 'd']) await say(sandbox, text);
  await sandbox.idle();
  expect(one.events()).toHaveLength(2);
  expect(two.events()).toHaveLength(2);
});

test('an event without an ack comes again', async () => {
  const sandbox = await workspace({ ackWithin: 20, retryDelays: [0] });
  const { events } = await connect(sandbox, (envelope) => (envelope.retry_attempt ?? 0) > 0);
  await say(sandbox, 'a');
  await sandbox.idle();
  expect(events().map((one) => [one.retry_attempt, one.retry_reason])).toEqual([
    [0, ''],
    [1, 'http_timeout'],
  ]);
});

test('a refresh asks every connection to come back', async () => {
  const sandbox = await workspace();
  const { got, socket } = await connect(sandbox);
  sandbox.refreshSockets();
  await new Promise((heard) => socket.once('message', heard));
  expect(got.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
});

test('with a request URL there is no Socket Mode', async () => {
  const sandbox = await workspace({ eventsUrl: 'http://127.0.0.1:9/' });
  expect(await refusal(client(sandbox, sandbox.appToken).apps.connections.open())).toBe('socket_mode_not_enabled');
});
