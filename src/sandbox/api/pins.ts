/** pins.*: the app pins messages to channels. */
import { edit } from '../changes/channels.ts';
import { postNotice } from '../changes/messages.ts';
import { announce } from '../delivery/events.ts';
import { refuse } from '../refusal.ts';
import type { StoredChannel } from '../state/things.ts';
import { nextTs, nowSeconds, type Workspace } from '../state/workspace.ts';
import { slackMessage } from '../wire/messages.ts';
import { type Method, messageArgument, openChannel, visibleChannel } from './method.ts';

const MAX_PINS = 100;

const addPin: Method = (workspace, args) => {
  const channel = openChannel(workspace, args);
  const message = messageArgument(workspace, channel, args, 'timestamp');
  if (message.subtype && message.subtype !== 'thread_broadcast') throw refuse('not_pinnable');
  if (channel.pins.includes(message.ts)) throw refuse('already_pinned');
  if (channel.pins.length >= MAX_PINS) throw refuse('too_many_pins');
  const user = workspace.app.botUserId;
  const after = edit(workspace, channel, { pins: [...channel.pins, message.ts] });
  postNotice(workspace, after, user, 'pinned_item', `<@${user}> pinned a message to this channel.`);
  announcePin(workspace, after, 'pin_added', message.ts);
  return {};
};

const removePin: Method = (workspace, args) => {
  const channel = openChannel(workspace, args);
  const message = messageArgument(workspace, channel, args, 'timestamp');
  if (!channel.pins.includes(message.ts)) throw refuse('no_pin');
  const after = edit(workspace, channel, { pins: channel.pins.filter((ts) => ts !== message.ts) });
  announcePin(workspace, after, 'pin_removed', message.ts);
  return {};
};

function announcePin(workspace: Workspace, channel: StoredChannel, type: string, ts: string): void {
  const event = {
    type,
    user: workspace.app.botUserId,
    channel_id: channel.id,
    item: { type: 'message', channel: channel.id, ts },
  };
  announce(workspace, type, { ...event, event_ts: nextTs(workspace) }, channel);
}

const listPins: Method = (workspace, args) => {
  const channel = visibleChannel(workspace, args);
  const items = channel.pins.map((ts) => {
    const message = slackMessage(workspace, messageArgument(workspace, channel, { ts }));
    return {
      type: 'message',
      channel: channel.id,
      created: nowSeconds(workspace),
      created_by: workspace.app.botUserId,
      message,
    };
  });
  return { items };
};

export const pinMethods: Record<string, Method> = {
  'pins.add': addPin,
  'pins.remove': removePin,
  'pins.list': listPins,
};
