/** What happens to messages, whoever does it: the app through the Web API, a person on the page, Slack itself. */
import { announce, channelType } from '../delivery/events.ts';
import { conversation } from '../state/state.ts';
import type { StoredChannel, StoredMessage } from '../state/things.ts';
import { nextTs, type Workspace } from '../state/workspace.ts';
import { slackMessage } from '../wire/messages.ts';

/** What a new message may carry; the rest is filled in. */
export type Draft = Pick<StoredMessage, 'user' | 'text'> & Partial<Omit<StoredMessage, 'channel' | 'ts'>>;

/** Posts to a channel and tells the app. A reply to a reply joins the same thread. */
export function post(workspace: Workspace, channel: StoredChannel, draft: Draft): StoredMessage {
  const { threadTs, ...rest } = draft;
  const parent = threadTs ? conversation(workspace.state, channel.id).messages.get(threadTs) : undefined;
  const message: StoredMessage = {
    blocks: [],
    isBroadcast: false,
    reactions: [],
    files: [],
    ...rest,
    channel: channel.id,
    ts: nextTs(workspace),
    ...(threadTs ? { threadTs: parent?.threadTs ?? threadTs } : {}),
  };
  workspace.commit({ type: 'message', message });
  announceMessage(workspace, channel, message);
  return message;
}

function announceMessage(workspace: Workspace, channel: StoredChannel, message: StoredMessage): void {
  const type = channelType(channel);
  const event = {
    ...slackMessage(workspace, message),
    channel: channel.id,
    event_ts: message.ts,
    channel_type: type.channelType,
  };
  announce(workspace, type.messageEvent, event, channel);
  const mentionsApp = message.text.includes(`<@${workspace.app.botUserId}`);
  if (mentionsApp && channel.kind !== 'dm' && message.user !== workspace.app.botUserId && !message.subtype) {
    announce(workspace, 'app_mention', { ...event, type: 'app_mention', channel_type: undefined }, channel);
  }
}

/** "joined the channel", "set the topic" and the like. */
export function postNotice(
  workspace: Workspace,
  channel: StoredChannel,
  user: string,
  subtype: string,
  text: string,
): void {
  post(workspace, channel, { user, text, subtype });
}

/** Replaces a message by `next`, which keeps channel and ts. */
export function change(workspace: Workspace, channel: StoredChannel, before: StoredMessage, next: StoredMessage): void {
  workspace.commit({ type: 'message', message: next });
  const type = channelType(channel);
  announce(
    workspace,
    type.messageEvent,
    {
      type: 'message',
      subtype: 'message_changed',
      message: slackMessage(workspace, next),
      previous_message: slackMessage(workspace, before),
      channel: channel.id,
      hidden: true,
      ts: nextTs(workspace),
      event_ts: nextTs(workspace),
      channel_type: type.channelType,
    },
    channel,
  );
}

/** Deletes a message. One with replies stays as a tombstone, or its thread would be lost. */
export function remove(workspace: Workspace, channel: StoredChannel, message: StoredMessage): void {
  const replies = conversation(workspace.state, channel.id).replies.get(message.ts) ?? [];
  if (channel.pins.includes(message.ts)) {
    workspace.commit({
      type: 'channel',
      channel: { ...channel, pins: channel.pins.filter((ts) => ts !== message.ts) },
    });
  }
  if (replies.length > 0) {
    const tombstone = { subtype: 'tombstone', text: 'This message was deleted.', blocks: [], files: [], reactions: [] };
    const { metadata: _metadata, attachments: _attachments, ...rest } = message;
    workspace.commit({ type: 'message', message: { ...rest, ...tombstone } });
  } else {
    workspace.commit({ type: 'message_deleted', channel: channel.id, ts: message.ts });
  }
  const type = channelType(channel);
  announce(
    workspace,
    type.messageEvent,
    {
      type: 'message',
      subtype: 'message_deleted',
      previous_message: slackMessage(workspace, message),
      channel: channel.id,
      hidden: true,
      deleted_ts: message.ts,
      ts: nextTs(workspace),
      event_ts: nextTs(workspace),
      channel_type: type.channelType,
    },
    channel,
  );
}

/** Shows a message to one person only. It is not kept across restarts and tells nobody. */
export function whisper(workspace: Workspace, channel: string, user: string, draft: Draft): StoredMessage {
  const message: StoredMessage = {
    blocks: [],
    isBroadcast: false,
    reactions: [],
    files: [],
    ...draft,
    channel,
    ts: nextTs(workspace),
    ephemeralFor: user,
  };
  workspace.commit({ type: 'ephemeral', message });
  return message;
}
