/** Looks at the workspace from outside, for tests. */
import type { HomeView } from '@slack/types';
import { channelSeen, messageSeen, viewsSeen } from './page-side/snapshot.ts';
import type { Channel, Message, OpenView } from './protocol.ts';
import { conversation } from './state/state.ts';
import type { Metadata, StoredChannel } from './state/things.ts';
import { findChannel, findDm, findMessage, type Workspace } from './state/workspace.ts';

export interface Readings {
  channel(nameOrId: string): Channel | undefined;
  channels(): Channel[];
  /** Thread replies and notices ("joined the channel") included, oldest first. */
  messages(nameOrId: string): Message[];
  /** What only this person was shown, oldest first. */
  ephemerals(user: string): Message[];
  /** The app's direct messages with this person, oldest first. */
  dm(user: string): Message[];
  /** Modals on this person's screen, the topmost last. */
  views(user: string): OpenView[];
  home(user: string): HomeView | null;
  metadataOf(nameOrId: string, ts: string): Metadata | undefined;
}

export function readings(workspace: Workspace): Readings {
  const { state, app } = workspace;
  const seen = (channel: StoredChannel) => channelSeen(workspace, channel, app.botUserId);
  const messagesOf = (channel: StoredChannel | undefined) =>
    channel ? [...conversation(state, channel.id).messages.values()].map((one) => messageSeen(workspace, one)) : [];
  return {
    channel(nameOrId) {
      const channel = findChannel(workspace, nameOrId);
      return channel && seen(channel);
    },
    channels: () => [...state.channels.values()].map(seen),
    messages: (nameOrId) => messagesOf(findChannel(workspace, nameOrId)),
    ephemerals: (user) =>
      [...state.ephemerals.values()]
        .filter((message) => message.ephemeralFor === user)
        .map((message) => messageSeen(workspace, message)),
    dm: (user) => messagesOf(findDm(workspace, [app.botUserId, user])),
    views: (user) => viewsSeen(workspace, user),
    home: (user) => state.homes.get(user)?.view ?? null,
    metadataOf(nameOrId, ts) {
      const channel = findChannel(workspace, nameOrId);
      return channel && findMessage(workspace, channel.id, ts)?.metadata;
    },
  };
}
