/**
 * Everything the workspace knows, and the only ways it changes. A mutation carries the whole new value of one thing,
 * so the journal is a list of mutations, and replaying it twice does no harm.
 */
import type { WorkspaceSettings } from '../protocol.ts';
import { parseTs } from './ids.ts';
import { AS_FOUNDED } from './settings.ts';
import type {
  Secrets,
  StoredChannel,
  StoredFile,
  StoredHome,
  StoredMessage,
  StoredPerson,
  StoredView,
} from './things.ts';

export type Mutation =
  | { type: 'secrets'; secrets: Secrets }
  | { type: 'settings'; settings: WorkspaceSettings }
  | { type: 'person'; person: StoredPerson }
  | { type: 'channel'; channel: StoredChannel }
  | { type: 'channel_deleted'; id: string; name: string }
  | { type: 'message'; message: StoredMessage }
  | { type: 'message_deleted'; channel: string; ts: string }
  | { type: 'file'; file: StoredFile }
  | { type: 'file_deleted'; id: string }
  | { type: 'home'; user: string; home: StoredHome }
  | { type: 'read'; user: string; channel: string; ts: string }
  | { type: 'ephemeral'; message: StoredMessage }
  | { type: 'ephemeral_deleted'; channel: string; ts: string }
  | { type: 'views'; user: string; stack: StoredView[] };

/** What is on one person's screen only is gone after a restart, as on Slack after a reload. */
export function isVolatile(mutation: Mutation): boolean {
  return ['ephemeral', 'ephemeral_deleted', 'views'].includes(mutation.type);
}

export interface Conversation {
  messages: Map<string, StoredMessage>;
  /** Parent `ts` → `ts` of its replies, oldest first. */
  replies: Map<string, string[]>;
}

export interface State {
  secrets: Secrets | undefined;
  settings: WorkspaceSettings;
  people: Map<string, StoredPerson>;
  channels: Map<string, StoredChannel>;
  /** Id → name of those that were deleted: a seed does not bring them back. */
  deletedChannels: Map<string, string>;
  conversations: Map<string, Conversation>;
  files: Map<string, StoredFile>;
  homes: Map<string, StoredHome>;
  /** `user channel` → `ts` of the last message read. */
  reads: Map<string, string>;
  ephemerals: Map<string, StoredMessage>;
  views: Map<string, StoredView[]>;
  /** Microseconds of the newest `ts`: the next one is later, whatever the clock says. */
  lastTs: number;
}

export function emptyState(): State {
  return {
    secrets: undefined,
    settings: AS_FOUNDED,
    people: new Map(),
    channels: new Map(),
    deletedChannels: new Map(),
    conversations: new Map(),
    files: new Map(),
    homes: new Map(),
    reads: new Map(),
    ephemerals: new Map(),
    views: new Map(),
    lastTs: 0,
  };
}

/** The messages of a channel, oldest first. */
export function conversation(state: State, channel: string): Conversation {
  const known = state.conversations.get(channel);
  if (known) return known;
  const fresh: Conversation = { messages: new Map(), replies: new Map() };
  state.conversations.set(channel, fresh);
  return fresh;
}

/** Changes `state` in place. */
export function apply(state: State, mutation: Mutation): void {
  switch (mutation.type) {
    case 'secrets':
      state.secrets = mutation.secrets;
      return;
    case 'settings':
      // One of an older journal may know fewer.
      state.settings = { ...AS_FOUNDED, ...mutation.settings };
      return;
    case 'person':
      state.people.set(mutation.person.id, mutation.person);
      return;
    case 'channel':
      state.channels.set(mutation.channel.id, mutation.channel);
      return;
    case 'channel_deleted':
      dropChannel(state, mutation.id, mutation.name);
      return;
    case 'message':
      putMessage(state, mutation.message);
      return;
    case 'message_deleted':
      dropMessage(state, mutation.channel, mutation.ts);
      return;
    case 'file':
      state.files.set(mutation.file.id, mutation.file);
      return;
    case 'file_deleted':
      state.files.delete(mutation.id);
      return;
    case 'home':
      state.homes.set(mutation.user, mutation.home);
      return;
    case 'read':
      state.reads.set(`${mutation.user} ${mutation.channel}`, mutation.ts);
      return;
    case 'ephemeral':
      state.ephemerals.set(mutation.message.ts, mutation.message);
      state.lastTs = Math.max(state.lastTs, parseTs(mutation.message.ts));
      return;
    case 'ephemeral_deleted':
      state.ephemerals.delete(mutation.ts);
      return;
    case 'views':
      state.views.set(mutation.user, mutation.stack);
      return;
  }
}

function putMessage(state: State, message: StoredMessage): void {
  const { messages, replies } = conversation(state, message.channel);
  if (!messages.has(message.ts) && message.threadTs && message.threadTs !== message.ts) {
    const known = replies.get(message.threadTs);
    if (known) known.push(message.ts);
    else replies.set(message.threadTs, [message.ts]);
  }
  messages.set(message.ts, message);
  state.lastTs = Math.max(state.lastTs, parseTs(message.ts));
}

function dropChannel(state: State, id: string, name: string): void {
  state.channels.delete(id);
  state.conversations.delete(id);
  state.deletedChannels.set(id, name);
  for (const key of [...state.reads.keys()]) if (key.endsWith(` ${id}`)) state.reads.delete(key);
}

function dropMessage(state: State, channel: string, ts: string): void {
  const { messages, replies } = conversation(state, channel);
  const message = messages.get(ts);
  messages.delete(ts);
  if (!message?.threadTs) return;
  const left = (replies.get(message.threadTs) ?? []).filter((reply) => reply !== ts);
  replies.set(message.threadTs, left);
}
