import { expect, test } from 'vitest';
import {
  ACME,
  ANA,
  CUSTOMER_CARE,
  GENERAL,
  MATEO,
  NINA,
  PRIYA,
  SOCIAL_ALERTS,
  TOM,
} from '../../src/sandbox/data/acme.ts';
import { card, client, refusal, workspace } from './workspace.ts';

const divider = { type: 'divider' };

test('auth.test says who the app is and what it may do', async () => {
  const sandbox = await workspace();
  const answer = await client(sandbox).auth.test();
  expect(answer).toMatchObject({ ok: true, user_id: sandbox.botUserId, bot_id: sandbox.botId, team_id: 'T0ACMEAIR' });
  expect(answer.response_metadata?.scopes).toContain('chat:write');
});

test('a wrong token, a wrong kind of token and an unknown method are refused', async () => {
  const sandbox = await workspace();
  expect(await refusal(client(sandbox, 'xoxb-wrong').auth.test())).toBe('invalid_auth');
  expect(await refusal(client(sandbox, sandbox.appToken).auth.test())).toBe('not_allowed_token_type');
  expect(await refusal(client(sandbox).apiCall('bogus.method'))).toBe('unknown_method');
  const bare = await fetch(`${sandbox.apiUrl}auth.test`, { method: 'POST' });
  expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
});

test('JSON bodies are read like forms', async () => {
  const sandbox = await workspace();
  const response = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: SOCIAL_ALERTS, text: 'json', blocks: [divider] }),
  });
  expect(await response.json()).toMatchObject({ ok: true, message: { text: 'json', blocks: [divider] } });
});

test('a call without the scope it needs is told which', async () => {
  const { MANIFEST } = await import('./manifest.ts');
  const manifest = { ...MANIFEST, oauth_config: { scopes: { bot: ['channels:read', 'chat:write'] } } };
  const sandbox = await workspace({ manifest });
  const web = client(sandbox);
  expect(await refusal(web.pins.add({ channel: SOCIAL_ALERTS, timestamp: '1.000001' }))).toBe('missing_scope');
  const error = await web.conversations.create({ name: 'x', is_private: true }).catch((one) => one.data);
  expect(error).toMatchObject({ error: 'missing_scope', needed: 'groups:write', provided: 'channels:read,chat:write' });
});

test('channel names obey Slack’s rules, and archived channels keep theirs', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const make = (name: string) => refusal(web.conversations.create({ name }));
  expect(await make('Loud')).toBe('invalid_name_specials');
  expect(await make('two words')).toBe('invalid_name_specials');
  expect(await make('x'.repeat(81))).toBe('invalid_name_maxlength');
  expect(await make('---')).toBe('invalid_name_punctuation');
  expect(await make('')).toBe('invalid_name_required');
  expect(await make('general')).toBe('name_taken');
  const { channel } = await web.conversations.create({ name: 'room-1' });
  await web.conversations.archive({ channel: channel?.id ?? '' });
  expect(await make('room-1')).toBe('name_taken');
  expect(await refusal(web.conversations.archive({ channel: channel?.id ?? '' }))).toBe('already_archived');
  expect(await refusal(web.chat.postMessage({ channel: channel?.id ?? '', text: 'x' }))).toBe('is_archived');
});

test('invitations say who could not come; force invites the others', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const made = await web.conversations.create({ name: 'room-2' });
  const channel = made.channel?.id ?? '';
  const invite = (users: string, force = false) => web.conversations.invite({ channel, users, force });
  expect(await refusal(invite(sandbox.botUserId))).toBe('cant_invite_self');
  expect(await refusal(invite('U0NOBODY'))).toBe('user_not_found');
  expect(await refusal(invite(TOM))).toBe('cant_invite');
  expect(await refusal(invite(NINA))).toBe('user_is_restricted');
  expect(await refusal(invite(`${ANA},U0NOBODY`))).toBe('user_not_found');
  expect(sandbox.channel('room-2')?.members).not.toContain(ANA);
  const forced = await invite(`${ANA},${MATEO},U0NOBODY`, true);
  expect(forced).toMatchObject({ ok: true, errors: [{ user: 'U0NOBODY', ok: false, error: 'user_not_found' }] });
  expect(await refusal(invite(ANA))).toBe('already_in_channel');
  expect(sandbox.channel('room-2')?.members).toEqual([sandbox.botUserId, ANA, MATEO]);
});

test('the app reads and writes only where it is', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  expect(await refusal(web.chat.postMessage({ channel: CUSTOMER_CARE, text: 'x' }))).toBe('not_in_channel');
  expect(await refusal(web.conversations.history({ channel: CUSTOMER_CARE }))).toBe('not_in_channel');
  expect(await refusal(web.conversations.setTopic({ channel: CUSTOMER_CARE, topic: 'x' }))).toBe('not_in_channel');
  expect(await refusal(web.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }))).toBe('channel_not_found');
  await web.conversations.join({ channel: CUSTOMER_CARE });
  await web.chat.postMessage({ channel: CUSTOMER_CARE, text: 'here' });
  expect(await refusal(web.conversations.setTopic({ channel: CUSTOMER_CARE, topic: 'x'.repeat(251) }))).toBe(
    'too_long',
  );
});

test('messages need content of a size Slack takes', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const post = (more: object) => refusal(web.apiCall('chat.postMessage', { channel: SOCIAL_ALERTS, ...more }));
  expect(await post({})).toBe('no_text');
  expect(await post({ text: 'x', blocks: [{ type: 'bogus' }] })).toBe('invalid_blocks');
  expect(await post({ text: 'x', blocks: '{' })).toBe('invalid_blocks_format');
  const long = Array.from({ length: 5 }, () => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2900) } }));
  expect(await post({ text: 'x', blocks: long })).toBe('msg_blocks_too_long');
  expect(await post({ text: 'x', metadata: { event_type: 'a' } })).toBe('invalid_metadata_schema');
  const error = await web.chat
    .postMessage({ channel: SOCIAL_ALERTS, text: 'x', blocks: [{ type: 'header' }] as never })
    .catch((one) => one.data);
  expect(error.response_metadata.messages).toEqual(['[ERROR] missing required field: text [json-pointer:/blocks/0]']);
});

test('an update by text takes the blocks away; other people’s messages stay as they are', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'a', blocks: card('a', 'x') });
  await web.chat.update({ channel: SOCIAL_ALERTS, ts, text: 'b', blocks: card('b', 'x') });
  expect(sandbox.messages(SOCIAL_ALERTS)[0]).toMatchObject({ text: 'b', blocks: card('b', 'x') });
  await web.chat.update({ channel: SOCIAL_ALERTS, ts, text: 'c' });
  expect(sandbox.messages(SOCIAL_ALERTS)[0]).toMatchObject({ text: 'c', blocks: [] });
  expect(await refusal(web.chat.update({ channel: SOCIAL_ALERTS, ts, text: 'x'.repeat(4001) }))).toBe('msg_too_long');
  expect(await refusal(web.chat.update({ channel: SOCIAL_ALERTS, ts: '1.000001', text: 'x' }))).toBe(
    'message_not_found',
  );
  await sandbox.act({ as: ANA, kind: 'post', channel: SOCIAL_ALERTS, text: 'mine' });
  const theirs = sandbox.messages(SOCIAL_ALERTS).at(-1)?.ts ?? '';
  expect(await refusal(web.chat.update({ channel: SOCIAL_ALERTS, ts: theirs, text: 'x' }))).toBe('cant_update_message');
});

test('an edit is refused for what a post is refused for, with Slack’s reasons, and changes nothing then', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'a', blocks: card('a', 'x') });
  const edit = (more: object) =>
    web.apiCall('chat.update', { channel: SOCIAL_ALERTS, ts, ...more }).catch((error) => error.data);
  expect(await edit({ text: 'b', blocks: [{ type: 'section' }] })).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: { messages: [expect.stringMatching(/^\[ERROR\] .*\[json-pointer:\/blocks\/0\]$/)] },
  });
  expect(await edit({ text: 'b', blocks: '{' })).toMatchObject({ error: 'invalid_blocks_format' });
  expect(await edit({ text: 'x'.repeat(4001), blocks: card('b', 'x') })).toMatchObject({ error: 'msg_too_long' });
  expect(await edit({})).toMatchObject({ error: 'no_text' });
  expect(await edit({ text: ' ', blocks: [] })).toMatchObject({ error: 'no_text' });
  expect(await edit({ text: 'b', metadata: { event_type: 'x' } })).toMatchObject({ error: 'invalid_metadata_schema' });
  expect(sandbox.messages(SOCIAL_ALERTS)[0]).toMatchObject({ text: 'a', blocks: card('a', 'x') });
});

test('metadata is kept with the message and given back when asked for', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const metadata = { event_type: 'card', event_payload: { id: 'k1' } };
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'a', metadata });
  const ask = async (include_all_metadata: boolean) =>
    (await web.conversations.history({ channel: SOCIAL_ALERTS, include_all_metadata })).messages?.[0];
  expect(await ask(true)).toMatchObject({ ts, metadata, bot_id: sandbox.botId });
  expect(await ask(false)).not.toHaveProperty('metadata');
  await web.chat.update({ channel: SOCIAL_ALERTS, ts, text: 'b' });
  expect(sandbox.metadataOf(SOCIAL_ALERTS, ts)).toEqual(metadata);
});

test('threads count their replies, and only broadcasts show in the channel', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const { ts: thread_ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'root' });
  await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'one', thread_ts });
  await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'two', thread_ts, reply_broadcast: true });
  const history = await web.conversations.history({ channel: SOCIAL_ALERTS });
  expect(history.messages?.map((message) => message.text)).toEqual(['two', 'root']);
  expect(history.messages?.[1]).toMatchObject({ reply_count: 2 });
  const replies = await web.conversations.replies({ channel: SOCIAL_ALERTS, ts: thread_ts });
  expect(replies.messages?.map((message) => message.text)).toEqual(['root', 'one', 'two']);
  expect(sandbox.messages(SOCIAL_ALERTS)[0]).toMatchObject({ replyCount: 2 });
});

test('a person’s id stands for the app’s direct message with them', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const posted = await web.chat.postMessage({ channel: PRIYA, text: 'psst' });
  const opened = await web.conversations.open({ users: PRIYA });
  expect(posted.channel).toBe(opened.channel?.id);
  expect(sandbox.dm(PRIYA).map((message) => message.text)).toEqual(['psst']);
  expect(await refusal(web.chat.postMessage({ channel: TOM, text: 'x' }))).toBe('channel_not_found');
  expect(await refusal(web.chat.update({ channel: PRIYA, ts: posted.ts ?? '', text: 'x' }))).toBe('channel_not_found');
});

test('pins, bookmarks and reactions are refused the second time', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: 'pin me' });
  const at = { channel: SOCIAL_ALERTS, timestamp: ts };
  await web.pins.add(at);
  expect(await refusal(web.pins.add(at))).toBe('already_pinned');
  expect(sandbox.channel(SOCIAL_ALERTS)?.pins).toEqual([ts]);
  await web.reactions.add({ ...at, name: 'eyes' });
  expect(await refusal(web.reactions.add({ ...at, name: 'eyes' }))).toBe('already_reacted');
  const link = { channel_id: SOCIAL_ALERTS, title: 'Source', type: 'link' as const };
  await web.bookmarks.add({ ...link, link: 'https://example.com' });
  expect(await refusal(web.bookmarks.add({ ...link, link: 'ftp://example.com' }))).toBe('invalid_link');
  expect(sandbox.channel(SOCIAL_ALERTS)?.bookmarks.map((bookmark) => bookmark.title)).toEqual(['Source']);
});

test('people are found by id and address, the deactivated are not', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const found = await web.users.lookupByEmail({ email: 'Ana.Brito@acme-air.example' });
  expect(found.user).toMatchObject({ id: ANA, profile: { email: 'ana.brito@acme-air.example' } });
  expect(await refusal(web.users.lookupByEmail({ email: 'tom.reyes@acme-air.example' }))).toBe('users_not_found');
  expect(await refusal(web.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
  const pages = await web.users.list({ limit: 3 });
  expect(pages.members).toHaveLength(3);
  expect(pages.response_metadata?.next_cursor).toBeTruthy();
});

test('users.list tells administrators, owners, bots and the deactivated apart, page by page', async () => {
  const seed = { ...ACME, people: ACME.people.map((one) => (one.id === MATEO ? { ...one, isAdmin: true } : one)) };
  const sandbox = await workspace({ seed });
  const web = client(sandbox);
  type Member = NonNullable<Awaited<ReturnType<typeof web.users.list>>['members']>[number];
  const members: Member[] = [];
  let cursor: string | undefined;
  do {
    const page = await web.users.list({ limit: 4, ...(cursor ? { cursor } : {}) });
    members.push(...(page.members ?? []));
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  const ids = (keep: (member: Member) => boolean | undefined) => members.filter(keep).map(({ id }) => id);
  expect(members).toHaveLength(ACME.people.length + 2);
  expect(ids((one) => one.is_admin)).toEqual([ANA, MATEO]);
  expect(ids((one) => one.is_owner)).toEqual([ANA]);
  expect(ids((one) => one.is_primary_owner)).toEqual([ANA]);
  expect(ids((one) => one.deleted)).toEqual([TOM]);
  expect(ids((one) => one.is_bot)).toEqual([sandbox.botUserId]);
  expect(ids((one) => one.is_restricted)).toEqual([NINA]);
  expect(members[0]).toMatchObject({ id: 'USLACKBOT', is_bot: false, is_admin: false });
  expect(members.find((one) => one.id === TOM)).not.toHaveProperty('is_admin');
  const one = async (user: string) => (await web.users.info({ user })).user;
  for (const member of members) expect(await one(member.id ?? '')).toEqual(member);
});

test('a file goes up, comes back the same, and is shared as a message', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  await web.filesUploadV2({
    channel_id: SOCIAL_ALERTS,
    filename: 'a.csv',
    file: Buffer.from('a,b\n1,2\n'),
    initial_comment: 'Here',
  });
  const message = sandbox.messages(SOCIAL_ALERTS).at(-1);
  expect(message).toMatchObject({ text: 'Here', files: [{ mimetype: 'text/csv' }] });
  const response = await fetch(sandbox.url + message?.files[0]?.url);
  expect(await response.text()).toBe('a,b\n1,2\n');
  expect(response.headers.get('content-disposition')).toContain('attachment');
});

test('an app deletes its own files, and nobody else can see them then', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const announced = await web.files.getUploadURLExternal({ filename: 'a.png', length: 3, alt_text: 'three bytes' });
  await fetch(announced.upload_url ?? '', { method: 'POST', body: 'abc' });
  const file = announced.file_id ?? '';
  await web.files.completeUploadExternal({ files: [{ id: file }] });
  expect((await fetch(`${sandbox.url}/files/${file}/a.png`)).status).toBe(200);
  await web.files.delete({ file });
  expect((await fetch(`${sandbox.url}/files/${file}/a.png`)).status).toBe(404);
  expect(await refusal(web.files.delete({ file }))).toBe('file_not_found');
});

test('private channels do not exist for those who are not in them', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const made = await web.conversations.create({ name: 'secret', is_private: true });
  const channel = made.channel?.id ?? '';
  expect(channel).toMatch(/^G/);
  await web.conversations.invite({ channel, users: ANA });
  await web.conversations.leave({ channel });
  expect(await refusal(web.conversations.info({ channel }))).toBe('channel_not_found');
  const answer = await sandbox.act({ as: MATEO, kind: 'post', channel, text: 'x' });
  expect(answer).toEqual({ ok: false, why: 'There is no such channel.' });
});

test('the general channel cannot be archived', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  await web.conversations.join({ channel: GENERAL });
  expect(await refusal(web.conversations.archive({ channel: GENERAL }))).toBe('cant_archive_general');
});
