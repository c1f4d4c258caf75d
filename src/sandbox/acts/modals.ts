/** A person submits or closes a modal. */
import type { ModalView } from '@slack/types';
import { mistakes, stateOf } from '../blocks/fields.ts';
import { isObject } from '../blocks/shapes.ts';
import { viewProblems } from '../blocks/view-rules.ts';
import { clearViews, closeView, findView, pushView, replaceView, setErrors, stackOf } from '../changes/views.ts';
import { viewClosed, viewSubmission } from '../delivery/interactions.ts';
import type { Act, ActAnswer } from '../protocol.ts';
import { SlackRefusal } from '../refusal.ts';
import type { StoredPerson, StoredView } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';
import { cannot, done, heardFrom } from './answers.ts';
import { chosenFiles, handOver } from './form-files.ts';

const GONE = 'That window is no longer open.';

function ownView(workspace: Workspace, user: string, viewId: string): StoredView | undefined {
  const view = findView(workspace, viewId);
  return view?.user === user ? view : undefined;
}

/**
 * Slack itself refuses empty required fields and the like; the app decides on the rest. Errors from either stand
 * on the view; the answer is `ok` whenever the app was asked and answered.
 */
export async function submit(
  workspace: Workspace,
  person: StoredPerson,
  act: Extract<Act, { kind: 'submit' }>,
): Promise<ActAnswer> {
  const view = ownView(workspace, person.id, act.viewId);
  if (!view) return cannot(GONE);
  const values = stateOf(view.view.blocks, chosenFiles(workspace, person, act.values));
  const errors = mistakes(view.view.blocks, values);
  if (Object.keys(errors).length > 0) {
    setErrors(workspace, view, errors);
    return cannot('Please check the marked fields.');
  }
  if (Object.keys(view.errors).length > 0) setErrors(workspace, view, {});
  handOver(workspace, values);
  const answer = await workspace.deliveries.ask('interaction', viewSubmission(workspace, person, view, values));
  if (!answer.ok) return heardFrom(workspace, answer);
  return respond(workspace, view, answer.body);
}

/** https://docs.slack.dev/surfaces/modals: `response_action` in the app's answer; without it the modal closes. */
function respond(workspace: Workspace, submitted: StoredView, body: Record<string, unknown> | undefined): ActAnswer {
  // The app may have changed the view while it was asked.
  const view = findView(workspace, submitted.id) ?? submitted;
  const action = body?.response_action;
  if (action === undefined) closeView(workspace, view);
  else if (action === 'clear') clearViews(workspace, view.user);
  else if (action === 'errors') return showErrors(workspace, view, body?.errors);
  else if (action === 'update' || action === 'push') return showView(workspace, view, body?.view, action);
  else return cannot(`${workspace.app.name} answered with an unknown response_action: ${action}`);
  return done;
}

function showErrors(workspace: Workspace, view: StoredView, errors: unknown): ActAnswer {
  const inputs = view.view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const entries = isObject(errors) ? Object.entries(errors) : [];
  const stray = entries.find(([blockId]) => !inputs.includes(blockId));
  if (entries.length === 0 || stray) {
    return cannot(`${workspace.app.name} answered with errors for no field of this window: ${stray?.[0] ?? 'none'}`);
  }
  setErrors(workspace, view, Object.fromEntries(entries.map(([blockId, why]) => [blockId, String(why)])));
  return done;
}

function showView(workspace: Workspace, view: StoredView, next: unknown, action: 'update' | 'push'): ActAnswer {
  const problems = viewProblems(next, 'modal');
  if (problems.length > 0) return cannot(`${workspace.app.name} answered with an invalid view: ${problems[0]}`);
  try {
    if (action === 'update') replaceView(workspace, view, next as ModalView);
    else pushView(workspace, view.user, next as ModalView);
    return done;
  } catch (error) {
    if (error instanceof SlackRefusal) return cannot(`Slack refused the next window: ${error.error}`);
    throw error;
  }
}

/** The app hears of it when the view asked for that. */
export async function close(
  workspace: Workspace,
  person: StoredPerson,
  act: Extract<Act, { kind: 'close' }>,
): Promise<ActAnswer> {
  const view = ownView(workspace, person.id, act.viewId);
  if (!view) return done;
  const clears = view.view.clear_on_close === true;
  const closed = clears ? [...stackOf(workspace, person.id)].reverse() : [view];
  if (clears) clearViews(workspace, person.id);
  else closeView(workspace, view);
  for (const one of closed.filter(({ view: { notify_on_close } }) => notify_on_close)) {
    await workspace.deliveries.ask('interaction', viewClosed(workspace, person, one, clears));
  }
  return done;
}
