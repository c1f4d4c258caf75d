/** conversations.* and users.conversations: the app looks at channels, their members and their messages. */
import { isGroupDm } from '../delivery/events.ts';
import { refuse } from '../refusal.ts';
import { conversation } from '../state/state.ts';
import type { StoredChannel, StoredMessage } from '../state/things.ts';
import { canSee, isMember, type Workspace } from '../state/workspace.ts';
import { slackChannel } from '../wire/channels.ts';
import { slackMessage } from '../wire/messages.ts';
import { type Args, flag, need, page, text, texts } from './arguments.ts';
import { type MessagePage, newestFirst, oldestFirst } from './message-pages.ts';
import { joinedChannel, type Method, messageIn, visibleChannel } from './method.ts';

const info: Method = (workspace, args) => ({ channel: slackChannel(workspace, visibleChannel(workspace, args)) });

const members: Method = (workspace, args) => {
  const { items, cursor } = page(visibleChannel(workspace, args).members, args, 100);
  return { members: items, response_metadata: { next_cursor: cursor } };
};

/** Slack's name for the kind of a channel in `types`. */
function typeName(channel: StoredChannel): string {
  if (channel.kind === 'dm') return 'im';
  if (isGroupDm(channel)) return 'mpim';
  return channel.kind === 'public' ? 'public_channel' : 'private_channel';
}

/** The `types` argument of the list methods. */
function typesArgument(args: Args): string[] {
  const types = texts(args, 'types');
  const known = ['public_channel', 'private_channel', 'mpim', 'im'];
  if (types.some((type) => !known.includes(type))) throw refuse('invalid_types');
  return types.length > 0 ? types : ['public_channel'];
}

function channelsFor(
  workspace: Workspace,
  args: Args,
  keep: (channel: StoredChannel) => boolean,
): Record<string, unknown> {
  const types = typesArgument(args);
  const found = [...workspace.state.channels.values()]
    .filter((channel) => types.includes(typeName(channel)) && canSee(channel, workspace.app.botUserId))
    .filter((channel) => keep(channel) && !(flag(args, 'exclude_archived') && channel.isArchived));
  const { items, cursor } = page(found, args, 100);
  return {
    channels: items.map((channel) => slackChannel(workspace, channel)),
    response_metadata: { next_cursor: cursor },
  };
}

const list: Method = (workspace, args) => channelsFor(workspace, args, () => true);

const usersConversations: Method = (workspace, args) => {
  const user = text(args, 'user') ?? workspace.app.botUserId;
  if (!workspace.state.people.has(user)) throw refuse('user_not_found');
  return channelsFor(workspace, args, (channel) => isMember(channel, user));
};

/** Newest first; replies only when they were also sent to the channel. */
const history: Method = (workspace, args) => {
  const channel = joinedChannel(workspace, args);
  const isShown = (message: StoredMessage) =>
    !message.threadTs || message.threadTs === message.ts || message.isBroadcast;
  const messages = [...conversation(workspace.state, channel.id).messages.values()];
  const latest = text(args, 'latest');
  return {
    ...(latest ? { latest } : {}),
    ...messagesAnswer(workspace, args, newestFirst(messages, args, isShown)),
    pin_count: channel.pins.length,
    channel_actions_ts: null,
    channel_actions_count: 0,
  };
};

/** Oldest first, the parent before its replies. */
const replies: Method = (workspace, args) => {
  const channel = joinedChannel(workspace, args);
  const asked = messageIn(workspace, channel, need(args, 'ts'), 'thread_not_found');
  const parent = messageIn(workspace, channel, asked.threadTs ?? asked.ts, 'thread_not_found');
  const thread = conversation(workspace.state, channel.id);
  const answers = (thread.replies.get(parent.ts) ?? []).flatMap((ts) => thread.messages.get(ts) ?? []);
  return messagesAnswer(workspace, args, oldestFirst(parent, answers, args));
};

function messagesAnswer(workspace: Workspace, args: Args, { messages, cursor }: MessagePage): Record<string, unknown> {
  const hasMetadata = flag(args, 'include_all_metadata');
  return {
    messages: messages.map((message) => slackMessage(workspace, message, hasMetadata)),
    has_more: cursor !== '',
    ...(cursor ? { response_metadata: { next_cursor: cursor } } : {}),
  };
}

export const historyMethods: Record<string, Method> = {
  'conversations.info': info,
  'conversations.members': members,
  'conversations.list': list,
  'conversations.history': history,
  'conversations.replies': replies,
  'users.conversations': usersConversations,
};
