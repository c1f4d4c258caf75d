/** What the code asks of Slack is what both manifests ask the workspace for. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { NEW_INCIDENT_SHORTCUT } from '../src/act/open/words.ts';
import { REPORT_SHORTCUT } from '../src/alert/report/words.ts';
import { VERBS } from '../src/capabilities.ts';
import { type SlackManifest, slackManifest } from '../src/sandbox/manifest.ts';
import { SCOPES } from '../src/slack/connect.ts';
import { saying } from './shown.ts';
import { openWorkspace, SOCIAL_ALERTS } from './workspace.ts';

const MANIFESTS = ['slack-manifest.yml', 'manifests/slack-manifest.http.yml'];

/** Scopes of a method; all of them, for the kinds of channel we use. Source: facts/slack.md, 4.2, and the method pages. */
const SCOPES_OF: Record<string, string[]> = {
  'auth.test': [],
  'bookmarks.add': ['bookmarks:write'],
  'bookmarks.list': ['bookmarks:read'],
  'chat.getPermalink': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.create': ['channels:manage', 'groups:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.invite': ['channels:manage', 'groups:write'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.setTopic': ['channels:manage', 'groups:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'pins.add': ['pins:write'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};
/** Scopes of an event, and thereby the events that are subscribed to. Source: facts/slack.md, 4.2. */
const SCOPES_OF_EVENT: Record<string, string[]> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  channel_archive: ['channels:read'],
  channel_deleted: ['channels:read'],
  channel_left: ['channels:read'],
  channel_unarchive: ['channels:read'],
  group_archive: ['groups:read'],
  group_deleted: ['groups:read'],
  group_left: ['groups:read'],
  group_unarchive: ['groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
};
/** Asked for without a call of ours: people's names in what Slack sends, and the commands themselves. */
const ALWAYS = ['commands', 'users:read'];

const SOURCE = filesIn('src')
  .filter((file) => !file.startsWith('src/sandbox/'))
  .map((file) => readFileSync(file, 'utf8'));

function filesIn(path: string): string[] {
  if (path.endsWith('.ts')) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${path}/${name}`);
}

function found(pattern: RegExp, sources = SOURCE): string[] {
  return [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')))].sort();
}

/** Named in a call, or anywhere as a text that is the name of a method: some are chosen first and called later. */
function methodsUsed(sources = SOURCE): string[] {
  const families = 'auth|bookmarks|chat|conversations|files|pins|reactions|usergroups|users|views';
  return [
    ...new Set([
      ...found(/\.call\(\s*'([\w.]+)'/g, sources),
      ...found(new RegExp(`'((?:${families})\\.[a-zA-Z.]+)'`, 'g'), sources),
      ...found(new RegExp(`client\\.((?:${families})\\.[a-zA-Z.]+)\\(`, 'g'), sources),
    ]),
  ].sort();
}

function scopesUsed(sources = SOURCE): string[] {
  const unknown = methodsUsed(sources).filter((method) => !(method in SCOPES_OF));
  if (unknown.length > 0) throw new Error(`Which scope do these need? ${unknown.join(', ')}`);
  const events = found(/app\.event\(\s*'([a-z_]+)'/g, sources);
  const scopes = [
    ...methodsUsed(sources).flatMap((one) => SCOPES_OF[one] ?? []),
    ...events.flatMap((one) => SCOPES_OF_EVENT[one] ?? [`a scope for the event ${one}`]),
    ...ALWAYS,
  ];
  return [...new Set(scopes)].sort();
}

function read(file: string) {
  return slackManifest.parse(parse(readFileSync(file, 'utf8')));
}

/** What the code uses and the manifest does not ask for. */
function missingIn(manifest: SlackManifest): string[] {
  const { oauth_config, settings, features } = slackManifest.parse(manifest);
  const has = [
    ...oauth_config.scopes.bot,
    ...settings.event_subscriptions.bot_events,
    ...features.slash_commands.map((one) => one.command),
    ...features.shortcuts.map((one) => one.callback_id),
  ];
  const needs = [
    ...scopesUsed(),
    ...found(/app\.event\(\s*'([a-z_]+)'/g),
    ...found(/app\.command\(\s*'([^']+)'/g),
    ...[REPORT_SHORTCUT, NEW_INCIDENT_SHORTCUT],
  ];
  return needs.filter((one) => !has.includes(one));
}

test('the source is read: it calls, listens and offers what is known of it', () => {
  for (const method of ['chat.update', 'views.open', 'conversations.replies', 'users.conversations', 'auth.test']) {
    expect(methodsUsed()).toContain(method);
  }
  expect(found(/app\.event\(\s*'([a-z_]+)'/g)).toEqual(Object.keys(SCOPES_OF_EVENT).sort());
  expect(found(/app\.command\(\s*'([^']+)'/g)).toEqual(['/incident']);
});

test.each(MANIFESTS)('%s asks for all the code uses, and for no scope more', (file) => {
  const manifest = read(file);
  expect(missingIn(manifest)).toEqual([]);
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(scopesUsed());
  expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(Object.keys(SCOPES_OF_EVENT).sort());
  expect(manifest.features.shortcuts.map((one) => one.callback_id).toSorted()).toEqual(
    [REPORT_SHORTCUT, NEW_INCIDENT_SHORTCUT].sort(),
  );
  expect(manifest.features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: true });
});

test.each(MANIFESTS)('%s subscribes to no event that its scopes do not allow', (file) => {
  const { oauth_config, settings } = read(file);
  const needed = settings.event_subscriptions.bot_events.flatMap((one) => SCOPES_OF_EVENT[one] ?? ['unknown']);
  expect(needed.filter((scope) => !oauth_config.scopes.bot.includes(scope))).toEqual([]);
});

test('an app installed before the events of channels goes on working', async () => {
  const manifest = read(MANIFESTS[0] ?? '');
  const bot_events = ['app_home_opened', 'app_mention', 'member_joined_channel'];
  const older = { ...manifest, settings: { ...manifest.settings, event_subscriptions: { bot_events } } };
  const workspace = await openWorkspace({ sandbox: { manifest: older } });
  onTestFinished(workspace.close);
  await workspace.send({
    text: 'The ovens have been cold since noon, and nobody answers',
    url: 'https://example.com/1',
  });
  await workspace.settle();
  expect(saying(workspace.sandbox.messages(SOCIAL_ALERTS), 'ovens have been cold')).toBeDefined();
});

test('the program checks at its start for the same scopes', () => {
  expect([...SCOPES].sort()).toEqual(scopesUsed());
});

test.each(MANIFESTS)('%s names every verb where people type it', (file) => {
  const [command] = read(file).features.slash_commands;
  const verbs = command?.usage_hint
    .replace(/[[\]]/g, '')
    .split('|')
    .map((one) => one.trim().split(' ')[0]);
  expect(verbs?.toSorted()).toEqual(Object.keys(VERBS).sort());
  expect(command?.should_escape).toBe(true);
});

test('both manifests are the same app; only the way in differs', () => {
  const [socket, http] = MANIFESTS.map((file) => parse(readFileSync(file, 'utf8')));
  expect(socket.settings.socket_mode_enabled).toBe(true);
  expect(http.settings.socket_mode_enabled).toBe(false);
  const urls = [http.settings.interactivity, http.settings.event_subscriptions].map((one) => one.request_url);
  expect([...urls, http.features.slash_commands[0].url]).toEqual(
    Array(3).fill(expect.stringMatching(/^https:.*\/slack\/events$/)),
  );
  delete http.features.slash_commands[0].url;
  delete http.settings.interactivity.request_url;
  delete http.settings.event_subscriptions.request_url;
  http.settings.socket_mode_enabled = true;
  expect(http).toEqual(socket);
});

test('a planted missing scope, event, command or shortcut is found', () => {
  const whole = parse(readFileSync(MANIFESTS[0] ?? '', 'utf8'));
  const without = (change: (manifest: typeof whole) => void) => {
    const planted = structuredClone(whole);
    change(planted);
    return missingIn(planted);
  };
  const drop = (list: string[], one: string) => list.splice(list.indexOf(one), 1);
  expect(without((m) => drop(m.oauth_config.scopes.bot, 'pins:write'))).toEqual(['pins:write']);
  expect(without((m) => drop(m.settings.event_subscriptions.bot_events, 'app_mention'))).toEqual(['app_mention']);
  expect(without((m) => m.features.slash_commands.pop())).toEqual(['/incident']);
  expect(without((m) => m.features.shortcuts.shift())).toEqual(['report_mention']);
});

test('a call that needs a scope nobody asked for is found', () => {
  expect(() => scopesUsed([...SOURCE, "await api.call('reactions.get', {})"])).toThrow('reactions.get');
  expect(() => scopesUsed([...SOURCE, "const method = 'users.lookupByEmail';"])).toThrow('users.lookupByEmail');
});
