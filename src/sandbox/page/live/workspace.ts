/** What one person sees of the workspace, and how each change of the live stream alters it. Pure. */
import type { Change, Channel, Message, Person, Snapshot } from '../../protocol.ts';

export interface Workspace extends Omit<Snapshot, 'messages'> {
  /** Per channel, thread replies included, oldest first. */
  messages: Record<string, Message[]>;
}

/** One event of the live stream. */
export type LiveEvent = { type: 'snapshot'; snapshot: Snapshot } | Change;

export function openWorkspace(snapshot: Snapshot): Workspace {
  const messages: Record<string, Message[]> = {};
  for (const message of snapshot.messages) {
    const list = messages[message.channel] ?? [];
    messages[message.channel] = list;
    list.push(message);
  }
  for (const list of Object.values(messages)) list.sort(byTime);
  return { ...snapshot, messages };
}

export function applyEvent(workspace: Workspace | null, event: LiveEvent): Workspace | null {
  if (event.type === 'snapshot') return openWorkspace(event.snapshot);
  return workspace ? applyChange(workspace, event) : null;
}

export function applyChange(workspace: Workspace, change: Change): Workspace {
  switch (change.type) {
    case 'message':
      return withMessages(workspace, change.message.channel, (list) => put(list, change.message));
    case 'message_deleted':
      return withMessages(workspace, change.channel, (list) => list.filter((message) => message.ts !== change.ts));
    case 'channel':
      return {
        ...workspace,
        channels: replaceById(workspace.channels, change.channel),
        joinable: workspace.joinable.filter((channel) => channel.id !== change.channel.id),
      };
    case 'channel_gone':
      return { ...workspace, channels: workspace.channels.filter((channel) => channel.id !== change.id) };
    case 'joinable':
      return { ...workspace, joinable: change.channels };
    case 'person':
      return { ...workspace, people: replaceById(workspace.people, change.person) };
    case 'settings':
      return { ...workspace, settings: change.settings };
    case 'views':
      return { ...workspace, views: change.views };
    case 'home':
      return { ...workspace, home: { app: workspace.home?.app ?? workspace.app.name, view: change.view } };
    case 'replays':
      return { ...workspace, replays: change.replays };
    case 'app':
      return { ...workspace, app: { ...workspace.app, isReachable: change.isReachable } };
  }
}

/** The channel as a member or as a passer-by; undefined when the person may not see it. */
export function channelOf(workspace: Workspace, id: string): Channel | undefined {
  const isIt = (channel: Channel) => channel.id === id;
  return workspace.channels.find(isIt) ?? workspace.joinable.find(isIt);
}

export function personOf(workspace: Workspace, id: string): Person | undefined {
  return workspace.people.find((person) => person.id === id);
}

/** The person at the other end of a direct message. */
export function partnerOf(channel: Channel, me: string): string {
  return channel.members.find((member) => member !== me) ?? me;
}

/** The direct message with the app, once it exists. */
export function appChannel(workspace: Workspace): Channel | undefined {
  const { userId } = workspace.app;
  return workspace.channels.find((channel) => channel.kind === 'dm' && channel.members.includes(userId));
}

function withMessages(workspace: Workspace, channel: string, edit: (list: Message[]) => Message[]): Workspace {
  const list = edit(workspace.messages[channel] ?? []);
  return { ...workspace, messages: { ...workspace.messages, [channel]: list } };
}

/** A known `ts` is an edit; a new one takes its place in time, nearly always the end. */
function put(list: Message[], message: Message): Message[] {
  const known = list.findLastIndex((other) => other.ts === message.ts);
  if (known >= 0) return list.with(known, message);
  const before = list.findLastIndex((other) => byTime(other, message) <= 0);
  return list.toSpliced(before + 1, 0, message);
}

function replaceById<T extends { id: string }>(list: T[], item: T): T[] {
  const known = list.findIndex((other) => other.id === item.id);
  return known < 0 ? [...list, item] : list.with(known, item);
}

function byTime(a: Message, b: Message): number {
  return Number(a.ts) - Number(b.ts) || (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);
}
