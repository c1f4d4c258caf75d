/** A person does something: the way in for the page and for tests. */
import { z } from 'zod';
import type { Replays } from '../page-side/replays.ts';
import type { Act, ActAnswer } from '../protocol.ts';
import { activePerson, type Workspace } from '../state/workspace.ts';
import { cannot, done } from './answers.ts';
import { click, suggest } from './blocks.ts';
import { command, shortcut } from './commands.ts';
import { attach } from './form-files.ts';
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
  }
}
