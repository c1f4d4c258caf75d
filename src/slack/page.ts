/** The buttons of a page, and of an alarm. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { acknowledge, decline } from '../act/page.ts';
import { retryFailed } from '../db/deliveries.ts';
import { changePage } from '../db/pages.ts';
import { tellPrivately, tellRefusal } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { heardAs, pageButton, personOf, retryButton } from './request.ts';
import { ACTION } from './views/actions.ts';

export function listenForPages(app: App, { db, policy, now }: Firebreak): void {
  app.action<BlockAction<ButtonAction>>(ACTION.retry, async ({ ack, action, respond }) => {
    await ack();
    const { failed } = retryButton.parse(action.value);
    const isTried = await retryFailed(db, failed, now());
    await tellPrivately(respond, isTried ? '🔁 Trying again.' : 'It has been tried again already.');
  });

  app.action<BlockAction<ButtonAction>>(ACTION.acknowledgePage, async ({ ack, action, body, respond }) => {
    await ack();
    const { pageId } = pageButton.parse(action.value);
    const decision = await changePage(
      db,
      pageId,
      now(),
      (page) => acknowledge(page, personOf(body), now()),
      heardAs(body),
    );
    await tellRefusal(respond, decision);
  });

  app.action<BlockAction<ButtonAction>>(ACTION.declinePage, async ({ ack, action, body, respond }) => {
    await ack();
    const { pageId } = pageButton.parse(action.value);
    const decision = await changePage(
      db,
      pageId,
      now(),
      (page) => decline(page, personOf(body), policy, now()),
      heardAs(body),
    );
    await tellRefusal(respond, decision);
  });
}
