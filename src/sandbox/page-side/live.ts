/** Tells every open page what changed, as far as its person may know. */
import type { ServerResponse } from 'node:http';
import type { Change, ReplayInfo } from '../protocol.ts';
import type { Mutation } from '../state/state.ts';
import type { StoredChannel, StoredMessage } from '../state/things.ts';
import { canSee, findMessage, isMember, type Workspace } from '../state/workspace.ts';
import { channelSeen, joinable, messageSeen, personSeen, recentMessages, snapshot, viewsSeen } from './snapshot.ts';

const KEEP_ALIVE_MS = 15_000;

interface Onlooker {
  me: string;
  response: ServerResponse;
  /** Ids of the channels this page shows as joined. */
  joined: Set<string>;
}

export interface Live {
  /** Opens a server-sent event stream: a `snapshot` event, then `change` events. */
  open(me: string, response: ServerResponse): void;
  /** To be called after every mutation. */
  mutated(mutation: Mutation): void;
  reachable(isReachable: boolean): void;
  replaysChanged(): void;
  close(): void;
}

export function makeLive(workspace: Workspace, replays: () => ReplayInfo[], isReachable: () => boolean): Live {
  const onlookers = new Set<Onlooker>();
  const keepAlive = setInterval(() => {
    for (const { response } of onlookers) response.write(': still here\n\n');
  }, KEEP_ALIVE_MS);
  keepAlive.unref();

  function tell({ response }: Onlooker, ...changes: Change[]): void {
    for (const change of changes) response.write(`event: change\ndata: ${JSON.stringify(change)}\n\n`);
  }

  function tellAll(change: Change): void {
    for (const onlooker of onlookers) tell(onlooker, change);
  }

  return {
    open(me, response) {
      const joined = [...workspace.state.channels.values()].filter((channel) => isMember(channel, me));
      const onlooker = { me, response, joined: new Set(joined.map((channel) => channel.id)) };
      onlookers.add(onlooker);
      response.on('close', () => onlookers.delete(onlooker));
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`event: snapshot\ndata: ${JSON.stringify(snapshot(workspace, me, replays(), isReachable()))}\n\n`);
    },
    mutated(mutation) {
      for (const onlooker of onlookers) tell(onlooker, ...changesFor(workspace, onlooker, mutation));
    },
    reachable: (now) => tellAll({ type: 'app', isReachable: now }),
    replaysChanged: () => tellAll({ type: 'replays', replays: replays() }),
    close() {
      clearInterval(keepAlive);
      for (const { response } of onlookers) response.end();
    },
  };
}

/** What a mutation means to one person. */
function changesFor(workspace: Workspace, onlooker: Onlooker, mutation: Mutation): Change[] {
  const { me } = onlooker;
  switch (mutation.type) {
    case 'message':
      return messageChanges(workspace, me, mutation.message);
    case 'message_deleted': {
      const channel = workspace.state.channels.get(mutation.channel);
      return channel && canSee(channel, me) ? [{ type: 'message_deleted', channel: channel.id, ts: mutation.ts }] : [];
    }
    case 'channel':
      return channelChanges(workspace, onlooker, mutation.channel);
    case 'channel_deleted':
      return goneChanges(workspace, onlooker, mutation.id);
    case 'settings':
      return [{ type: 'settings', settings: workspace.state.settings }];
    case 'person':
      return [{ type: 'person', person: personSeen(mutation.person) }];
    case 'home':
      return mutation.user === me ? [{ type: 'home', view: mutation.home.view }] : [];
    case 'views':
      return mutation.user === me ? [{ type: 'views', views: viewsSeen(workspace, me) }] : [];
    case 'read':
      return mutation.user === me ? channelAgain(workspace, me, mutation.channel) : [];
    case 'ephemeral':
      if (mutation.message.ephemeralFor !== me) return [];
      return [{ type: 'message', message: messageSeen(workspace, mutation.message) }];
    case 'ephemeral_deleted':
      // A ts this page never saw does no harm there.
      return [{ type: 'message_deleted', channel: mutation.channel, ts: mutation.ts }];
    case 'file':
    case 'file_deleted':
    case 'secrets':
      return [];
  }
}

/** A reply changes its parent's count; a message in a joined channel changes what is unread there. */
function messageChanges(workspace: Workspace, me: string, message: StoredMessage): Change[] {
  const channel = workspace.state.channels.get(message.channel);
  if (!channel || !canSee(channel, me)) return [];
  const parent = message.threadTs ? findMessage(workspace, channel.id, message.threadTs) : undefined;
  const shown = parent && parent.ts !== message.ts ? [message, parent] : [message];
  return [
    ...shown.map((one) => ({ type: 'message' as const, message: messageSeen(workspace, one) })),
    ...channelAgain(workspace, me, channel.id),
  ];
}

function channelAgain(workspace: Workspace, me: string, id: string): Change[] {
  const channel = workspace.state.channels.get(id);
  return channel && isMember(channel, me) ? [{ type: 'channel', channel: channelSeen(workspace, channel, me) }] : [];
}

function goneChanges(workspace: Workspace, { me, joined }: Onlooker, id: string): Change[] {
  const gone: Change[] = joined.delete(id) ? [{ type: 'channel_gone', id }] : [];
  return [...gone, { type: 'joinable', channels: joinable(workspace, me) }];
}

function channelChanges(workspace: Workspace, { me, joined }: Onlooker, channel: StoredChannel): Change[] {
  const changes: Change[] = [];
  if (isMember(channel, me)) {
    changes.push({ type: 'channel', channel: channelSeen(workspace, channel, me) });
    if (!joined.has(channel.id)) {
      changes.push(...recentMessages(workspace, channel).map((message) => ({ type: 'message' as const, message })));
    }
    joined.add(channel.id);
  } else if (joined.delete(channel.id)) {
    changes.push({ type: 'channel_gone', id: channel.id });
  }
  if (channel.kind === 'public') changes.push({ type: 'joinable', channels: joinable(workspace, me) });
  return changes;
}
