/** A person writes, reacts, uploads, joins, leaves, reads, opens a direct message or the app's home. */
import { addMember, openDm, removeMember } from '../changes/channels.ts';
import { announceFile, shareFiles, storeContent } from '../changes/files.ts';
import { post } from '../changes/messages.ts';
import { react } from '../changes/reactions.ts';
import { announce } from '../delivery/events.ts';
import type { StoredChannel, StoredPerson } from '../state/things.ts';
import { canSee, findMessage, isMember, mayAdminister, nextTs, type Workspace } from '../state/workspace.ts';
import { slackHome } from '../wire/views.ts';
import { cannot, done } from './answers.ts';
import { type Doing, NO_CHANNEL } from './doing.ts';
import { asMessageText } from './typed-text.ts';

/** The channel, or the sentence that says why this person cannot write there. */
function writable(workspace: Workspace, person: StoredPerson, id: string): StoredChannel | string {
  const channel = workspace.state.channels.get(id);
  if (!channel || !canSee(channel, person.id)) return NO_CHANNEL;
  if (!isMember(channel, person.id)) return `Join #${channel.name} first.`;
  return channel.isArchived ? `#${channel.name} is archived.` : channel;
}

/** The same, when this person may also start something new there. */
function postable(workspace: Workspace, person: StoredPerson, id: string): StoredChannel | string {
  const channel = writable(workspace, person, id);
  if (typeof channel === 'string' || !channel.isReadOnly || mayAdminister(person)) return channel;
  return `Only administrators may post in #${channel.name}.`;
}

export const write: Doing<'post'> = (workspace, person, act) => {
  const channel = postable(workspace, person, act.channel);
  if (typeof channel === 'string') return cannot(channel);
  if (!act.text.trim()) return cannot('Write something first.');
  if (act.threadTs && !findMessage(workspace, channel.id, act.threadTs))
    return cannot('That thread is no longer there.');
  const message = post(workspace, channel, {
    user: person.id,
    text: asMessageText(workspace, act.text),
    ...(act.threadTs ? { threadTs: act.threadTs } : {}),
  });
  workspace.commit({ type: 'read', user: person.id, channel: channel.id, ts: message.ts });
  return done;
};

/** A second time takes the reaction back. */
export const reactTo: Doing<'react'> = (workspace, person, act) => {
  const channel = writable(workspace, person, act.channel);
  if (typeof channel === 'string') return cannot(channel);
  const message = findMessage(workspace, channel.id, act.ts);
  if (!message) return cannot('That message is no longer there.');
  const name = act.name.replaceAll(':', '');
  if (!react(workspace, channel, message, person.id, name, true))
    react(workspace, channel, message, person.id, name, false);
  return done;
};

export const join: Doing<'join'> = (workspace, person, act) => {
  const channel = workspace.state.channels.get(act.channel);
  if (channel?.kind !== 'public') return cannot(NO_CHANNEL);
  if (channel.isArchived) return cannot(`#${channel.name} is archived.`);
  addMember(workspace, channel, person.id);
  workspace.commit({ type: 'read', user: person.id, channel: channel.id, ts: nextTs(workspace) });
  return done;
};

export const leave: Doing<'leave'> = (workspace, person, act) => {
  const channel = workspace.state.channels.get(act.channel);
  if (!channel || channel.kind === 'dm' || !isMember(channel, person.id)) return cannot(NO_CHANNEL);
  if (channel.name === 'general') return cannot('Nobody leaves #general.');
  removeMember(workspace, channel, person.id);
  return done;
};

export const read: Doing<'read'> = (workspace, person, act) => {
  workspace.commit({ type: 'read', user: person.id, channel: act.channel, ts: act.ts });
  return done;
};

export const openHome: Doing<'open_home'> = (workspace, person) => {
  if (!workspace.app.homeTab) return cannot(`${workspace.app.name} has no home tab.`);
  announceOpened(workspace, person, 'home');
  return done;
};

export const openDmWith: Doing<'open_dm'> = (workspace, person, act) => {
  const other = workspace.state.people.get(act.user);
  if (!other || other.isDeactivated) return cannot('There is no such person.');
  const channel = openDm(workspace, [person.id, other.id]);
  if (other.id === workspace.app.botUserId) announceOpened(workspace, person, 'messages');
  return { ok: true, channel: channel.id };
};

/** The home tab and the messages tab are two sides of the direct message with the app. */
function announceOpened(workspace: Workspace, person: StoredPerson, tab: 'home' | 'messages'): void {
  const channel = openDm(workspace, [workspace.app.botUserId, person.id]);
  const home = workspace.state.homes.get(person.id);
  announce(workspace, 'app_home_opened', {
    type: 'app_home_opened',
    user: person.id,
    channel: channel.id,
    tab,
    event_ts: nextTs(workspace),
    ...(tab === 'home' && home ? { view: slackHome(workspace, home) } : {}),
  });
}

export const upload: Doing<'upload'> = (workspace, person, act) => {
  const channel = postable(workspace, person, act.channel);
  if (typeof channel === 'string') return cannot(channel);
  const file = announceFile(workspace, person.id, act.name, '');
  storeContent(workspace, file, Buffer.from(act.contentBase64, 'base64'));
  const stored = workspace.state.files.get(file.id) ?? file;
  shareFiles(workspace, channel, [stored], { user: person.id, text: '' });
  return done;
};
