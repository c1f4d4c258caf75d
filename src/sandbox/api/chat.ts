/** chat.*: the app speaks. */
import { ringsEveryone } from '../blocks/ringing.ts';
import { characters } from '../blocks/shapes.ts';
import { openDm } from '../changes/channels.ts';
import { change, post, remove, whisper } from '../changes/messages.ts';
import { refuse } from '../refusal.ts';
import type { StoredChannel, StoredMessage } from '../state/things.ts';
import {
  activePerson,
  canSee,
  findChannel,
  findMessage,
  hasScope,
  isMember,
  nextTs,
  type Workspace,
} from '../state/workspace.ts';
import { slackMessage } from '../wire/messages.ts';
import { type Args, blocksArgument, flag, json, metadataArgument, need, text } from './arguments.ts';
import { type Method, messageArgument, visibleChannel } from './method.ts';

/** Longer text is cut. */
const MAX_TEXT = 40_000;
/** chat.update says `msg_too_long` above this. */
const MAX_UPDATED_TEXT = 4000;
const MAX_ATTACHMENTS = 100;

const postMessage: Method = (workspace, args) => {
  const channel = postableChannel(workspace, args);
  const content = contentArguments(args);
  const threadTs = text(args, 'thread_ts');
  if (threadTs && !findMessage(workspace, channel.id, threadTs)) throw refuse('cannot_reply_to_message');
  const metadata = metadataArgument(args);
  if (!workspace.state.settings.appsMayRingEveryone && ringsEveryone(content.draft)) throw refuse('restricted_action');
  const message = post(workspace, channel, {
    user: workspace.app.botUserId,
    ...content.draft,
    ...(threadTs ? { threadTs, isBroadcast: flag(args, 'reply_broadcast') } : {}),
    ...(metadata ? { metadata } : {}),
  });
  return {
    channel: channel.id,
    ts: message.ts,
    message: slackMessage(workspace, message, true),
    ...(content.isCut ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } } : {}),
  };
};

/** A user id stands for the app's direct message with that person. */
function postableChannel(workspace: Workspace, args: Args): StoredChannel {
  const given = need(args, 'channel');
  const { botUserId } = workspace.app;
  const channel = workspace.state.people.has(given) ? dmWith(workspace, given) : findChannel(workspace, given);
  if (!channel || !canSee(channel, botUserId)) throw refuse('channel_not_found');
  if (channel.isArchived) throw refuse('is_archived');
  if (!isMember(channel, botUserId) && !hasScope(workspace, 'chat:write.public')) throw refuse('not_in_channel');
  if (channel.isReadOnly) throw refuse('restricted_action_read_only_channel');
  if (channel.kind === 'dm' && isClosed(workspace, channel)) throw refuse('restricted_action');
  return channel;
}

function dmWith(workspace: Workspace, user: string): StoredChannel {
  if (!activePerson(workspace, user)) throw refuse('channel_not_found');
  if (!workspace.app.messagesTab) throw refuse('messages_tab_disabled');
  return openDm(workspace, [workspace.app.botUserId, user]);
}

/** Whether somebody in this direct message is not to be written to by apps. */
function isClosed({ state }: Workspace, { members }: StoredChannel): boolean {
  return members.some((member) => state.settings.closedToApps.includes(member));
}

/** Text, blocks and attachments. Throws `no_text` when there is none of them. */
function contentArguments(args: Args): {
  draft: Pick<StoredMessage, 'text' | 'blocks' | 'attachments'>;
  isCut: boolean;
} {
  const blocks = blocksArgument(args, 'message');
  const attachments = attachmentsArgument(args);
  const given = text(args, 'text') ?? text(args, 'markdown_text') ?? '';
  if (!given.trim() && !blocks?.length && !attachments?.length) throw refuse('no_text');
  const isCut = characters(given) > MAX_TEXT;
  return {
    draft: {
      text: isCut ? [...given].slice(0, MAX_TEXT).join('') : given,
      blocks: blocks ?? [],
      ...(attachments ? { attachments } : {}),
    },
    isCut,
  };
}

function attachmentsArgument(args: Args): unknown[] | undefined {
  const attachments = json(args, 'attachments');
  if (attachments === undefined || attachments === '') return undefined;
  if (!Array.isArray(attachments)) throw refuse('invalid_attachments');
  if (attachments.length > MAX_ATTACHMENTS) throw refuse('too_many_attachments');
  return attachments;
}

/** A direct message is named by its `D…` id here, never by a person. */
const update: Method = (workspace, args) => {
  const channel = visibleChannel(workspace, args);
  const before = messageArgument(workspace, channel, args);
  if (channel.isArchived) throw refuse('is_inactive');
  if (before.user !== workspace.app.botUserId || before.subtype) throw refuse('cant_update_message');
  if (isPastEditing(workspace, before)) throw refuse('edit_window_closed');
  const newText = text(args, 'text') ?? text(args, 'markdown_text');
  if (newText !== undefined && characters(newText) > MAX_UPDATED_TEXT) throw refuse('msg_too_long');
  const blocks = blocksArgument(args, 'message');
  const attachments = attachmentsArgument(args);
  if (newText === undefined && !blocks && !attachments) throw refuse('no_text');
  const metadata = metadataArgument(args);
  const { metadata: oldMetadata, ...rest } = before;
  const nextMetadata = metadata === undefined ? oldMetadata : metadata;
  const next: StoredMessage = {
    ...rest,
    text: newText ?? before.text,
    blocks: blocks ?? (newText === undefined ? before.blocks : []),
    ...(attachments ? { attachments } : {}),
    ...(nextMetadata ? { metadata: nextMetadata } : {}),
    // Slack marks a message as edited only when its text was what people read.
    ...(newText !== undefined && !blocks ? { editedTs: nextTs(workspace) } : {}),
  };
  if (!next.text.trim() && next.blocks.length === 0 && !next.attachments?.length) throw refuse('no_text');
  change(workspace, channel, before, next);
  return { channel: channel.id, ts: next.ts, text: next.text, message: slackMessage(workspace, next, true) };
};

function isPastEditing({ state, now }: Workspace, { ts }: StoredMessage): boolean {
  const { editMinutes } = state.settings;
  if (editMinutes === null) return false;
  return editMinutes === 0 || now() / 1000 - Number(ts) > editMinutes * 60;
}

const deleteMessage: Method = (workspace, args) => {
  const channel = visibleChannel(workspace, args);
  const message = messageArgument(workspace, channel, args);
  if (message.user !== workspace.app.botUserId || message.subtype) throw refuse('cant_delete_message');
  remove(workspace, channel, message);
  return { channel: channel.id, ts: message.ts };
};

const postEphemeral: Method = (workspace, args) => {
  const channel = postableChannel(workspace, args);
  const user = need(args, 'user');
  if (!activePerson(workspace, user)) throw refuse('user_not_found');
  if (!isMember(channel, user)) throw refuse('user_not_in_channel');
  const { draft } = contentArguments(args);
  const threadTs = text(args, 'thread_ts');
  const message = whisper(workspace, channel.id, user, {
    user: workspace.app.botUserId,
    ...draft,
    ...(threadTs ? { threadTs } : {}),
  });
  return { message_ts: message.ts };
};

const getPermalink: Method = (workspace, args) => {
  const channel = visibleChannel(workspace, args);
  const message = messageArgument(workspace, channel, args, 'message_ts');
  const thread =
    message.threadTs && message.threadTs !== message.ts ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  const permalink = `${workspace.url()}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return { channel: channel.id, permalink };
};

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': deleteMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};
