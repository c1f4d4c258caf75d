import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ANA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
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
