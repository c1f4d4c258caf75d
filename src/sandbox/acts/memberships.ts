/** A person puts people, or the app, into a channel and takes them out. */
import { addMember, removeMember } from '../changes/channels.ts';
import { isMember, mayAdminister } from '../state/workspace.ts';
import { cannot, done } from './answers.ts';
import { channelInCare } from './channels.ts';
import type { Doing } from './doing.ts';

export const invite: Doing<'invite'> = (workspace, person, act) => {
  const channel = channelInCare(workspace, person, act.channel);
  if (typeof channel === 'string') return cannot(channel);
  if (channel.isArchived) return cannot(`#${channel.name} is archived.`);
  const guest = workspace.state.people.get(act.user);
  if (!guest || guest.isDeactivated) return cannot('There is no such person.');
  if (isMember(channel, guest.id)) return cannot(`${guest.realName} is in #${channel.name} already.`);
  addMember(workspace, channel, guest.id, person.id);
  return done;
};

/** Out of public channels by administrators, out of private ones by any member; nobody out of #general. */
export const kick: Doing<'kick'> = (workspace, person, act) => {
  const channel = channelInCare(workspace, person, act.channel);
  if (typeof channel === 'string') return cannot(channel);
  if (channel.isArchived) return cannot(`#${channel.name} is archived.`);
  const member = workspace.state.people.get(act.user);
  if (!member || !isMember(channel, member.id)) return cannot(`That person is not in #${channel.name}.`);
  if (member.id === person.id) return cannot('Leave the channel instead.');
  if (channel.name === 'general' && !member.isBot) return cannot('Nobody leaves #general.');
  if (channel.kind === 'public' && !mayAdminister(person)) return cannot('Only administrators can do that.');
  removeMember(workspace, channel, member.id, person.id);
  return done;
};
