import { refuse } from '../refusal.ts';
import type { StoredChannel, StoredMessage } from '../state/things.ts';
import { canSee, findChannel, findMessage, isMember, type Workspace } from '../state/workspace.ts';
import { type Args, need, text } from './arguments.ts';

/** A Web API method: changes the workspace, returns the answer without `ok`, throws a SlackRefusal. */
export type Method = (workspace: Workspace, args: Args) => Record<string, unknown>;

/** The channel of the `channel` argument, as far as the app can see it. Throws `channel_not_found`. */
export function visibleChannel(workspace: Workspace, args: Args, name = 'channel'): StoredChannel {
  const channel = findChannel(workspace, need(args, name));
  if (!channel || !canSee(channel, workspace.app.botUserId)) throw refuse('channel_not_found');
  return channel;
}

/** The same, when the app must be in it. Throws `not_in_channel` too. */
export function joinedChannel(workspace: Workspace, args: Args, name = 'channel'): StoredChannel {
  const channel = visibleChannel(workspace, args, name);
  if (!isMember(channel, workspace.app.botUserId)) throw refuse('not_in_channel');
  return channel;
}

/** The same, when it must not be archived. Throws `is_archived` too. */
export function openChannel(workspace: Workspace, args: Args, name = 'channel'): StoredChannel {
  const channel = joinedChannel(workspace, args, name);
  if (channel.isArchived) throw refuse('is_archived');
  return channel;
}

/** The message with this `ts`. Throws `message_not_found`, `error` by another name. */
export function messageIn(
  workspace: Workspace,
  channel: StoredChannel,
  ts: string | undefined,
  error = 'message_not_found',
): StoredMessage {
  const message = ts ? findMessage(workspace, channel.id, ts) : undefined;
  if (!message) throw refuse(error);
  return message;
}

export function messageArgument(workspace: Workspace, channel: StoredChannel, args: Args, name = 'ts'): StoredMessage {
  need(args, name);
  return messageIn(workspace, channel, text(args, name));
}
