/** Which posts tell one story, when people know better: split out, and merge. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { findAlert } from '../db/alerts.ts';
import { splitMention } from '../db/regroup.ts';
import { openModal } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { heardAs, personOf, seenReplyButton, splitButton } from './request.ts';
import { ACTION, MODAL } from './views/actions.ts';
import { replyModal } from './views/alert-modals.ts';
import { said } from './views/modals.ts';

export function listenForStories(app: App, { db, policy, now }: Firebreak): void {
  app.action<BlockAction<ButtonAction>>(new RegExp(`^${ACTION.split}_`), async ({ ack, action, body, client }) => {
    await ack();
    const { mentionId } = splitButton.parse(action.value);
    const asked = { by: personOf(body), at: now(), heardAs: heardAs(body) };
    const decision = await splitMention(db, policy, mentionId, asked);
    if (!body.view || (!decision.allowed && decision.repeated)) return;
    const told = decision.allowed
      ? 'It has an alert of its own now, with a card and a clock. “Attach or merge…” brings them together again.'
      : decision.why;
    await client.views.update({ view_id: body.view.id, view: said('Split out', told) });
  });

  app.action<BlockAction<ButtonAction>>(ACTION.logSeenReply, async ({ ack, action, body, client }) => {
    await ack();
    const { alertId, url, network } = seenReplyButton.parse(action.value);
    await openModal(client, body.trigger_id, { id: MODAL.replyToAlert, title: 'Log our reply' }, async () => {
      const alert = await findAlert(db, alertId);
      if (!alert) return 'This alert no longer exists.';
      return replyModal(MODAL.replyToAlert, { alertId }, network, personOf(body), url);
    });
  });
}
