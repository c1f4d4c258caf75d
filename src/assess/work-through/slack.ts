/** `Work through…` on a storm's card, and the form that it opens. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { pageOfStorm } from '../../alert/storm/store.ts';
import type { Press } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { formAnswer, openModal } from '../../slack/kit/answer.ts';
import { said } from '../../slack/kit/frame.ts';
import { dismissReason, type FormView, form, json, keysOf, personOf, requestIdOf } from '../../slack/kit/request.ts';
import { readWork } from './rule.ts';
import { workThrough } from './store.ts';
import { STORIES, TICKED_AT_ONCE, whatWasDone, workModal } from './view.ts';
import { TURN_WORK, WORK_FORM, WORK_THROUGH, WORKS } from './words.ts';

const TITLE = 'Work through';

const stormButton = json(z.object({ stormId: z.number().int(), skip: z.number().int().min(0) }));
const storyId = z.coerce.number().int().min(1).max(2_147_483_647);
const what = keysOf(WORKS).nullable();
const reason = dismissReason.nullable();

export function listenForWork(app: App, { db, now }: Firebreak): void {
  app.action<Press>(WORK_THROUGH, async ({ ack, action, body, client }) => {
    await ack();
    const { stormId } = stormButton.parse(action.value);
    await openModal(client, body.trigger_id, { id: WORK_FORM, title: TITLE }, () => storiesFrom(stormId, 0));
  });

  app.action<Press>(new RegExp(`^${TURN_WORK}_`), async ({ ack, action, body, client }) => {
    await ack();
    const { stormId, skip } = stormButton.parse(action.value);
    const view = await storiesFrom(stormId, skip);
    if (body.view)
      await client.views.update({ view_id: body.view.id, view: typeof view === 'string' ? said(TITLE, view) : view });
  });

  app.view(WORK_FORM, async ({ ack, body, view }) => {
    const lists = listsOf(view);
    const values = form(view);
    const stories = lists.flatMap(values.choices).map((id) => storyId.parse(id));
    const work = readWork({
      stories,
      what: what.parse(values.choice('what')),
      as: reason.parse(values.choice('as')),
      note: values.text('note') || null,
    });
    if ('why' in work) {
      const field = work.field === 'stories' ? (lists[0] ?? 'what') : work.field;
      return ack({ response_action: 'errors', errors: { [field]: work.why } });
    }
    const decision = await workThrough(db, stories, work, {
      by: personOf(body),
      at: now(),
      requestId: requestIdOf(body),
    });
    if (!decision.allowed) return ack(formAnswer(decision, 'what'));
    await ack({ response_action: 'update', view: said(TITLE, whatWasDone(work, decision.state)) });
  });

  async function storiesFrom(stormId: number, skip: number) {
    const page = await pageOfStorm(db, stormId, { most: TICKED_AT_ONCE, skip, now: now() });
    if (!page) return 'This storm is not known any more.';
    return page.total > 0 ? workModal({ ...page, now: now() }) : 'No story of this storm is left.';
  }
}

/** The blocks that hold boxes, in their order. */
function listsOf(view: FormView): string[] {
  return Object.keys(view.state.values).filter((block) => block.startsWith(STORIES));
}
