import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { ANA, MATEO, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import type { Change, Snapshot } from '../../src/sandbox/protocol.ts';
import type { Sandbox } from '../../src/sandbox/workspace-server.ts';
import { card, client, workspace } from './workspace.ts';

/** Looks at the workspace as someone; `changes` grows. */
async function look(sandbox: Sandbox, as: string) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const response = await fetch(`${sandbox.url}/workspace/live?as=${as}`, { signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const changes: Change[] = [];
  let text = '';
  const next = async (): Promise<string[]> => {
    while (!text.includes('\n\n')) text += (await reader?.read())?.value ?? '';
    const [event = '', ...rest] = text.split('\n\n');
    text = rest.join('\n\n');
    return event.split('\n');
  };
  const [name, data = ''] = await next();
  expect(name).toBe('event: snapshot');
  const snapshot = JSON.parse(data.slice('data: '.length)) as Snapshot;
  const pump = async () => {
    for (;;) {
      const [, line = ''] = await next();
      changes.push(JSON.parse(line.slice('data: '.length)));
    }
  };
  pump().catch(() => undefined);
  return { snapshot, changes };
}

const settle = () => new Promise((done) => setTimeout(done, 30));

test('a page sees who it is, its channels, its commands and what it may join', async () => {
  const sandbox = await workspace();
  await client(sandbox).chat.postMessage({ channel: SOCIAL_ALERTS, text: `<@${ANA}> look` });
  const { snapshot } = await look(sandbox, ANA);
  expect(snapshot).toMatchObject({ me: ANA, team: { name: 'Acme Air' }, app: { name: 'Tester', isReachable: false } });
  expect(snapshot.channels.map((channel) => channel.name)).toEqual(['general', 'social-alerts', 'customer-care']);
  expect(snapshot.channels[1]).toMatchObject({ unread: 1, unreadMentions: 1 });
  expect(snapshot.commands[0]).toMatchObject({ command: '/try', verbs: ['open', 'status', 'help'] });
  const priya = await look(sandbox, 'U0PRIYANAIR');
  expect(priya.snapshot.joinable.map((channel) => channel.name)).toEqual(['customer-care']);
});

test('ephemerals, private rooms and modals are seen by their people only', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const ana = await look(sandbox, ANA);
  const mateo = await look(sandbox, MATEO);
  await web.chat.postEphemeral({ channel: SOCIAL_ALERTS, user: ANA, text: 'psst' });
  const made = await web.conversations.create({ name: 'secret', is_private: true });
  await web.conversations.invite({ channel: made.channel?.id ?? '', users: ANA });
  await web.chat.postMessage({ channel: made.channel?.id ?? '', text: 'hidden' });
  await settle();
  const seen = (changes: Change[]) => JSON.stringify(changes);
  expect(seen(ana.changes)).toContain('psst');
  expect(seen(ana.changes)).toContain('hidden');
  expect(mateo.changes).toEqual([]);
});

test('joining and leaving move a channel between the lists', async () => {
  const sandbox = await workspace();
  const priya = await look(sandbox, 'U0PRIYANAIR');
  await sandbox.act({ as: 'U0PRIYANAIR', kind: 'join', channel: 'C0CUSTOMERCARE' });
  await settle();
  expect(priya.changes.map((change) => change.type)).toContain('channel');
  expect(priya.changes.findLast((change) => change.type === 'joinable')).toEqual({ type: 'joinable', channels: [] });
  await sandbox.act({ as: 'U0PRIYANAIR', kind: 'leave', channel: 'C0CUSTOMERCARE' });
  await settle();
  expect(priya.changes).toContainEqual({ type: 'channel_gone', id: 'C0CUSTOMERCARE' });
});

test('a channel that is archived or deleted is seen so at once, by members and by passers-by', async () => {
  const sandbox = await workspace();
  const mateo = await look(sandbox, MATEO);
  const priya = await look(sandbox, 'U0PRIYANAIR');
  await sandbox.act({ as: ANA, kind: 'archive', channel: 'C0CUSTOMERCARE' });
  await settle();
  const archived = { id: 'C0CUSTOMERCARE', isArchived: true };
  expect(mateo.changes).toContainEqual({ type: 'channel', channel: expect.objectContaining(archived) });
  expect(priya.changes).toContainEqual({ type: 'joinable', channels: [expect.objectContaining(archived)] });
  await sandbox.act({ as: ANA, kind: 'delete_channel', channel: 'C0CUSTOMERCARE' });
  await settle();
  expect(mateo.changes).toContainEqual({ type: 'channel_gone', id: 'C0CUSTOMERCARE' });
  expect(priya.changes.at(-1)).toEqual({ type: 'joinable', channels: [] });
  expect(priya.changes.map((change) => change.type)).not.toContain('channel_gone');
});

test('what the workspace forbids is seen by every page, and who is who in it', async () => {
  const sandbox = await workspace();
  const { snapshot, changes } = await look(sandbox, MATEO);
  expect(snapshot.settings).toEqual(sandbox.settings());
  expect(snapshot.people.find((one) => one.id === ANA)?.role).toBe('owner');
  expect(snapshot.people.find((one) => one.id === MATEO)?.role).toBe('member');
  sandbox.revokeToken();
  await settle();
  expect(changes).toEqual([{ type: 'settings', settings: sandbox.settings() }]);
  expect(sandbox.settings().tokenRefusal).toBe('token_revoked');
});

test('a reply updates the message it answers, and reading clears the count', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'root', blocks: card('x', 'a') });
  const ana = await look(sandbox, ANA);
  await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'reply', thread_ts: ts });
  await sandbox.act({ as: ANA, kind: 'read', channel: SOCIAL_ALERTS, ts });
  await settle();
  expect(ana.changes).toContainEqual(
    expect.objectContaining({ message: expect.objectContaining({ ts, replyCount: 1 }) }),
  );
  expect(ana.changes.at(-1)).toMatchObject({ type: 'channel', channel: { unread: 0 } });
});

test('acts come as JSON; anything else, and anything malformed, is refused', async () => {
  const sandbox = await workspace();
  const act = async (body: string, contentType = 'application/json') => {
    const response = await fetch(`${sandbox.url}/workspace/act`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const post = JSON.stringify({ as: ANA, kind: 'post', channel: SOCIAL_ALERTS, text: 'hi' });
  expect(await act(post)).toMatchObject({ status: 200, ok: true });
  expect(await act(post, 'text/plain')).toMatchObject({ status: 415, ok: false });
  expect(await act('{')).toMatchObject({ status: 400, ok: false });
  expect(await act(JSON.stringify({ as: ANA, kind: 'fly' }))).toMatchObject({ status: 400, ok: false });
  expect(sandbox.messages(SOCIAL_ALERTS).map((message) => message.text)).toEqual(['hi']);
});

test('a request under another host name is refused', async () => {
  const sandbox = await workspace();
  const status = (host: string) =>
    new Promise((answered) => {
      request(`${sandbox.url}/workspace/live?as=${ANA}`, { headers: { host } }, (response) => {
        answered(response.statusCode);
        response.destroy();
      }).end();
    });
  expect(await status('evil.example')).toBe(403);
  expect(await status('evil.example:80')).toBe(403);
  expect(await status(`localhost:${new URL(sandbox.url).port}`)).toBe(200);
});

test('a permalink leads to the message on the page', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'x' });
  const { permalink = '' } = await web.chat.getPermalink({ channel: SOCIAL_ALERTS, message_ts: ts });
  const response = await fetch(permalink, { redirect: 'manual' });
  expect(response.headers.get('location')).toBe(`/#${SOCIAL_ALERTS}/${ts}`);
});

test('a replay sends its requests and says how far it is', async () => {
  const got: string[] = [];
  const requests = [0, 5].map((afterMs) => ({ afterMs, url: 'http://127.0.0.1:9/', headers: {}, body: { afterMs } }));
  const sandbox = await workspace({ replays: [{ name: 'storm', description: 'Wind', requests }] });
  const ana = await look(sandbox, ANA);
  expect(ana.snapshot.replays).toEqual([{ name: 'storm', description: 'Wind', state: 'idle', sent: 0, total: 2 }]);
  expect(await sandbox.act({ as: ANA, kind: 'replay', name: 'storm', action: 'start' })).toEqual({ ok: true });
  await settle();
  const states = ana.changes.flatMap((change) => (change.type === 'replays' ? change.replays : []));
  got.push(...states.map((replay) => `${replay.state} ${replay.sent}`));
  expect(got).toEqual(['running 0', 'running 1', 'idle 2']);
  expect(await sandbox.act({ as: ANA, kind: 'replay', name: 'calm', action: 'start' })).toMatchObject({ ok: false });
});
