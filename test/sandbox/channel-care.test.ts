/** People look after channels and accounts: what the app hears of it, and what its calls are answered then. */
import { expect, test } from 'vitest';
import { ACME, ANA, GENERAL, HELEN, JONAS, MATEO, NINA, PRIYA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import type { Deed } from '../../src/sandbox/page/live/deed.ts';
import type { Act } from '../../src/sandbox/protocol.ts';
import type { Sandbox } from '../../src/sandbox/workspace-server.ts';
import { MANIFEST } from './manifest.ts';
import { client, refusal, workspace } from './workspace.ts';

const does = (sandbox: Sandbox, as: string) => (deed: Deed) => sandbox.act({ as, ...deed } as Act);

const done = { ok: true };
const no = (why: string) => ({ ok: false, why });

/** What the app was sent since, first attempts only, in short. */
function heard(sandbox: Sandbox): Record<string, unknown>[] {
  return sandbox
    .deliveries()
    .filter((one) => one.type === 'event' && one.retryNum === 0)
    .map((one) => one.payload.event as Record<string, unknown>)
    .filter((event) => event.type !== 'message');
}

async function privateRoom(sandbox: Sandbox, ...people: string[]): Promise<string> {
  const { channel } = await client(sandbox).conversations.create({ name: 'war-room', is_private: true });
  await client(sandbox).conversations.invite({ channel: channel?.id ?? '', users: people.join() });
  return channel?.id ?? '';
}

const postTo = (sandbox: Sandbox, channel: string) =>
  refusal(client(sandbox).chat.postMessage({ channel, text: 'anybody there?' }));

test('a channel that somebody archives takes no posts until it is unarchived, and the app hears of both', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const { ts = '' } = await client(sandbox).chat.postMessage({ channel: SOCIAL_ALERTS, text: 'before' });
  expect(await does(sandbox, MATEO)({ kind: 'archive', channel: SOCIAL_ALERTS })).toEqual(done);
  expect(await postTo(sandbox, SOCIAL_ALERTS)).toBe('is_archived');
  expect(await refusal(client(sandbox).chat.update({ channel: SOCIAL_ALERTS, ts, text: 'x' }))).toBe('is_inactive');
  expect(sandbox.messages(SOCIAL_ALERTS).at(-1)?.text).toBe(`<@${MATEO}> archived the channel`);
  expect(await does(sandbox, MATEO)({ kind: 'archive', channel: SOCIAL_ALERTS })).toEqual(
    no('#social-alerts is archived already.'),
  );
  expect(await refusal(client(sandbox).conversations.create({ name: 'social-alerts' }))).toBe('name_taken');

  expect(await does(sandbox, PRIYA)({ kind: 'unarchive', channel: SOCIAL_ALERTS })).toEqual(done);
  expect(await postTo(sandbox, SOCIAL_ALERTS)).toBe('no refusal');
  expect(heard(sandbox)).toMatchObject([
    { type: 'channel_archive', channel: SOCIAL_ALERTS, user: MATEO },
    { type: 'channel_unarchive', channel: SOCIAL_ALERTS, user: PRIYA },
  ]);
});

test('a private room that is archived and unarchived has events of its own', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const room = await privateRoom(sandbox, ANA);
  await does(sandbox, ANA)({ kind: 'archive', channel: room });
  expect(await postTo(sandbox, room)).toBe('is_archived');
  await does(sandbox, ANA)({ kind: 'unarchive', channel: room });
  expect(heard(sandbox).slice(-2)).toMatchObject([
    { type: 'group_archive', channel: room, user: ANA },
    { type: 'group_unarchive', channel: room, actor_id: ANA },
  ]);
});

test('a deleted channel is unknown to every call, its name is free, and a restart does not bring it back', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'before' });
  expect(await does(sandbox, MATEO)({ kind: 'delete_channel', channel: SOCIAL_ALERTS })).toEqual(
    no('Only administrators can do that.'),
  );
  expect(await does(sandbox, ANA)({ kind: 'delete_channel', channel: SOCIAL_ALERTS })).toEqual(done);
  expect(await postTo(sandbox, SOCIAL_ALERTS)).toBe('channel_not_found');
  expect(await refusal(web.chat.update({ channel: SOCIAL_ALERTS, ts, text: 'x' }))).toBe('channel_not_found');
  expect(await refusal(web.conversations.history({ channel: SOCIAL_ALERTS }))).toBe('channel_not_found');
  expect(await refusal(web.conversations.info({ channel: SOCIAL_ALERTS }))).toBe('channel_not_found');
  expect(sandbox.channels().map(({ id }) => id)).not.toContain(SOCIAL_ALERTS);
  expect(await refusal(web.conversations.create({ name: 'social-alerts' }))).toBe('no refusal');
  expect(heard(sandbox)[0]).toMatchObject({ type: 'channel_deleted', channel: SOCIAL_ALERTS, actor_id: ANA });
});

test('a private room that is deleted says so as a group', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const room = await privateRoom(sandbox, ANA);
  await does(sandbox, ANA)({ kind: 'delete_channel', channel: room });
  expect(heard(sandbox).at(-1)).toMatchObject({ type: 'group_deleted', channel: room, actor_id: ANA });
});

test('an app that is removed from a public channel is not in it, hears only that, and comes back by invitation', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const app = sandbox.botUserId;
  expect(await does(sandbox, MATEO)({ kind: 'kick', channel: SOCIAL_ALERTS, user: app })).toEqual(
    no('Only administrators can do that.'),
  );
  expect(await does(sandbox, ANA)({ kind: 'kick', channel: SOCIAL_ALERTS, user: app })).toEqual(done);
  expect(await postTo(sandbox, SOCIAL_ALERTS)).toBe('not_in_channel');
  expect(await refusal(client(sandbox).conversations.history({ channel: SOCIAL_ALERTS }))).toBe('not_in_channel');
  expect(sandbox.messages(SOCIAL_ALERTS).at(-1)?.text).toBe(`<@${app}> was removed from the channel by <@${ANA}>`);

  expect(await does(sandbox, MATEO)({ kind: 'invite', channel: SOCIAL_ALERTS, user: app })).toEqual(done);
  expect(await postTo(sandbox, SOCIAL_ALERTS)).toBe('no refusal');
  expect(heard(sandbox)).toMatchObject([
    { type: 'channel_left', channel: SOCIAL_ALERTS, actor_id: ANA },
    { type: 'member_joined_channel', channel: SOCIAL_ALERTS, user: app, inviter: MATEO },
  ]);
});

test('an app that is removed from a private room does not find it any more', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const room = await privateRoom(sandbox, MATEO);
  expect(await does(sandbox, MATEO)({ kind: 'kick', channel: room, user: sandbox.botUserId })).toEqual(done);
  expect(await postTo(sandbox, room)).toBe('channel_not_found');
  expect(heard(sandbox).at(-1)).toMatchObject({ type: 'group_left', channel: room, actor_id: MATEO });
});

test('of people who are removed the app hears as long as it is there itself', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  expect(await does(sandbox, ANA)({ kind: 'kick', channel: SOCIAL_ALERTS, user: PRIYA })).toEqual(done);
  expect(heard(sandbox)).toMatchObject([{ type: 'member_left_channel', channel: SOCIAL_ALERTS, user: PRIYA }]);
  expect(sandbox.channel(SOCIAL_ALERTS)?.members).not.toContain(PRIYA);
  expect(await does(sandbox, ANA)({ kind: 'kick', channel: SOCIAL_ALERTS, user: PRIYA })).toEqual(
    no('That person is not in #social-alerts.'),
  );
  expect(await does(sandbox, ANA)({ kind: 'kick', channel: SOCIAL_ALERTS, user: ANA })).toEqual(
    no('Leave the channel instead.'),
  );
});

test('a renamed channel keeps its id, and the app hears its new name', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const rename = (as: string, name: string) => does(sandbox, as)({ kind: 'rename', channel: SOCIAL_ALERTS, name });
  expect(await rename(MATEO, 'posts')).toEqual(no('Only administrators can do that.'));
  expect(await rename(ANA, 'general')).toEqual(no('There is a channel #general already.'));
  expect(await rename(ANA, 'Two words')).toEqual(no('A name has up to 80 lower case letters, digits, - and _.'));
  expect(await rename(ANA, '#posts')).toEqual(done);
  expect(sandbox.channel('posts')?.id).toBe(SOCIAL_ALERTS);
  expect(heard(sandbox)).toMatchObject([{ type: 'channel_rename', channel: { id: SOCIAL_ALERTS, name: 'posts' } }]);
});

test('in a channel for administrators only, neither the app nor others post', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'before' });
  const limit = (as: string, isReadOnly: boolean) =>
    does(sandbox, as)({ kind: 'limit_posting', channel: SOCIAL_ALERTS, isReadOnly });
  expect(await limit(MATEO, true)).toEqual(no('Only administrators can do that.'));
  expect(await limit(ANA, true)).toEqual(done);
  expect(await postTo(sandbox, SOCIAL_ALERTS)).toBe('restricted_action_read_only_channel');
  expect(await refusal(web.chat.update({ channel: SOCIAL_ALERTS, ts, text: 'still editable' }))).toBe('no refusal');
  const write = (as: string) => does(sandbox, as)({ kind: 'post', channel: SOCIAL_ALERTS, text: 'x' });
  expect(await write(MATEO)).toEqual(no('Only administrators may post in #social-alerts.'));
  expect(await write(ANA)).toEqual(done);
  await limit(ANA, false);
  expect(await postTo(sandbox, SOCIAL_ALERTS)).toBe('no refusal');
});

test.each([
  ['a guest', NINA, no('Guests cannot change channels.')],
  ['somebody who is not in it', HELEN, no('Join #social-alerts first.')],
])('%s has no say in a channel', async (_who, as, answer) => {
  const sandbox = await workspace();
  expect(await does(sandbox, as)({ kind: 'archive', channel: SOCIAL_ALERTS })).toEqual(answer);
  expect(await does(sandbox, as)({ kind: 'invite', channel: SOCIAL_ALERTS, user: JONAS })).toEqual(answer);
});

test('nobody has a say in a private room they are not in, administrators neither', async () => {
  const sandbox = await workspace();
  const room = await privateRoom(sandbox, MATEO);
  for (const kind of ['archive', 'delete_channel'] as const)
    expect(await does(sandbox, ANA)({ kind, channel: room })).toEqual(no('There is no such channel.'));
});

test('#general is neither archived nor deleted nor renamed, and nobody is removed from it', async () => {
  const sandbox = await workspace();
  const ana = does(sandbox, ANA);
  expect(await ana({ kind: 'archive', channel: GENERAL })).toEqual(no('#general cannot be archived.'));
  expect(await ana({ kind: 'delete_channel', channel: GENERAL })).toEqual(no('#general cannot be deleted.'));
  expect(await ana({ kind: 'rename', channel: GENERAL, name: 'all' })).toEqual(no('#general keeps its name.'));
  expect(await ana({ kind: 'kick', channel: GENERAL, user: MATEO })).toEqual(no('Nobody leaves #general.'));
});

test('an account that is deactivated takes no direct message and no invitation until it is active again', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const web = client(sandbox);
  expect(await does(sandbox, MATEO)({ kind: 'deactivate', user: HELEN })).toEqual(
    no('Only administrators can do that.'),
  );
  expect(await does(sandbox, ANA)({ kind: 'deactivate', user: HELEN })).toEqual(done);
  expect(await postTo(sandbox, HELEN)).toBe('channel_not_found');
  expect(await refusal(web.conversations.open({ users: HELEN }))).toBe('user_disabled');
  expect(await refusal(web.conversations.invite({ channel: SOCIAL_ALERTS, users: HELEN }))).toBe('cant_invite');
  expect(await does(sandbox, HELEN)({ kind: 'open_home' })).toEqual(no('There is no such person.'));
  expect(await does(sandbox, ANA)({ kind: 'reactivate', user: HELEN })).toEqual(done);
  expect(await postTo(sandbox, HELEN)).toBe('no refusal');
  expect(heard(sandbox).filter(({ type }) => type === 'user_change')).toMatchObject([
    { user: { id: HELEN, deleted: true } },
    { user: { id: HELEN, deleted: false } },
  ]);
  expect(await does(sandbox, ANA)({ kind: 'deactivate', user: ANA })).toEqual(
    no('You cannot deactivate your own account.'),
  );
});

test('an app hears nothing it did not subscribe to, and nothing it lacks the scope for', async () => {
  const settings = { event_subscriptions: { bot_events: ['app_mention'] } };
  const deaf = await workspace({ retryDelays: [], manifest: { ...MANIFEST, settings } });
  await does(deaf, ANA)({ kind: 'archive', channel: SOCIAL_ALERTS });
  expect(heard(deaf)).toEqual([]);

  const sandbox = await workspace({ retryDelays: [] });
  const room = await privateRoom(sandbox, ANA);
  const before = heard(sandbox).length;
  const giveBack = sandbox.takeScope('groups:read');
  await does(sandbox, ANA)({ kind: 'archive', channel: room });
  await does(sandbox, ANA)({ kind: 'archive', channel: SOCIAL_ALERTS });
  giveBack();
  await does(sandbox, ANA)({ kind: 'unarchive', channel: room });
  const types = heard(sandbox).slice(before);
  expect(types.map(({ type }) => type)).toEqual(['channel_archive', 'group_unarchive']);
});

test('an administrator who owns nothing administers all the same, but not the owners', async () => {
  const people = ACME.people.map((person) => (person.id === JONAS ? { ...person, isAdmin: true } : person));
  const sandbox = await workspace({ seed: { ...ACME, people } });
  const jonas = does(sandbox, JONAS);
  expect(await jonas({ kind: 'limit_posting', channel: SOCIAL_ALERTS, isReadOnly: true })).toEqual(done);
  expect(await jonas({ kind: 'deactivate', user: MATEO })).toEqual(done);
  expect(await jonas({ kind: 'deactivate', user: ANA })).toEqual(no('Only owners can do that to an owner.'));
});
