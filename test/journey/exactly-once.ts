/** What the workspace holds, counted: the proof that nothing came twice and nothing is missing. */
import { expect } from 'vitest';
import type { Channel, Message } from '../../src/sandbox/protocol.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { incidentName } from '../../src/words/incident-name.ts';
import type { PersonId } from '../../src/words/people.ts';

/** Firebreak's posts by the key of their delivery, from all channels and direct messages. */
export function postsByKey(sandbox: Sandbox): Map<string, Message[]> {
  const posts = new Map<string, Message[]>();
  for (const channel of sandbox.channels()) {
    for (const message of sandbox.messages(channel.id)) {
      const key = sandbox.metadataOf(channel.id, message.ts)?.event_payload.key;
      if (typeof key === 'string') posts.set(key, [...(posts.get(key) ?? []), message]);
    }
  }
  return posts;
}

/** Keys that start like this and how often each was posted. */
export function counted(sandbox: Sandbox, start = ''): Record<string, number> {
  const found = [...postsByKey(sandbox)].filter(([key]) => key.startsWith(start));
  return Object.fromEntries(found.map(([key, messages]) => [key, messages.length]).sort());
}

/** The one post of this key. Throws when there is none, or more. */
export function postOf(sandbox: Sandbox, key: string): Message {
  const [post, ...more] = postsByKey(sandbox).get(key) ?? [];
  if (!post || more.length > 0) throw new Error(`${key} was posted ${more.length + (post ? 1 : 0)} times.`);
  return post;
}

/** Nothing that Firebreak posted is there twice. */
export function expectNothingTwice(sandbox: Sandbox): void {
  const twice = [...postsByKey(sandbox)].filter(([, messages]) => messages.length > 1).map(([key]) => key);
  expect(twice).toEqual([]);
}

/** Rooms of an incident that Firebreak created. */
export function roomsOf(sandbox: Sandbox, incidentId: number): Channel[] {
  const prefix = `${incidentName(incidentId).toLowerCase()}-`;
  return sandbox
    .channels()
    .filter((channel) => channel.name.startsWith(prefix) && channel.members.includes(sandbox.botUserId));
}

export interface ExpectedRoom {
  people: PersonId[];
  /** Of the first round. */
  paged: PersonId[];
  hasBookmark?: boolean;
  isPrivate?: boolean;
}

/** One room, with everything that belongs in it exactly once, and whoever was to be paged paged once. */
export function expectCompleteRoom(sandbox: Sandbox, incidentId: number, expected: ExpectedRoom): Channel {
  const { people, paged, hasBookmark = true, isPrivate = false } = expected;
  const rooms = roomsOf(sandbox, incidentId);
  expect(rooms.map((one) => one.name)).toHaveLength(1);
  const [room] = rooms;
  if (!room) throw new Error('There is no room.');
  const board = postOf(sandbox, `board:${incidentId}`);
  expect({
    members: room.members.toSorted(),
    kind: room.kind,
    pins: room.pins,
    bookmarks: room.bookmarks.length,
    hasTopic: room.topic.startsWith('SEV'),
    boardIn: board.channel,
    headlines: postsByKey(sandbox).get(`headline:${incidentId}`)?.length ?? 0,
    pages: counted(sandbox, `page_ask:inc-${incidentId}/opened/1/`),
  }).toEqual({
    members: [...people, sandbox.botUserId].sort(),
    kind: isPrivate ? 'private' : 'public',
    pins: [board.ts],
    bookmarks: hasBookmark ? 1 : 0,
    hasTopic: true,
    boardIn: room.id,
    headlines: isPrivate ? 0 : 1,
    pages: Object.fromEntries(paged.map((one) => [`page_ask:inc-${incidentId}/opened/1/${one}`, 1])),
  });
  return room;
}

/** Said by `sandbox.calls()` of the calls a fault has hit. */
export function faultsHit(sandbox: Sandbox): string[] {
  return sandbox
    .calls()
    .filter((call) => call.status === 'fault')
    .map((call) => call.method);
}
