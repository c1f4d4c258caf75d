/** What this person may do with a channel as a whole, in the order of the menu. Pure. */
import type { Channel, Person } from '../../../protocol.ts';
import type { Deed } from '../../live/deed.ts';
import { hasSay, mayAdminister, mayRemove } from '../../live/roles.ts';

export interface ChannelDeed {
  text: string;
  description: string;
  /** What is done, or what is asked first. */
  does: Deed | 'rename' | 'delete';
}

export function channelDeeds(channel: Channel, me: Person, app: Person): ChannelDeed[] {
  if (!hasSay(channel, me)) return [];
  const whole = channel.name === 'general' ? [] : endOf(channel, mayAdminister(me));
  return channel.isArchived ? whole : [...appDeeds(channel, me, app), ...ruleDeeds(channel, me), ...whole];
}

function appDeeds(channel: Channel, me: Person, app: Person): ChannelDeed[] {
  const { id, realName: name } = app;
  const { id: at } = channel;
  if (!channel.members.includes(id))
    return [{ text: `Add ${name}`, description: 'It can post here.', does: { kind: 'invite', channel: at, user: id } }];
  if (!mayRemove(channel, me, app)) return [];
  const does = { kind: 'kick' as const, channel: at, user: id };
  return [{ text: `Remove ${name}`, description: 'It can no longer post here.', does }];
}

function ruleDeeds(channel: Channel, me: Person): ChannelDeed[] {
  if (!mayAdminister(me)) return [];
  const { id, name, isReadOnly = false } = channel;
  const limit = { kind: 'limit_posting' as const, channel: id, isReadOnly: !isReadOnly };
  const rename: ChannelDeed = { text: 'Rename channel…', description: 'Its address stays the same.', does: 'rename' };
  return [
    ...(name === 'general' ? [] : [rename]),
    isReadOnly
      ? { text: 'Let everybody post', description: 'Now only administrators do.', does: limit }
      : { text: 'Only administrators post', description: 'Others read, and so do apps.', does: limit },
  ];
}

function endOf({ id, isArchived }: Channel, isAdministrator: boolean): ChannelDeed[] {
  const archive: ChannelDeed = isArchived
    ? {
        text: 'Unarchive channel',
        description: 'It can be written to again.',
        does: { kind: 'unarchive', channel: id },
      }
    : {
        text: 'Archive channel',
        description: 'It can be read, not written to.',
        does: { kind: 'archive', channel: id },
      };
  const remove: ChannelDeed = {
    text: 'Delete channel…',
    description: 'With everything in it, for good.',
    does: 'delete',
  };
  return isAdministrator ? [archive, remove] : [archive];
}
