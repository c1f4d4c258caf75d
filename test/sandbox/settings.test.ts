/** What an administrator can switch for the whole workspace, and what the app's calls are answered then. */
import { expect, test } from 'vitest';
import { ANA, GENERAL, MATEO, PRIYA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import type { WorkspaceSettings } from '../../src/sandbox/protocol.ts';
import type { Sandbox } from '../../src/sandbox/workspace-server.ts';
import { MANIFEST } from './manifest.ts';
import { card, client, refusal, workspace } from './workspace.ts';

const post = (sandbox: Sandbox, channel = SOCIAL_ALERTS, more: object = {}) =>
  refusal(client(sandbox).apiCall('chat.postMessage', { channel, text: 'x', ...more }));

test.each(['token_revoked', 'invalid_auth', 'account_inactive'] as const)(
  'a token that is gone answers every call with %s, and works again when it is given back',
  async (why) => {
    const sandbox = await workspace();
    const web = client(sandbox);
    const giveBack = sandbox.revokeToken(why);
    const calls = [
      () => web.auth.test(),
      () => web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'x' }),
      () => web.users.list({}),
      () => web.views.publish({ user_id: ANA, view: { type: 'home', blocks: [] } }),
    ];
    for (const call of calls) expect(await refusal(call())).toBe(why);
    const bare = await fetch(`${sandbox.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.botToken}` },
    });
    expect(bare.headers.get('x-oauth-scopes')).toBeNull();
    giveBack();
    for (const call of calls) expect(await refusal(call())).toBe('no refusal');
  },
);

test('the app-level token outlives the bot token', async () => {
  const sandbox = await workspace();
  sandbox.revokeToken();
  expect(await refusal(client(sandbox, sandbox.appToken).apps.connections.open())).toBe('no refusal');
});

test('a token that is gone opens no file either', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const file = await web.files.getUploadURLExternal({ filename: 'a.csv', length: 3 });
  await fetch(file.upload_url ?? '', { method: 'POST', body: 'abc' });
  await web.files.completeUploadExternal({ files: [{ id: file.file_id ?? '' }] });
  const info = await web.files.info({ file: file.file_id ?? '' });
  const open = async () =>
    (
      await fetch(info.file?.url_private ?? '', {
        headers: { authorization: `Bearer ${sandbox.botToken}` },
        redirect: 'manual',
      })
    ).status;
  expect(await open()).toBe(200);
  const giveBack = sandbox.revokeToken();
  expect(await open()).toBe(302);
  giveBack();
  expect(await open()).toBe(200);
});

test('an app that subscribed hears that its token is gone', async () => {
  const bot_events = ['tokens_revoked', 'app_uninstalled'];
  const manifest = { ...MANIFEST, settings: { event_subscriptions: { bot_events } } };
  const sandbox = await workspace({ retryDelays: [], manifest });
  sandbox.revokeToken('invalid_auth')();
  expect(sandbox.deliveries()).toEqual([]);
  sandbox.revokeToken('account_inactive')();
  expect(sandbox.deliveries().map((one) => (one.payload.event as { type: string }).type)).toEqual(bot_events);
});

test('a scope that is taken away is named with those that are left, and given back', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const giveBack = sandbox.takeScope('chat:write');
  const refused = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'x' }).catch((error) => error.data);
  expect(refused).toMatchObject({ ok: false, error: 'missing_scope', needed: 'chat:write' });
  expect(refused.provided.split(',')).toContain('channels:read');
  expect(refused.provided.split(',')).not.toContain('chat:write');
  const { response_metadata } = await web.auth.test();
  expect(response_metadata?.scopes).not.toContain('chat:write');
  giveBack();
  expect(await post(sandbox)).toBe('no refusal');
});

test('scopes that are taken away one after the other come back each by itself', async () => {
  const sandbox = await workspace();
  const giveBackPosts = sandbox.takeScope('chat:write');
  const giveBackPins = sandbox.takeScope('pins:write');
  giveBackPosts();
  expect(sandbox.settings().withheldScopes).toEqual(['pins:write']);
  expect(await post(sandbox)).toBe('no refusal');
  giveBackPins();
  expect(sandbox.settings().withheldScopes).toEqual([]);
});

test('commands and shortcuts go with the scope for them', async () => {
  const sandbox = await workspace();
  sandbox.takeScope('commands');
  const typed = await sandbox.act({ as: ANA, kind: 'command', channel: SOCIAL_ALERTS, command: '/try', text: '' });
  expect(typed).toEqual({ ok: false, why: '/try is not a valid command.' });
  const used = await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' });
  expect(used).toEqual({ ok: false, why: 'There is no such shortcut.' });
});

test('a workspace may keep the making of channels to people', async () => {
  const sandbox = await workspace();
  const make = () => refusal(client(sandbox).conversations.create({ name: 'room' }));
  const allow = sandbox.set({ appsMayCreateChannels: false });
  expect(await make()).toBe('restricted_action');
  expect(await refusal(client(sandbox).conversations.create({ name: 'room', is_private: true }))).toBe(
    'restricted_action',
  );
  allow();
  expect(await make()).toBe('no refusal');
});

const section = (type: string, text: string) => [{ type: 'section', text: { type, text } }];
const rich = (...elements: object[]) => [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];

test.each([
  ['<!channel> look', undefined],
  ['look <!here|here>', undefined],
  ['<!everyone>', undefined],
  ['x', section('mrkdwn', 'Nobody answered <!channel>')],
  ['x', [{ type: 'context', elements: [{ type: 'mrkdwn', text: '<!here>' }] }]],
  ['x', rich({ type: 'broadcast', range: 'channel' })],
])('where apps may not ring everyone, %s %j is refused', async (text, blocks) => {
  const sandbox = await workspace();
  const more = { text, ...(blocks ? { blocks } : {}) };
  const allow = sandbox.set({ appsMayRingEveryone: false });
  expect(await post(sandbox, SOCIAL_ALERTS, more)).toBe('restricted_action');
  allow();
  expect(await post(sandbox, SOCIAL_ALERTS, more)).toBe('no refusal');
});

test.each([
  ['@channel, in plain words', undefined],
  [`<@${ANA}> alone`, undefined],
  ['&lt;!channel&gt;', undefined],
  ['x', section('plain_text', '<!channel>')],
  ['x', rich({ type: 'text', text: '<!channel>' })],
])('where apps may not ring everyone, %s %j rings nobody and is taken', async (text, blocks) => {
  const sandbox = await workspace();
  sandbox.set({ appsMayRingEveryone: false });
  expect(await post(sandbox, SOCIAL_ALERTS, { text, ...(blocks ? { blocks } : {}) })).toBe('no refusal');
});

test('a person whom apps may not write to gets nothing, under any name of the conversation', async () => {
  const sandbox = await workspace();
  const { channel = '' } = await client(sandbox).chat.postMessage({ channel: PRIYA, text: 'before' });
  const open = sandbox.closeToApps(PRIYA);
  expect(await post(sandbox, PRIYA)).toBe('restricted_action');
  expect(await post(sandbox, channel)).toBe('restricted_action');
  expect(await post(sandbox, ANA)).toBe('no refusal');
  expect(await post(sandbox)).toBe('no refusal');
  open();
  expect(await post(sandbox, PRIYA)).toBe('no refusal');
  expect(sandbox.dm(PRIYA).map((message) => message.text)).toEqual(['before', 'x']);
});

test('a message can be edited for as long as the workspace lets it', async () => {
  let at = 1_700_000_000_000;
  const sandbox = await workspace({ now: () => at });
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'a', blocks: card('a', 'b') });
  const edit = () => refusal(web.chat.update({ channel: SOCIAL_ALERTS, ts, text: 'b', blocks: card('b', 'b') }));
  sandbox.set({ editMinutes: 5 });
  at += 5 * 60_000;
  expect(await edit()).toBe('no refusal');
  at += 1;
  expect(await edit()).toBe('edit_window_closed');
  sandbox.set({ editMinutes: null });
  expect(await edit()).toBe('no refusal');
  sandbox.set({ editMinutes: 0 });
  const fresh = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'c' });
  expect(await refusal(web.chat.update({ channel: SOCIAL_ALERTS, ts: fresh.ts ?? '', text: 'd' }))).toBe(
    'edit_window_closed',
  );
});

test('what changed together goes back together, and only that', async () => {
  const sandbox = await workspace();
  const before = sandbox.settings();
  const undo = sandbox.set({ appsMayCreateChannels: false, editMinutes: 3 });
  sandbox.closeToApps(PRIYA);
  undo();
  expect(sandbox.settings()).toEqual({ ...before, closedToApps: [PRIYA] });
});

test('administrators change the settings, others do not', async () => {
  const sandbox = await workspace();
  const change = (as: string, set: Partial<WorkspaceSettings>) => sandbox.act({ as, kind: 'settings', set });
  expect(await change(MATEO, { tokenRefusal: 'token_revoked' })).toEqual({
    ok: false,
    why: 'Only administrators can do that.',
  });
  expect(await post(sandbox)).toBe('no refusal');
  expect(await change(ANA, { tokenRefusal: 'token_revoked' })).toEqual({ ok: true });
  expect(await post(sandbox)).toBe('token_revoked');
  expect(await change(ANA, { tokenRefusal: null })).toEqual({ ok: true });
  expect(await post(sandbox)).toBe('no refusal');
});

test('a setting nobody knows, or of a wrong kind, is refused', async () => {
  const sandbox = await workspace();
  const act = async (set: object) => {
    const response = await fetch(`${sandbox.url}/workspace/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: ANA, kind: 'settings', set }),
    });
    return response.status;
  };
  expect(await act({ editMinutes: -1 })).toBe(400);
  expect(await act({ outage: 418 })).toBe(400);
  expect(await act({ colour: 'blue' })).toBe(400);
  expect(await act({ outage: 503 })).toBe(200);
  expect(await post(sandbox, GENERAL)).not.toBe('no refusal');
});
