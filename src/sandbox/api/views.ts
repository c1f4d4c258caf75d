/** views.*: the app opens, pushes and changes modals, and publishes home tabs. */
import type { HomeView, ModalView } from '@slack/types';
import { withIds } from '../blocks/drawn-blocks.ts';
import { isObject } from '../blocks/shapes.ts';
import { MAX_VIEW_BYTES, viewProblems } from '../blocks/view-rules.ts';
import { findView, findViewByExternalId, newHash, openView, pushView, replaceView } from '../changes/views.ts';
import { reasons, refuse } from '../refusal.ts';
import { newId } from '../state/ids.ts';
import type { StoredView } from '../state/things.ts';
import { activePerson, type Workspace } from '../state/workspace.ts';
import { slackHome, slackView } from '../wire/views.ts';
import { type Args, json, need, text } from './arguments.ts';
import type { Method } from './method.ts';

/** A view as the app gave it. Throws `view_too_large`, or `invalid_arguments` with Slack's reasons. */
function viewArgument(args: Args, kind: 'modal' | 'home'): unknown {
  need(args, 'view');
  const view = json(args, 'view');
  if (!isObject(view)) throw refuse('invalid_arguments', reasons(['must be a valid view object [json-pointer:/view]']));
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) throw refuse('view_too_large');
  const problems = viewProblems(view, kind);
  if (problems.length > 0) throw refuse('invalid_arguments', reasons(problems));
  return view;
}

function modalArgument(workspace: Workspace, args: Args, own?: StoredView): ModalView {
  const view = viewArgument(args, 'modal') as ModalView;
  const twin = view.external_id ? findViewByExternalId(workspace, view.external_id) : undefined;
  if (twin && twin.id !== own?.id) throw refuse('duplicate_external_id');
  return view;
}

function triggerArgument(args: Args): string {
  return text(args, 'trigger_id') ?? need(args, 'interactivity_pointer');
}

const open: Method = (workspace, args) => {
  const triggerId = triggerArgument(args);
  const view = modalArgument(workspace, args);
  const { user } = workspace.triggers.spend(triggerId);
  return { view: slackView(workspace, openView(workspace, user, view)) };
};

const push: Method = (workspace, args) => {
  const triggerId = triggerArgument(args);
  const view = modalArgument(workspace, args);
  const { user, viewId } = workspace.triggers.spend(triggerId);
  if (!viewId || !findView(workspace, viewId)) throw refuse('not_found');
  return { view: slackView(workspace, pushView(workspace, user, view)) };
};

const update: Method = (workspace, args) => {
  const externalId = text(args, 'external_id');
  const before = externalId ? findViewByExternalId(workspace, externalId) : findView(workspace, need(args, 'view_id'));
  if (!before) throw refuse('not_found');
  const view = modalArgument(workspace, args, before);
  checkHash(args, before.hash);
  return { view: slackView(workspace, replaceView(workspace, before, view)) };
};

const publish: Method = (workspace, args) => {
  const user = need(args, 'user_id');
  const view = viewArgument(args, 'home') as HomeView;
  if (!activePerson(workspace, user)) throw refuse('user_not_found');
  if (!workspace.app.homeTab) throw refuse('not_enabled');
  const before = workspace.state.homes.get(user);
  if (before) checkHash(args, before.hash);
  const home = {
    id: before?.id ?? newId('V'),
    hash: newHash(workspace),
    view: { ...view, blocks: withIds(view.blocks) },
  };
  workspace.commit({ type: 'home', user, home });
  return { view: slackHome(workspace, home) };
};

/** `hash` says which state of the view the app had seen. */
function checkHash(args: Args, current: string): void {
  const hash = text(args, 'hash');
  if (hash !== undefined && hash !== current) throw refuse('hash_conflict');
}

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
