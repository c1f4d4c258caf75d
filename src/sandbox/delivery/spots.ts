/** Where on the screen something is used, and what payloads say about that place. */
import type { Block } from '@slack/types';
import { stateOf } from '../blocks/fields.ts';
import { findView } from '../changes/views.ts';
import type { Place, ViewValues } from '../protocol.ts';
import type { StoredChannel, StoredHome, StoredMessage, StoredView } from '../state/things.ts';
import { canSee, findMessage, type Workspace } from '../state/workspace.ts';
import { slackMessage } from '../wire/messages.ts';
import { slackHome, slackView } from '../wire/views.ts';

type Json = Record<string, unknown>;

/** Where an element stands, with everything the payload says about that place. */
export type Spot =
  | { kind: 'message'; channel: StoredChannel; message: StoredMessage; blocks: Block[] }
  | { kind: 'view'; view: StoredView; blocks: Block[] }
  | { kind: 'home'; home: StoredHome; blocks: Block[] };

/** The place as this person sees it; undefined when it is not there, or not theirs to see. */
export function findSpot(workspace: Workspace, user: string, place: Place): Spot | undefined {
  if (place.kind === 'message') {
    const channel = workspace.state.channels.get(place.channel);
    if (!channel || !canSee(channel, user)) return undefined;
    const ephemeral = workspace.state.ephemerals.get(place.ts);
    const own = ephemeral?.ephemeralFor === user && ephemeral.channel === channel.id ? ephemeral : undefined;
    const message = findMessage(workspace, channel.id, place.ts) ?? own;
    return message && { kind: 'message', channel, message, blocks: message.blocks };
  }
  if (place.kind === 'view') {
    const view = findView(workspace, place.viewId);
    return view?.user === user ? { kind: 'view', view, blocks: view.view.blocks } : undefined;
  }
  const home = workspace.state.homes.get(user);
  return home && { kind: 'home', home, blocks: home.view.blocks };
}

/** The name Slack gives a channel in payloads: not the real one unless it is public. */
export function payloadChannel(channel: StoredChannel): { id: string; name: string } {
  const names = { dm: 'directmessage', private: 'privategroup', public: channel.name };
  return { id: channel.id, name: names[channel.kind] };
}

/** Container, message or view, and the state of all fields there. */
export function whereabouts(workspace: Workspace, spot: Spot, values: ViewValues): Json {
  const state = stateOf(spot.blocks, values);
  if (spot.kind === 'view') {
    const container = { type: 'view', view_id: spot.view.id };
    return { container, view: slackView(workspace, spot.view, state) };
  }
  if (spot.kind === 'home') {
    return { container: { type: 'view', view_id: spot.home.id }, view: slackHome(workspace, spot.home, state) };
  }
  const { channel, message } = spot;
  const isEphemeral = message.ephemeralFor !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
    },
    channel: payloadChannel(channel),
    // Slack does not send back the content of an ephemeral message.
    ...(isEphemeral ? {} : { message: slackMessage(workspace, message) }),
    state: { values: state },
  };
}
