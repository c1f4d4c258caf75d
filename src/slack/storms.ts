/** The buttons of a storm's card: take a story out, look at all of them. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { takeOut } from '../assess/take-out.ts';
import { changeAlert } from '../db/alerts.ts';
import { findStorm, storiesOfStorm, stormFigures } from '../db/storms.ts';
import { openModal, tellPrivately } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { heardAs, personOf, stormButton, takeOutButton } from './request.ts';
import { ACTION, MODAL } from './views/actions.ts';
import { said } from './views/modals.ts';
import { STORIES_A_PAGE, stormModal } from './views/storm-card.ts';

const TITLE = 'Stories of the storm';

export function listenForStorms(app: App, { db, now }: Firebreak): void {
  app.action<BlockAction<ButtonAction>>(
    new RegExp(`^${ACTION.takeOut}_`),
    async ({ ack, action, body, client, respond }) => {
      await ack();
      const { alertId, stormId } = takeOutButton.parse(action.value);
      const rule = (alert: Parameters<typeof takeOut>[0]) => takeOut(alert, personOf(body), now());
      const decision = await changeAlert(db, alertId, now(), rule, heardAs(body));
      if (!decision.allowed && decision.repeated) return;
      if (!body.view) {
        if (!decision.allowed) await tellPrivately(respond, decision.why);
        return;
      }
      const view = decision.allowed ? await storiesFrom(stormId, skipOf(body.view.private_metadata)) : decision.why;
      await client.views.update({ view_id: body.view.id, view: typeof view === 'string' ? said(TITLE, view) : view });
    },
  );

  app.action<BlockAction<ButtonAction>>(ACTION.stormAll, async ({ ack, action, body, client }) => {
    await ack();
    const { stormId } = stormButton.parse(action.value);
    await openModal(client, body.trigger_id, { id: MODAL.storm, title: TITLE }, () => storiesFrom(stormId, 0));
  });

  app.action<BlockAction<ButtonAction>>(new RegExp(`^${ACTION.stormPage}_`), async ({ ack, action, body, client }) => {
    await ack();
    const { stormId, skip } = stormButton.parse(action.value);
    const view = await storiesFrom(stormId, skip);
    if (body.view && typeof view !== 'string') await client.views.update({ view_id: body.view.id, view });
  });

  async function storiesFrom(stormId: number, skip: number) {
    const storm = await findStorm(db, stormId);
    if (!storm) return 'This storm is not known any more.';
    const { stories: total } = await stormFigures(db, stormId, now());
    // The last story of the last page may just have been taken out.
    const from = Math.min(skip, Math.max(0, Math.ceil(total / STORIES_A_PAGE) - 1) * STORIES_A_PAGE);
    return stormModal(storm, await storiesOfStorm(db, stormId, STORIES_A_PAGE, from), from, total);
  }
}

/** Where the page of the modal starts that a story is taken out of. */
function skipOf(about: string): number {
  return stormButton.parse(about).skip;
}
