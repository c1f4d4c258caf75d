/** The workspace as one person sees it on the page. */
import { ringsEveryone } from '../blocks/ringing.ts';
import { stackOf } from '../changes/views.ts';
import type { SlashCommand } from '../manifest.ts';
import type { Channel, Command, Message, OpenView, Person, ReplayInfo, SharedFile, Snapshot } from '../protocol.ts';
import { conversation } from '../state/state.ts';
import type { StoredChannel, StoredMessage, StoredPerson } from '../state/things.ts';
import { canSee, isMember, roleOf, type Workspace } from '../state/workspace.ts';
import { filePath } from '../wire/files.ts';

/** Older messages of a channel are not sent to the page. */
const SHOWN_MESSAGES = 500;
/** Unread messages are counted up to here. */
const COUNTED_UNREAD = 100;

export function snapshot(workspace: Workspace, me: string, replays: ReplayInfo[], isReachable: boolean): Snapshot {
  const { state, app, team } = workspace;
  const channels = [...state.channels.values()];
  const home = state.homes.get(me)?.view ?? null;
  return {
    team: { id: team.id, name: team.name },
    me,
    people: [...state.people.values()].map(personSeen),
    channels: channels.filter((channel) => isMember(channel, me)).map((channel) => channelSeen(workspace, channel, me)),
    joinable: joinable(workspace, me),
    settings: state.settings,
    messages: channels
      .filter((channel) => canSee(channel, me))
      .flatMap((channel) => recentMessages(workspace, channel)),
    views: viewsSeen(workspace, me),
    home: app.homeTab ? { app: app.name, view: home } : null,
    commands: app.commands.map(commandSeen),
    shortcuts: app.shortcuts.map(({ name, callback_id, type }) => ({ name, callbackId: callback_id, type })),
    replays,
    app: { userId: app.botUserId, name: app.name, isReachable, scopes: app.scopes },
  };
}

export function recentMessages(workspace: Workspace, channel: StoredChannel): Message[] {
  const messages = [...conversation(workspace.state, channel.id).messages.values()];
  return messages.slice(-SHOWN_MESSAGES).map((message) => messageSeen(workspace, message));
}

export function joinable(workspace: Workspace, me: string): Channel[] {
  return [...workspace.state.channels.values()]
    .filter((channel) => channel.kind === 'public' && !isMember(channel, me))
    .map((channel) => channelSeen(workspace, channel, me));
}

export function personSeen(person: StoredPerson): Person {
  const { id, name, realName, title, tz, isBot, isDeactivated } = person;
  return { id, name, realName, title, tz, isBot, isDeactivated, role: roleOf(person) };
}

/** A direct message has the name of the other one. */
export function channelSeen(workspace: Workspace, channel: StoredChannel, me: string): Channel {
  const { creator: _creator, created: _created, ...seen } = channel;
  const other = channel.members.find((member) => member !== me) ?? me;
  const name = channel.kind === 'dm' ? (workspace.state.people.get(other)?.realName ?? other) : channel.name;
  return { ...seen, name, ...unreadOf(workspace, channel, me) };
}

function unreadOf(
  workspace: Workspace,
  channel: StoredChannel,
  me: string,
): { unread: number; unreadMentions: number } {
  if (!isMember(channel, me)) return { unread: 0, unreadMentions: 0 };
  const lastRead = Number(workspace.state.reads.get(`${me} ${channel.id}`) ?? 0);
  const messages = [...conversation(workspace.state, channel.id).messages.values()];
  let unread = 0;
  let unreadMentions = 0;
  for (let index = messages.length - 1; index >= 0 && unread < COUNTED_UNREAD; index -= 1) {
    const message = messages[index];
    if (!message || Number(message.ts) <= lastRead) break;
    const isReply = message.threadTs !== undefined && message.threadTs !== message.ts && !message.isBroadcast;
    if (message.user === me || isReply) continue;
    unread += 1;
    if (mentions(message, me) || channel.kind === 'dm') unreadMentions += 1;
  }
  return { unread, unreadMentions };
}

/** By name, or as everyone, in the text or anywhere in the blocks. */
function mentions({ text, blocks }: StoredMessage, me: string): boolean {
  const all = blocks.length > 0 ? text + JSON.stringify(blocks) : text;
  return all.includes(`<@${me}`) || all.includes(`"user_id":"${me}"`) || ringsEveryone({ text, blocks });
}

export function messageSeen(workspace: Workspace, message: StoredMessage): Message {
  const { metadata: _metadata, attachments: _attachments, files, ...seen } = message;
  const replies = conversation(workspace.state, message.channel).replies.get(message.ts) ?? [];
  const latestReply = replies.at(-1);
  return {
    ...seen,
    replyCount: replies.length,
    ...(latestReply ? { latestReply } : {}),
    files: files.flatMap((id) => fileSeen(workspace, id)),
  };
}

function fileSeen(workspace: Workspace, id: string): SharedFile[] {
  const file = workspace.state.files.get(id);
  if (!file) return [];
  const { title, mimetype, altText } = file;
  return [{ id, title, mimetype, altText, url: filePath(file) }];
}

export function viewsSeen(workspace: Workspace, me: string): OpenView[] {
  return stackOf(workspace, me).map(({ id, hash, view, errors }) => ({ id, hash, view, errors }));
}

/** `[open | status <channel> | help]` offers `open`, `status` and `help`. */
function commandSeen({ command, description, usage_hint: usageHint }: SlashCommand): Command {
  const words = usageHint
    .replace(/[[\]]/g, '')
    .split('|')
    .map((part) => part.trim().split(/\s+/)[0] ?? '');
  return { command, description, usageHint, verbs: words.filter((word) => /^[a-z][a-z-]*$/i.test(word)) };
}
