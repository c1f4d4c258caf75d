/** What happens to channels, whoever does it: made, joined, left, renamed, archived, deleted. Events follow. */
import { announce, channelType, isGroupDm } from '../delivery/events.ts';
import { newId } from '../state/ids.ts';
import type { StoredChannel } from '../state/things.ts';
import { findDm, nextTs, nowSeconds, type Workspace } from '../state/workspace.ts';
import { postNotice } from './messages.ts';

/** The channel as it is now: what callers hold may be older. */
export function fresh(workspace: Workspace, channel: StoredChannel): StoredChannel {
  return workspace.state.channels.get(channel.id) ?? channel;
}

/** Changes some fields of a channel; returns it as it now is. */
export function edit(workspace: Workspace, channel: StoredChannel, fields: Partial<StoredChannel>): StoredChannel {
  const next = { ...fresh(workspace, channel), ...fields };
  workspace.commit({ type: 'channel', channel: next });
  return next;
}

/** Makes a channel with its creator as the only member. The name is taken as it is. */
export function create(workspace: Workspace, name: string, isPrivate: boolean, creator: string): StoredChannel {
  const channel = blank(workspace, newId(isPrivate ? 'G' : 'C'), isPrivate ? 'private' : 'public', creator);
  workspace.commit({ type: 'channel', channel: { ...channel, name } });
  const made = fresh(workspace, channel);
  if (!isPrivate) {
    const event = { type: 'channel_created', channel: { id: made.id, name, created: made.created, creator } };
    announce(workspace, 'channel_created', { ...event, event_ts: nextTs(workspace) });
  }
  return addMember(workspace, made, creator);
}

/** The direct message between these people, made when there is none. */
export function openDm(workspace: Workspace, members: [string, string]): StoredChannel {
  const known = findDm(workspace, [...new Set(members)]);
  if (known) return known;
  const channel = { ...blank(workspace, newId('D'), 'dm', members[0]), members: [...new Set(members)] };
  workspace.commit({ type: 'channel', channel });
  return channel;
}

/** The conversation of more than two people. */
export function openGroupDm(workspace: Workspace, members: string[]): StoredChannel {
  const handles = members.map((id) => workspace.state.people.get(id)?.name ?? id).sort();
  const name = `mpdm-${handles.join('--')}-1`;
  const known = [...workspace.state.channels.values()].find((channel) => channel.name === name);
  if (known) return known;
  const channel = { ...blank(workspace, newId('G'), 'private', members[0] ?? ''), name, members };
  workspace.commit({ type: 'channel', channel });
  return channel;
}

function blank(workspace: Workspace, id: string, kind: StoredChannel['kind'], creator: string): StoredChannel {
  return {
    id,
    name: '',
    kind,
    isArchived: false,
    topic: '',
    purpose: '',
    members: [],
    bookmarks: [],
    pins: [],
    creator,
    created: nowSeconds(workspace),
  };
}

/** Puts someone into the channel, says so there, and tells the app. Nothing happens to a member. */
export function addMember(workspace: Workspace, channel: StoredChannel, user: string, inviter?: string): StoredChannel {
  const before = fresh(workspace, channel);
  if (before.members.includes(user)) return before;
  const after = edit(workspace, before, { members: [...before.members, user] });
  const { prefix, letter } = channelType(after);
  postNotice(workspace, after, user, `${prefix}_join`, `<@${user}> has joined the channel`);
  const event = {
    type: 'member_joined_channel',
    user,
    channel: after.id,
    channel_type: letter,
    team: workspace.team.id,
    ...(inviter ? { inviter } : {}),
    event_ts: nextTs(workspace),
  };
  announce(workspace, 'member_joined_channel', event, after);
  return after;
}

/** Takes someone out of the channel, says so there, and tells the app. `actor` did it; usually whoever leaves. */
export function removeMember(workspace: Workspace, channel: StoredChannel, user: string, actor = user): void {
  const before = fresh(workspace, channel);
  const { prefix } = channelType(before);
  const after = edit(workspace, before, { members: before.members.filter((member) => member !== user) });
  const text =
    actor === user ? `<@${user}> has left the channel` : `<@${user}> was removed from the channel by <@${actor}>`;
  postNotice(workspace, after, user, `${prefix}_leave`, text);
  announceLeft(workspace, before, user, actor);
}

/** An app that is out hears of itself by another event than of others: it is no member any more. */
function announceLeft(workspace: Workspace, channel: StoredChannel, user: string, actor: string): void {
  const { prefix, letter } = channelType(channel);
  const isApp = user === workspace.app.botUserId;
  const type = isApp ? `${prefix}_left` : 'member_left_channel';
  const who = isApp ? { actor_id: actor } : { user, channel_type: letter, team: workspace.team.id };
  announce(workspace, type, { type, channel: channel.id, ...who, event_ts: nextTs(workspace) }, channel);
}

export function archive(workspace: Workspace, channel: StoredChannel, user: string, isArchived: boolean): void {
  const { prefix } = channelType(channel);
  const type = `${prefix}_${isArchived ? 'archive' : 'unarchive'}`;
  const text = isArchived ? `<@${user}> archived the channel` : `<@${user}> un-archived the channel`;
  const after = edit(workspace, channel, { isArchived });
  postNotice(workspace, after, user, type, text);
  const who = isArchived ? { user, is_moved: 0 } : prefix === 'group' ? { actor_id: user } : { user };
  announce(workspace, type, { type, channel: after.id, ...who, event_ts: nextTs(workspace) }, after);
}

/** Deletes a channel with all that was said in it. Its name is free again. */
export function deleteChannel(workspace: Workspace, channel: StoredChannel, user: string): void {
  const { prefix } = channelType(channel);
  workspace.commit({ type: 'channel_deleted', id: channel.id, name: channel.name });
  const type = `${prefix}_deleted`;
  const at = prefix === 'group' ? { date_deleted: nowSeconds(workspace) } : {};
  const event = { type, channel: channel.id, ...at, actor_id: user, event_ts: nextTs(workspace) };
  announce(workspace, type, event, channel);
}

export function rename(workspace: Workspace, channel: StoredChannel, user: string, name: string): StoredChannel {
  const { prefix } = channelType(channel);
  const after = edit(workspace, channel, { name });
  const text = `<@${user}> has renamed the channel from "${channel.name}" to "${name}"`;
  postNotice(workspace, after, user, `${prefix}_name`, text);
  const event = {
    type: `${prefix}_rename`,
    channel: {
      id: after.id,
      name,
      name_normalized: name,
      created: after.created,
      is_channel: prefix === 'channel',
      is_mpim: isGroupDm(after),
    },
    event_ts: nextTs(workspace),
  };
  announce(workspace, event.type, event, after);
  return after;
}

/** Says who may post: everybody, or administrators only. */
export function limitPosting(
  workspace: Workspace,
  channel: StoredChannel,
  user: string,
  isReadOnly: boolean,
): StoredChannel {
  const after = edit(workspace, channel, { isReadOnly });
  const who = isReadOnly ? 'only administrators may post' : 'everybody may post';
  postNotice(workspace, after, user, 'channel_posting_permissions', `<@${user}> changed who may post here: ${who}`);
  return after;
}

/** Sets the topic or the purpose. */
export function describe(
  workspace: Workspace,
  channel: StoredChannel,
  user: string,
  field: 'topic' | 'purpose',
  text: string,
): StoredChannel {
  const after = edit(workspace, channel, { [field]: text });
  const verb = text ? `set the channel ${field}: ${text}` : `cleared the channel ${field}`;
  postNotice(workspace, after, user, `${channelType(after).prefix}_${field}`, `<@${user}> ${verb}`);
  return after;
}
