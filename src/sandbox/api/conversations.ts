/** conversations.*: the app makes channels and looks after them. Reading them is in `history.ts`. */
import { characters } from '../blocks/shapes.ts';
import { nameRefusal } from '../changes/channel-names.ts';
import {
  addMember,
  archive,
  create,
  describe,
  openDm,
  openGroupDm,
  removeMember,
  rename,
} from '../changes/channels.ts';
import { isGroupDm } from '../delivery/events.ts';
import { refuse } from '../refusal.ts';
import type { StoredChannel } from '../state/things.ts';
import { activePerson, isMember, type Workspace } from '../state/workspace.ts';
import { slackChannel } from '../wire/channels.ts';
import { type Args, flag, need, text, texts } from './arguments.ts';
import { joinedChannel, type Method, openChannel, visibleChannel } from './method.ts';

const MAX_TOPIC = 250;
const MAX_OPEN = 8;

const createChannel: Method = (workspace, args) => {
  if (!workspace.state.settings.appsMayCreateChannels) throw refuse('restricted_action');
  const name = nameArgument(workspace, args);
  return {
    channel: slackChannel(workspace, create(workspace, name, flag(args, 'is_private'), workspace.app.botUserId)),
  };
};

function nameArgument(workspace: Workspace, args: Args): string {
  const name = text(args, 'name')?.replace(/^#/, '') ?? '';
  const refusal = nameRefusal(workspace, name);
  if (refusal) throw refuse(refusal);
  return name;
}

const renameChannel: Method = (workspace, args) => {
  const channel = openChannel(workspace, args);
  if (channel.kind === 'dm' || isGroupDm(channel)) throw refuse('method_not_supported_for_channel_type');
  const name = nameArgument(workspace, args);
  if (channel.name === 'general') throw refuse('not_authorized');
  if (channel.creator !== workspace.app.botUserId) throw refuse('not_authorized');
  return { channel: slackChannel(workspace, rename(workspace, channel, workspace.app.botUserId, name)) };
};

const join: Method = (workspace, args) => {
  const channel = visibleChannel(workspace, args);
  if (channel.isArchived) throw refuse('is_archived');
  if (channel.kind !== 'public') throw refuse('method_not_supported_for_channel_type');
  if (isMember(channel, workspace.app.botUserId)) {
    return {
      channel: slackChannel(workspace, channel),
      warning: 'already_in_channel',
      response_metadata: { warnings: ['already_in_channel'] },
    };
  }
  return { channel: slackChannel(workspace, addMember(workspace, channel, workspace.app.botUserId)) };
};

const leave: Method = (workspace, args) => {
  const channel = visibleChannel(workspace, args);
  if (channel.isArchived) throw refuse('is_archived');
  if (channel.kind === 'dm') throw refuse('method_not_supported_for_channel_type');
  if (!isMember(channel, workspace.app.botUserId)) return { not_in_channel: true };
  if (channel.name === 'general') throw refuse('cant_leave_general');
  removeMember(workspace, channel, workspace.app.botUserId);
  return {};
};

const kick: Method = (workspace, args) => {
  const channel = joinedChannel(workspace, args);
  const user = need(args, 'user');
  if (!workspace.state.people.has(user)) throw refuse('user_not_found');
  if (user === workspace.app.botUserId) throw refuse('cant_kick_self');
  if (channel.name === 'general') throw refuse('cant_kick_from_general');
  if (!isMember(channel, user)) throw refuse('not_in_channel');
  removeMember(workspace, channel, user, workspace.app.botUserId);
  return {};
};

const setText =
  (field: 'topic' | 'purpose'): Method =>
  (workspace, args) => {
    const channel = openChannel(workspace, args);
    if (channel.kind === 'dm') throw refuse('method_not_supported_for_channel_type');
    const value = text(args, field) ?? '';
    if (characters(value) > MAX_TOPIC) throw refuse('too_long');
    const after =
      value === channel[field] ? channel : describe(workspace, channel, workspace.app.botUserId, field, value);
    return { [field]: value, channel: slackChannel(workspace, after) };
  };

const archiveChannel: Method = (workspace, args) => {
  const channel = joinedChannel(workspace, args);
  if (channel.kind === 'dm') throw refuse('method_not_supported_for_channel_type');
  if (channel.isArchived) throw refuse('already_archived');
  if (channel.name === 'general') throw refuse('cant_archive_general');
  archive(workspace, channel, workspace.app.botUserId, true);
  return {};
};

/** Slack takes an app out of a channel that it archived; this workspace lets it back in. */
const unarchiveChannel: Method = (workspace, args) => {
  const channel = joinedChannel(workspace, args);
  if (!channel.isArchived) throw refuse('not_archived');
  archive(workspace, channel, workspace.app.botUserId, false);
  return {};
};

const open: Method = (workspace, args) => {
  const channel = text(args, 'channel') ? joinedChannel(workspace, args) : openWith(workspace, texts(args, 'users'));
  return { channel: flag(args, 'return_im') ? slackChannel(workspace, channel) : { id: channel.id } };
};

function openWith(workspace: Workspace, given: string[]): StoredChannel {
  const users = [...new Set(given)].filter((user) => user !== workspace.app.botUserId);
  const [first] = users;
  if (!first) throw refuse('users_list_not_supplied');
  if (users.length > MAX_OPEN) throw refuse('too_many_users');
  for (const user of users) {
    const person = workspace.state.people.get(user);
    if (!person) throw refuse('user_not_found');
    if (!activePerson(workspace, user)) throw refuse('user_disabled');
  }
  if (users.length > 1) return openGroupDm(workspace, [workspace.app.botUserId, ...users]);
  return openDm(workspace, [workspace.app.botUserId, first]);
}

export const conversationMethods: Record<string, Method> = {
  'conversations.create': createChannel,
  'conversations.rename': renameChannel,
  'conversations.join': join,
  'conversations.leave': leave,
  'conversations.kick': kick,
  'conversations.setTopic': setText('topic'),
  'conversations.setPurpose': setText('purpose'),
  'conversations.archive': archiveChannel,
  'conversations.unarchive': unarchiveChannel,
  'conversations.open': open,
};
