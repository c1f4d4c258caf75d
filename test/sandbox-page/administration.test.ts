import { describe, expect, test } from 'vitest';
import { channelDeeds } from '../../src/sandbox/page/chat/channel/channel-deeds.ts';
import { mayPost, mayRemove } from '../../src/sandbox/page/live/roles.ts';
import { NO_TROUBLE, troublesOf } from '../../src/sandbox/page/settings/troubles.ts';
import type { Channel, Person, WorkspaceSettings } from '../../src/sandbox/protocol.ts';
import { AS_FOUNDED } from '../../src/sandbox/state/settings.ts';

function person(id: string, fields: Partial<Person> = {}): Person {
  const account = { title: '', tz: 'UTC', isBot: false, isDeactivated: false, role: 'member' as const };
  return { id, name: id.toLowerCase(), realName: id, ...account, ...fields };
}

const ME = person('ME');
const OWNER = person('OWNER', { role: 'owner' });
const GUEST = person('GUEST', { role: 'guest' });
const APP = person('APP', { isBot: true });
const OTHER = person('OTHER');

function channel(fields: Partial<Channel> = {}): Channel {
  const members = ['ME', 'OWNER', 'GUEST', 'APP', 'OTHER'];
  const empty = { isArchived: false, topic: '', purpose: '', bookmarks: [], pins: [], unread: 0, unreadMentions: 0 };
  return { id: 'C1', name: 'room', kind: 'public', members, ...empty, ...fields };
}

describe('the menu of a channel offers', () => {
  const offered = (me: Person, fields: Partial<Channel> = {}) =>
    channelDeeds(channel(fields), me, APP).map(({ text }) => text);

  test('everything to an administrator', () => {
    expect(offered(OWNER)).toEqual([
      'Remove APP',
      'Rename channel…',
      'Only administrators post',
      'Archive channel',
      'Delete channel…',
    ]);
    expect(offered(OWNER, { isReadOnly: true })).toContain('Let everybody post');
  });

  test('to a member what any member may do', () => {
    expect(offered(ME)).toEqual(['Archive channel']);
    expect(offered(ME, { kind: 'private' })).toEqual(['Remove APP', 'Archive channel']);
    expect(offered(ME, { members: ['ME'] })).toEqual(['Add APP', 'Archive channel']);
  });

  test('the way back from the archive, and nothing that an archived channel does not take', () => {
    expect(offered(OWNER, { isArchived: true })).toEqual(['Unarchive channel', 'Delete channel…']);
    expect(offered(ME, { isArchived: true })).toEqual(['Unarchive channel']);
  });

  test('nothing to guests, passers-by and in direct messages', () => {
    expect(offered(GUEST)).toEqual([]);
    expect(offered(ME, { members: ['APP'] })).toEqual([]);
    expect(offered(OWNER, { kind: 'dm' })).toEqual([]);
    expect(offered(OWNER, { kind: 'private', name: 'mpdm-ana--mateo--app-1' })).toEqual([]);
  });

  test('neither an end nor another name for #general, nor a removal from it', () => {
    expect(offered(OWNER, { name: 'general' })).toEqual(['Remove APP', 'Only administrators post']);
    expect(mayRemove(channel({ name: 'general' }), OWNER, OTHER)).toBe(false);
  });
});

test('nobody removes themselves; members remove others from private channels only', () => {
  expect(mayRemove(channel(), OWNER, OWNER)).toBe(false);
  expect(mayRemove(channel(), OWNER, OTHER)).toBe(true);
  expect(mayRemove(channel(), ME, OTHER)).toBe(false);
  expect(mayRemove(channel({ kind: 'private' }), ME, OTHER)).toBe(true);
  expect(mayRemove(channel({ isArchived: true }), OWNER, OTHER)).toBe(false);
});

test('where only administrators post, others find no field to write in', () => {
  expect(mayPost(channel(), ME)).toBe(true);
  expect(mayPost(channel({ isReadOnly: true }), ME)).toBe(false);
  expect(mayPost(channel({ isReadOnly: true }), OWNER)).toBe(true);
  expect(mayPost(channel({ isArchived: true }), OWNER)).toBe(false);
});

describe('what the settings take from the app is said', () => {
  const said = (some: Partial<WorkspaceSettings>) => troublesOf({ ...NO_TROUBLE, ...some }, 'Firebreak', [OTHER]);

  test('not at all in a workspace as it was founded', () => {
    expect(NO_TROUBLE).toEqual(AS_FOUNDED);
    expect(said({})).toEqual([]);
  });

  test.each([
    [{ tokenRefusal: 'token_revoked' as const }, 'The token of Firebreak is revoked.'],
    [{ tokenRefusal: 'invalid_auth' as const }, 'Slack does not know the token of Firebreak.'],
    [{ tokenRefusal: 'account_inactive' as const }, 'Firebreak is removed from the workspace.'],
    [{ outage: 'silent' as const }, 'Slack is away for Firebreak.'],
    [{ withheldScopes: ['pins:write'] }, 'Firebreak lacks the scope pins:write.'],
    [{ withheldScopes: ['pins:write', 'chat:write'] }, 'Firebreak lacks 2 scopes.'],
    [{ appsMayCreateChannels: false }, 'Apps may not create channels.'],
    [{ appsMayRingEveryone: false }, 'Apps may not ring everyone.'],
    [{ editMinutes: 0 }, 'Messages cannot be edited.'],
    [{ editMinutes: 1 }, 'Messages can be edited for 1 minute only.'],
    [{ closedToApps: ['OTHER'] }, 'Apps may not write to OTHER.'],
    [{ closedToApps: ['OTHER', 'GONE'] }, 'Apps may not write to 2 people.'],
  ])('%j: %s', (some, sentence) => {
    expect(said(some)).toEqual([sentence]);
  });

  test('the worst first', () => {
    expect(said({ appsMayRingEveryone: false, outage: 503, tokenRefusal: 'token_revoked' })).toEqual([
      'Slack is away for Firebreak.',
      'The token of Firebreak is revoked.',
      'Apps may not ring everyone.',
    ]);
  });
});
