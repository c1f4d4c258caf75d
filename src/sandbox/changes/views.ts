/** Modals on people's screens: a stack of at most three per person, the last one on top. */
import type { ModalView } from '@slack/types';
import { withIds } from '../blocks/drawn-blocks.ts';
import { refuse } from '../refusal.ts';
import { newId, newSecret } from '../state/ids.ts';
import type { StoredView } from '../state/things.ts';
import { nowSeconds, type Workspace } from '../state/workspace.ts';

const MAX_STACK = 3;

export function stackOf(workspace: Workspace, user: string): StoredView[] {
  return workspace.state.views.get(user) ?? [];
}

export function findView(workspace: Workspace, viewId: string): StoredView | undefined {
  return [...workspace.state.views.values()].flat().find((view) => view.id === viewId);
}

export function findViewByExternalId(workspace: Workspace, externalId: string): StoredView | undefined {
  return [...workspace.state.views.values()].flat().find((stored) => stored.view.external_id === externalId);
}

function show(workspace: Workspace, user: string, stack: StoredView[]): void {
  workspace.commit({ type: 'views', user, stack });
}

export function newHash(workspace: Workspace): string {
  return `${nowSeconds(workspace)}.${newSecret(4)}`;
}

function drawn(
  workspace: Workspace,
  view: ModalView,
): { view: ModalView; hash: string; errors: Record<string, string> } {
  return { view: { ...view, blocks: withIds(view.blocks) }, hash: newHash(workspace), errors: {} };
}

/** Opens a modal in place of whatever was open. */
export function openView(workspace: Workspace, user: string, view: ModalView): StoredView {
  const id = newId('V');
  const stored = { id, user, rootId: id, previousId: null, ...drawn(workspace, view) };
  show(workspace, user, [stored]);
  return stored;
}

/** Puts a modal on top. Throws `push_limit_reached`. */
export function pushView(workspace: Workspace, user: string, view: ModalView): StoredView {
  const stack = stackOf(workspace, user);
  const top = stack.at(-1);
  if (!top) throw refuse('not_found');
  if (stack.length >= MAX_STACK) throw refuse('push_limit_reached');
  const stored = { id: newId('V'), user, rootId: top.rootId, previousId: top.id, ...drawn(workspace, view) };
  show(workspace, user, [...stack, stored]);
  return stored;
}

export function replaceView(workspace: Workspace, before: StoredView, view: ModalView): StoredView {
  const stored = { ...before, ...drawn(workspace, view) };
  replace(workspace, before, stored);
  return stored;
}

export function setErrors(workspace: Workspace, before: StoredView, errors: Record<string, string>): void {
  replace(workspace, before, { ...before, errors });
}

function replace(workspace: Workspace, before: StoredView, after: StoredView): void {
  const stack = stackOf(workspace, before.user).map((view) => (view.id === before.id ? after : view));
  show(workspace, before.user, stack);
}

/** Closes one modal and those on top of it. */
export function closeView(workspace: Workspace, view: StoredView): void {
  const stack = stackOf(workspace, view.user);
  const index = stack.findIndex(({ id }) => id === view.id);
  if (index >= 0) show(workspace, view.user, stack.slice(0, index));
}

export function clearViews(workspace: Workspace, user: string): void {
  show(workspace, user, []);
}
