/**
 * A person looks after a channel: archives, renames or deletes it, says who may post. Who may do what is Slack's
 * default: https://slack.com/help/articles/360052445454.
 */
import { nameRefusal } from '../changes/channel-names.ts';
import { archive, deleteChannel, limitPosting, rename } from '../changes/channels.ts';
import { isGroupDm } from '../delivery/events.ts';
import type { StoredChannel, StoredPerson } from '../state/things.ts';
import { canSee, isMember, mayAdminister, type Workspace } from '../state/workspace.ts';
import { cannot, done } from './answers.ts';
import { type Doing, NO_CHANNEL } from './doing.ts';

/** The channel, or the sentence that says why this person has no say in it. */
export function channelInCare(workspace: Workspace, person: StoredPerson, id: string): StoredChannel | string {
  const channel = workspace.state.channels.get(id);
  if (!channel || channel.kind === 'dm' || isGroupDm(channel) || !canSee(channel, person.id)) return NO_CHANNEL;
  if (person.isRestricted) return 'Guests cannot change channels.';
  const hasSay = isMember(channel, person.id) || mayAdminister(person);
  return hasSay ? channel : `Join #${channel.name} first.`;
}

function administered(workspace: Workspace, person: StoredPerson, id: string): StoredChannel | string {
  const channel = channelInCare(workspace, person, id);
  return typeof channel === 'string' || mayAdminister(person) ? channel : 'Only administrators can do that.';
}

function archiving(isArchived: boolean): Doing<'archive' | 'unarchive'> {
  return (workspace, person, act) => {
    const channel = channelInCare(workspace, person, act.channel);
    if (typeof channel === 'string') return cannot(channel);
    if (channel.name === 'general') return cannot('#general cannot be archived.');
    if (channel.isArchived === isArchived)
      return cannot(`#${channel.name} is ${isArchived ? 'archived already' : 'not archived'}.`);
    archive(workspace, channel, person.id, isArchived);
    return done;
  };
}

export const archiveChannel = archiving(true);
export const unarchiveChannel = archiving(false);

/** Whoever made the channel may rename it too. */
export const renameChannel: Doing<'rename'> = (workspace, person, act) => {
  const channel = channelInCare(workspace, person, act.channel);
  if (typeof channel === 'string') return cannot(channel);
  if (!mayAdminister(person) && channel.creator !== person.id) return cannot('Only administrators can do that.');
  if (channel.name === 'general') return cannot('#general keeps its name.');
  if (channel.isArchived) return cannot(`#${channel.name} is archived.`);
  const name = act.name.trim().replace(/^#/, '');
  const refusal = nameRefusal(workspace, name);
  if (refusal === 'name_taken') return cannot(`There is a channel #${name} already.`);
  if (refusal) return cannot('A name has up to 80 lower case letters, digits, - and _.');
  rename(workspace, channel, person.id, name);
  return done;
};

export const removeChannel: Doing<'delete_channel'> = (workspace, person, act) => {
  const channel = administered(workspace, person, act.channel);
  if (typeof channel === 'string') return cannot(channel);
  if (channel.name === 'general') return cannot('#general cannot be deleted.');
  deleteChannel(workspace, channel, person.id);
  return done;
};

export const sayWhoMayPost: Doing<'limit_posting'> = (workspace, person, act) => {
  const channel = administered(workspace, person, act.channel);
  if (typeof channel === 'string') return cannot(channel);
  if (channel.isArchived) return cannot(`#${channel.name} is archived.`);
  limitPosting(workspace, channel, person.id, act.isReadOnly);
  return done;
};
