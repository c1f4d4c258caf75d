import { describe, expect, test } from 'vitest';
import { channelMessages, firstUnread, rowsOf, threadMessages } from '../../src/sandbox/page/live/timeline.ts';
import { applyChange, applyEvent, openWorkspace, type Workspace } from '../../src/sandbox/page/live/workspace.ts';
import type { Channel, Message, Snapshot } from '../../src/sandbox/protocol.ts';
import { AS_FOUNDED } from '../../src/sandbox/state/settings.ts';

const NOON = Date.UTC(2026, 10, 20, 12) / 1000;

function channel(id: string, fields: Partial<Channel> = {}): Channel {
  const empty = { isArchived: false, topic: '', purpose: '', members: ['U1'], bookmarks: [], pins: [] };
  return { id, name: id.toLowerCase(), kind: 'public', ...empty, unread: 0, unreadMentions: 0, ...fields };
}

function message(second: number, fields: Partial<Message> = {}): Message {
  const ts = `${NOON + second}.000100`;
  const empty = { text: 'hi', blocks: [], isBroadcast: false, replyCount: 0, reactions: [], files: [] };
  return { channel: 'C1', ts, user: 'U2', ...empty, ...fields };
}

function snapshot(fields: Partial<Snapshot> = {}): Snapshot {
  return {
    team: { id: 'T1', name: 'Acme' },
    me: 'U1',
    people: [],
    channels: [channel('C1')],
    joinable: [channel('C2')],
    settings: AS_FOUNDED,
    messages: [],
    views: [],
    home: null,
    commands: [],
    shortcuts: [],
    replays: [],
    app: { userId: 'U9', name: 'App', isReachable: true, scopes: [] },
    ...fields,
  };
}

const textsIn = (workspace: Workspace | null, id = 'C1') => (workspace?.messages[id] ?? []).map((one) => one.text);

describe('the workspace a person sees', () => {
  test('messages stand in the order of time, whatever order they came in', () => {
    const opened = openWorkspace(snapshot({ messages: [message(2, { text: 'b' }), message(1, { text: 'a' })] }));
    expect(textsIn(opened)).toEqual(['a', 'b']);
    expect(textsIn(applyChange(opened, { type: 'message', message: message(1.5, { text: 'between' }) }))).toEqual([
      'a',
      'between',
      'b',
    ]);
  });

  test('an edit replaces the message and keeps its place', () => {
    const opened = openWorkspace(snapshot({ messages: [message(1, { text: 'a' }), message(2, { text: 'b' })] }));
    const edited = applyChange(opened, { type: 'message', message: message(1, { text: 'A' }) });
    expect(textsIn(edited)).toEqual(['A', 'b']);
    expect(textsIn(opened)).toEqual(['a', 'b']);
  });

  test('a deleted message is gone; an unknown one does no harm', () => {
    const opened = openWorkspace(snapshot({ messages: [message(1)] }));
    expect(textsIn(applyChange(opened, { type: 'message_deleted', channel: 'C1', ts: message(1).ts }))).toEqual([]);
    expect(textsIn(applyChange(opened, { type: 'message_deleted', channel: 'C7', ts: '1.1' }))).toEqual(['hi']);
  });

  test('a joined channel leaves the list of those one can join', () => {
    const joined = applyChange(openWorkspace(snapshot()), { type: 'channel', channel: channel('C2') });
    expect(joined.channels.map(({ id }) => id)).toEqual(['C1', 'C2']);
    expect(joined.joinable).toEqual([]);
  });

  test('a channel one was put out of is gone', () => {
    expect(applyChange(openWorkspace(snapshot()), { type: 'channel_gone', id: 'C1' }).channels).toEqual([]);
  });

  test('the app coming back is seen', () => {
    const away = applyChange(openWorkspace(snapshot()), { type: 'app', isReachable: false });
    expect(away.app).toEqual({ userId: 'U9', name: 'App', isReachable: false, scopes: [] });
  });

  test('a second snapshot, after a lost line, replaces everything', () => {
    const opened = openWorkspace(snapshot({ messages: [message(1)] }));
    expect(textsIn(applyEvent(opened, { type: 'snapshot', snapshot: snapshot() }))).toEqual([]);
  });

  test('a change before the first snapshot is nothing', () => {
    expect(applyEvent(null, { type: 'channel_gone', id: 'C1' })).toBeNull();
  });
});

describe('the timeline', () => {
  const parent = message(0);
  const reply = message(60, { threadTs: parent.ts });
  const broadcast = message(120, { threadTs: parent.ts, isBroadcast: true });

  test('a channel shows no replies, except those also sent to it', () => {
    expect(channelMessages([parent, reply, broadcast])).toEqual([parent, broadcast]);
  });

  test('a thread is its parent and all replies', () => {
    expect(threadMessages([parent, reply, broadcast, message(200)], parent.ts)).toEqual([parent, reply, broadcast]);
  });

  test('close messages of one author share one avatar', () => {
    const rows = rowsOf([message(0), message(60), message(90, { user: 'U3' }), message(100, { user: 'U3' })], 'UTC');
    expect(rows.map((row) => row.isContinued)).toEqual([false, true, false, true]);
  });

  test('distance, a new day, an ephemeral message and the unread line break a group', () => {
    expect(rowsOf([message(0), message(600)], 'UTC').map((row) => row.isContinued)).toEqual([false, false]);
    expect(rowsOf([message(-1), message(1)], 'Pacific/Auckland').map((row) => row.isContinued)).toEqual([false, true]);
    const midnight = 12 * 3600;
    const acrossMidnight = rowsOf([message(midnight - 10), message(midnight + 10)], 'UTC');
    expect(acrossMidnight.map((row) => [row.startsDay, row.isContinued])).toEqual([
      [true, false],
      [true, false],
    ]);
    expect(rowsOf([message(0), message(1, { ephemeralFor: 'U1' })], 'UTC')[1]?.isContinued).toBe(false);
    expect(rowsOf([message(0), message(1)], 'UTC', message(1).ts)[1]).toMatchObject({
      startsUnread: true,
      isContinued: false,
    });
  });

  test("the unread line stands before the first message not seen; one's own never count", () => {
    const messages = [message(0), message(1), message(2, { user: 'U1' }), message(3)];
    expect(firstUnread(messages, 2, 'U1')).toBe(message(1).ts);
    expect(firstUnread(messages, 0, 'U1')).toBeUndefined();
  });
});
