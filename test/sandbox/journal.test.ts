import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ACME, ANA, CUSTOMER_CARE, MATEO, PRIYA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import type { Act } from '../../src/sandbox/protocol.ts';
import { client, refusal, workspace } from './workspace.ts';

function journalPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'workspace.jsonl');
}

test('a workspace that was killed comes back with its rooms, messages, metadata and secrets', async () => {
  const journal = journalPath();
  // Never closed before the next one starts: as after kill -9.
  const before = await workspace({ journal });
  const web = client(before);
  const made = await web.conversations.create({ name: 'room' });
  const channel = made.channel?.id ?? '';
  const metadata = { event_type: 'card', event_payload: { id: 'k' } };
  const { ts = '' } = await web.chat.postMessage({ channel, text: 'one', metadata });
  await web.chat.update({ channel, ts, text: 'two' });
  await web.pins.add({ channel, timestamp: ts });
  const gone = await web.chat.postMessage({ channel, text: 'gone' });
  await web.chat.delete({ channel, ts: gone.ts ?? '' });
  await web.views.publish({ user_id: ANA, view: { type: 'home', blocks: [{ type: 'divider' }] } });

  const after = await workspace({ journal });
  expect(after.botToken).toBe(before.botToken);
  expect(after.signingSecret).toBe(before.signingSecret);
  expect(after.channel('room')).toEqual(before.channel('room'));
  expect(after.messages('room')).toEqual(before.messages('room'));
  expect(after.metadataOf('room', ts)).toEqual(metadata);
  expect(after.home(ANA)).toEqual(before.home(ANA));
  expect(await refusal(client(after).conversations.create({ name: 'room' }))).toBe('name_taken');
});

test('what an administrator changed is so after a restart: settings, accounts, archived and deleted channels', async () => {
  const journal = journalPath();
  const before = await workspace({ journal });
  const act = (deed: object) => before.act({ as: ANA, ...deed } as Act);
  await client(before).chat.postMessage({ channel: SOCIAL_ALERTS, text: 'gone with its channel' });
  await act({ kind: 'delete_channel', channel: SOCIAL_ALERTS });
  await act({ kind: 'archive', channel: CUSTOMER_CARE });
  await act({ kind: 'deactivate', user: PRIYA });
  await act({ kind: 'settings', set: { tokenRefusal: 'token_revoked', outage: 503 } });
  before.takeScope('pins:write');

  // The second start reads what the first one made of the journal.
  await workspace({ journal });
  const after = await workspace({ journal });
  expect(after.channel(SOCIAL_ALERTS)).toBeUndefined();
  expect(after.messages(SOCIAL_ALERTS)).toEqual([]);
  expect(after.channel(CUSTOMER_CARE)?.isArchived).toBe(true);
  expect(after.settings()).toEqual(before.settings());
  after.set({ outage: null, tokenRefusal: null, withheldScopes: [] });
  expect(await refusal(client(after).chat.postMessage({ channel: SOCIAL_ALERTS, text: 'x' }))).toBe(
    'channel_not_found',
  );
  expect(await refusal(client(after).conversations.open({ users: PRIYA }))).toBe('user_disabled');
});

test('a seeded channel without an id, once deleted, does not come back either', async () => {
  const journal = journalPath();
  const seed = { ...ACME, channels: [...ACME.channels, { name: 'made-up', members: [ANA, 'app'] }] };
  const before = await workspace({ journal, seed });
  await before.act({ as: ANA, kind: 'delete_channel', channel: before.channel('made-up')?.id ?? '' });
  const after = await workspace({ journal, seed });
  expect(after.channel('made-up')).toBeUndefined();
});

test('a journal of before there were settings, roles and deletions is read as nothing forbidden', async () => {
  const journal = journalPath();
  const { isAdmin: _isAdmin, ...mateo } = { ...ACME.people[1], isAdmin: true, isRestricted: false, isOwner: false };
  const lines = [
    { format: 'sandbox-workspace', version: 1 },
    { type: 'person', person: { ...mateo, isDeactivated: false, isBot: false } },
    { type: 'settings', settings: { appsMayCreateChannels: false } },
  ];
  writeFileSync(journal, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const sandbox = await workspace({ journal });
  expect(sandbox.settings()).toMatchObject({ appsMayCreateChannels: false, appsMayRingEveryone: true, outage: null });
  const { user } = await client(sandbox).users.info({ user: MATEO });
  expect(user).toMatchObject({ is_admin: false, is_owner: false });
});

test('a line torn by a crash is dropped, whatever was whole stays', async () => {
  const journal = journalPath();
  const before = await workspace({ journal });
  await client(before).chat.postMessage({ channel: SOCIAL_ALERTS, text: 'whole' });
  appendFileSync(journal, '{"type":"message","message":{"chan');
  const after = await workspace({ journal });
  expect(after.messages(SOCIAL_ALERTS).map((message) => message.text)).toEqual(['whole']);
});

test('timestamps go on after a restart, even when the clock went back', async () => {
  const journal = journalPath();
  const first = await workspace({ journal, now: () => 1_700_000_000_000 });
  const posted = await client(first).chat.postMessage({ channel: SOCIAL_ALERTS, text: 'a' });
  const second = await workspace({ journal, now: () => 1_600_000_000_000 });
  const later = await client(second).chat.postMessage({ channel: SOCIAL_ALERTS, text: 'b' });
  expect(Number(later.ts)).toBeGreaterThan(Number(posted.ts));
});

test('a start rewrites the journal without what is outdated', async () => {
  const journal = journalPath();
  const before = await workspace({ journal });
  const web = client(before);
  const { ts = '' } = await web.chat.postMessage({ channel: SOCIAL_ALERTS, text: '0' });
  for (let n = 1; n <= 20; n += 1) await web.chat.update({ channel: SOCIAL_ALERTS, ts, text: `${n}` });
  const lines = () => readFileSync(journal, 'utf8').split('\n').length;
  const long = lines();
  await workspace({ journal });
  expect(lines()).toBe(long - 20);
});

test('a file that is no journal, or is broken inside, is not taken', async () => {
  const journal = journalPath();
  writeFileSync(journal, 'hello\n');
  await expect(workspace({ journal })).rejects.toThrow(/not a sandbox journal/);
  writeFileSync(journal, '{"format":"sandbox-workspace","version":1}\n{"broken\n{"type":"read"}\n');
  await expect(workspace({ journal })).rejects.toThrow(/line 2 cannot be read/);
});
