/** A person does something: the way in for the page and for tests. */
import { z } from 'zod';
import type { Replays } from '../page-side/replays.ts';
import type { Act, ActAnswer } from '../protocol.ts';
import { activePerson, type Workspace } from '../state/workspace.ts';
import { deactivate, reactivate, setSettings } from './administration.ts';
import { cannot, done } from './answers.ts';
import { click, suggest } from './blocks.ts';
import { archiveChannel, removeChannel, renameChannel, sayWhoMayPost, unarchiveChannel } from './channels.ts';
import { command, shortcut } from './commands.ts';
import { attach } from './form-files.ts';
import { invite, kick } from './memberships.ts';
import { close, submit } from './modals.ts';
import { join, leave, openDmWith, openHome, reactTo, read, upload, write } from './rooms.ts';

const text = z.string().max(50_000);
const id = z.string().min(1).max(300);
const state = z.looseObject({ type: z.string() });
const values = z.record(z.string(), z.record(z.string(), state));
const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), channel: id, ts: id }),
  z.object({ kind: z.literal('view'), viewId: id }),
  z.object({ kind: z.literal('home') }),
]);
const settings = z
  .strictObject({
    tokenRefusal: z.enum(['token_revoked', 'invalid_auth', 'account_inactive']).nullable(),
    withheldScopes: z.array(id),
    appsMayCreateChannels: z.boolean(),
    appsMayRingEveryone: z.boolean(),
    editMinutes: z.number().int().min(0).nullable(),
    closedToApps: z.array(id),
    outage: z.union([z.enum(['refused', 'silent']), z.literal(500), z.literal(503)]).nullable(),
  })
  .partial();

/** An act as the page sends it. */
export const actShape = z.discriminatedUnion('kind', [
  z.object({ as: id, kind: z.literal('post'), channel: id, text, threadTs: id.optional() }),
  z.object({ as: id, kind: z.literal('command'), channel: id, command: id, text }),
  z.object({ as: id, kind: z.literal('click'), place, blockId: id, actionId: id, state, values: values.optional() }),
  z.object({ as: id, kind: z.literal('submit'), viewId: id, values }),
  z.object({ as: id, kind: z.literal('close'), viewId: id }),
  z.object({ as: id, kind: z.literal('options'), place, blockId: id, actionId: id, typed: text }),
  z.object({ as: id, kind: z.literal('shortcut'), callbackId: id, channel: id.optional(), ts: id.optional() }),
  z.object({ as: id, kind: z.literal('react'), channel: id, ts: id, name: id }),
  z.object({ as: id, kind: z.literal('open_home') }),
  z.object({ as: id, kind: z.literal('open_dm'), user: id }),
  z.object({ as: id, kind: z.literal('join'), channel: id }),
  z.object({ as: id, kind: z.literal('leave'), channel: id }),
  z.object({ as: id, kind: z.literal('read'), channel: id, ts: id }),
  z.object({ as: id, kind: z.literal('upload'), channel: id, name: id, contentBase64: z.string() }),
  z.object({ as: id, kind: z.literal('attach'), name: id, contentBase64: z.string() }),
  z.object({ as: id, kind: z.literal('replay'), name: id, action: z.enum(['start', 'stop']) }),
  z.object({ as: id, kind: z.enum(['archive', 'unarchive', 'delete_channel']), channel: id }),
  z.object({ as: id, kind: z.literal('rename'), channel: id, name: z.string().max(300) }),
  z.object({ as: id, kind: z.literal('limit_posting'), channel: id, isReadOnly: z.boolean() }),
  z.object({ as: id, kind: z.enum(['invite', 'kick']), channel: id, user: id }),
  z.object({ as: id, kind: z.enum(['deactivate', 'reactivate']), user: id }),
  z.object({ as: id, kind: z.literal('settings'), set: settings }),
]);

/** Waits for the app where Slack waits for it: at most 3 seconds. */
export async function perform(workspace: Workspace, replays: Replays, act: Act): Promise<ActAnswer> {
  const person = activePerson(workspace, act.as);
  if (!person) return cannot('There is no such person.');
  switch (act.kind) {
    case 'post':
      return write(workspace, person, act);
    case 'command':
      return command(workspace, person, act);
    case 'click':
      return click(workspace, person, act);
    case 'submit':
      return submit(workspace, person, act);
    case 'close':
      return close(workspace, person, act);
    case 'options':
      return suggest(workspace, person, act);
    case 'shortcut':
      return shortcut(workspace, person, act);
    case 'react':
      return reactTo(workspace, person, act);
    case 'open_home':
      return openHome(workspace, person, act);
    case 'open_dm':
      return openDmWith(workspace, person, act);
    case 'join':
      return join(workspace, person, act);
    case 'leave':
      return leave(workspace, person, act);
    case 'read':
      return read(workspace, person, act);
    case 'upload':
      return upload(workspace, person, act);
    case 'attach':
      return attach(workspace, person, act);
    case 'replay':
      return replays.set(act.name, act.action) ? done : cannot('There is no such replay.');
    case 'archive':
      return archiveChannel(workspace, person, act);
    case 'unarchive':
      return unarchiveChannel(workspace, person, act);
    case 'delete_channel':
      return removeChannel(workspace, person, act);
    case 'rename':
      return renameChannel(workspace, person, act);
    case 'limit_posting':
      return sayWhoMayPost(workspace, person, act);
    case 'invite':
      return invite(workspace, person, act);
    case 'kick':
      return kick(workspace, person, act);
    case 'deactivate':
      return deactivate(workspace, person, act);
    case 'reactivate':
      return reactivate(workspace, person, act);
    case 'settings':
      return setSettings(workspace, person, act);
  }
}
