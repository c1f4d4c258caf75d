/** Who may do what on the page. The server decides; the page only does not offer what would be refused. Pure. */
import type { Channel, Person } from '../../protocol.ts';

export function mayAdminister({ role }: Person): boolean {
  return role === 'owner' || role === 'admin';
}

/** Whether this person may archive the channel, or put people into it. */
export function hasSay(channel: Channel, me: Person): boolean {
  // A conversation of several people is theirs, not a channel.
  if (channel.kind === 'dm' || channel.name.startsWith('mpdm-') || me.role === 'guest') return false;
  return channel.members.includes(me.id) || mayAdminister(me);
}

export function mayRemove(channel: Channel, me: Person, member: Person): boolean {
  if (!hasSay(channel, me) || channel.isArchived || member.id === me.id) return false;
  if (channel.name === 'general' && !member.isBot) return false;
  return channel.kind === 'private' || mayAdminister(me);
}

export function mayPost(channel: Channel, me: Person): boolean {
  return !channel.isArchived && (!channel.isReadOnly || mayAdminister(me));
}
