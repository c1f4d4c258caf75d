/** How a person is answered. */
import type { RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Decision } from '../../words/decision.ts';
import { isShown } from '../in-time.ts';
import { loading, said } from './frame.ts';
import type { MessageView } from './text.ts';

/** Only the person who pressed sees it, and the message they pressed on stays. */
export async function tellPrivately(respond: RespondFn, view: MessageView | string): Promise<void> {
  const message = typeof view === 'string' ? { text: view } : { text: view.text, blocks: view.blocks };
  await respond({ response_type: 'ephemeral', replace_original: false, ...message });
}

/** A refusal is told to the person; a copy of a request that was acted on is met with silence. */
export async function tellRefusal(respond: RespondFn, decision: Decision<unknown>): Promise<void> {
  if (!decision.allowed && !decision.repeated) await tellPrivately(respond, decision.why);
}

/** Somebody looks at "One moment…" for so long before it says more. Milliseconds. */
const SLOW_AFTER = 2_000;
const SLOW = '⏳ Firebreak is slow just now; what belongs here is still being looked up.';

/**
 * Open a modal within the trigger's three seconds: a skeleton at once, then what belongs in it. `fill` may answer with
 * a sentence instead, which is shown in its place. `push`: on top of the one that is open.
 */
export async function openModal(
  client: WebClient,
  triggerId: string,
  skeleton: { id: string; title: string },
  fill: () => Promise<ModalView | string>,
  how: 'open' | 'push' = 'open',
): Promise<void> {
  const opened = await client.views[how]({ trigger_id: triggerId, view: loading(skeleton.id, skeleton.title) });
  const viewId = opened.view?.id;
  if (!viewId) throw new Error('Slack opened a modal without saying which.');
  const show = (view: ModalView | string) =>
    client.views.update({ view_id: viewId, view: typeof view === 'string' ? said(skeleton.title, view) : view });
  isShown(triggerId);
  const slow = setTimeout(() => void show(SLOW).catch(() => undefined), SLOW_AFTER);
  const filled = await fill()
    .catch(async (error: unknown) => {
      // Else the skeleton would stand there for ever; what went wrong is told and logged by `app.error`.
      await show('This could not be looked up. Close it and try once more.').catch(() => undefined);
      throw error;
    })
    .finally(() => clearTimeout(slow));
  await show(filled);
}

/**
 * The answer to a form: closed when allowed, the refusal under one of its fields otherwise. A refusal that names a
 * person (somebody was first) takes the form's place: errors are plain text, where nobody can be named.
 */
export function formAnswer(decision: Decision<unknown>, field: string) {
  if (decision.allowed || decision.repeated) return { response_action: 'clear' as const };
  if (/<@/.test(decision.why)) return { response_action: 'update' as const, view: said('Not done', decision.why) };
  return { response_action: 'errors' as const, errors: { [field]: decision.why.replace(/[`*]/g, '') } };
}
