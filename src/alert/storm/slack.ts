/** The list of a storm's stories, and what is taken out of it. */

import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Press } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { openModal, tellPrivately } from '../../slack/kit/answer.ts';
import { said } from '../../slack/kit/frame.ts';
import { json, personOf, requestIdOf } from '../../slack/kit/request.ts';
import { changeAlert } from '../card/store.ts';
import { pageOfStorm } from './store.ts';
import { takeOut } from './take-out.ts';
import { STORIES_AT_ONCE, stormModal } from './view.ts';
import { ALL_STORIES, STORM_FORM, TAKE_OUT, TURN_STORIES } from './words.ts';

const stormButton = json(z.object({ stormId: z.number().int(), skip: z.number().int().min(0) }));
const takeOutButton = json(z.object({ alertId: z.number().int(), stormId: z.number().int() }));

const TITLE = 'Stories of the storm';

export function listenForStorms(app: App, { db, now }: Firebreak): void {
  app.action<Press>(new RegExp(`^${TAKE_OUT}_`), async ({ ack, action, body, client, respond }) => {
    await ack();
    const { alertId, stormId } = takeOutButton.parse(action.value);
    const rule = (alert: Parameters<typeof takeOut>[0]) => takeOut(alert, personOf(body), now());
    const decision = await changeAlert(db, alertId, now(), rule, requestIdOf(body));
    if (!decision.allowed && decision.repeated) return;
    if (!body.view) {
      if (!decision.allowed) await tellPrivately(respond, decision.why);
      return;
    }
    const view = decision.allowed ? await storiesFrom(stormId, skipOf(body.view.private_metadata)) : decision.why;
    await client.views.update({ view_id: body.view.id, view: typeof view === 'string' ? said(TITLE, view) : view });
  });

  app.action<Press>(ALL_STORIES, async ({ ack, action, body, client }) => {
    await ack();
    const { stormId } = stormButton.parse(action.value);
    await openModal(client, body.trigger_id, { id: STORM_FORM, title: TITLE }, () => storiesFrom(stormId, 0));
  });

  app.action<Press>(new RegExp(`^${TURN_STORIES}_`), async ({ ack, action, body, client }) => {
    await ack();
    const { stormId, skip } = stormButton.parse(action.value);
    const view = await storiesFrom(stormId, skip);
    if (body.view && typeof view !== 'string') await client.views.update({ view_id: body.view.id, view });
  });

  async function storiesFrom(stormId: number, skip: number) {
    const page = await pageOfStorm(db, stormId, { most: STORIES_AT_ONCE, skip, now: now() });
    return page ? stormModal(page) : 'This storm is not known any more.';
  }
}

/** Where the page of the modal starts that a story is taken out of. */
function skipOf(about: string): number {
  return stormButton.parse(about).skip;
}
