import { announce } from '../delivery/events.ts';
import type { StoredChannel, StoredMessage } from '../state/things.ts';
import { nextTs, type Workspace } from '../state/workspace.ts';

/** Adds or takes back one person's reaction. False when there is nothing to change. */
export function react(
  workspace: Workspace,
  channel: StoredChannel,
  message: StoredMessage,
  user: string,
  name: string,
  isAdded: boolean,
): boolean {
  const known = message.reactions.find((reaction) => reaction.name === name)?.users ?? [];
  if (known.includes(user) === isAdded) return false;
  const users = isAdded ? [...known, user] : known.filter((id) => id !== user);
  const reactions = message.reactions.some((reaction) => reaction.name === name)
    ? message.reactions.map((reaction) => (reaction.name === name ? { name, users } : reaction))
    : [...message.reactions, { name, users }];
  workspace.commit({
    type: 'message',
    message: { ...message, reactions: reactions.filter((reaction) => reaction.users.length > 0) },
  });
  const type = isAdded ? 'reaction_added' : 'reaction_removed';
  const event = {
    type,
    user,
    reaction: name,
    item: { type: 'message', channel: channel.id, ts: message.ts },
    item_user: message.user,
    event_ts: nextTs(workspace),
  };
  announce(workspace, type, event, channel);
  return true;
}
