/** From the card to an incident. */
import type { App, BlockAction, StaticSelectAction } from '@slack/bolt';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import { changeAlertIntoIncident, findAlert } from '../../alert/card/store.ts';
import { findMention } from '../../alert/mention/store.ts';
import { isPrivateCause } from '../../assess/cause/rule.ts';
import { onAlertOpens } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { formAnswer } from '../../slack/kit/answer.ts';
import { VALUE } from '../../slack/kit/frame.ts';
import { aboutAlert, form, personOf, requestIdOf, severity } from '../../slack/kit/request.ts';
import { escalate } from './rule.ts';
import { chosenOwners, ownersOf } from './slack-owners.ts';
import { escalateModal } from './view.ts';
import { ESCALATE, ESCALATE_FORM } from './words.ts';

export function listenForEscalations(app: App, firebreak: Firebreak): void {
  const { db, now } = firebreak;

  onAlertOpens(app, firebreak, ESCALATE, {
    id: ESCALATE_FORM,
    title: 'Escalate',
    view: (alert, _, policy) => {
      const level = alert.severity ?? alert.suggested;
      return whyNotOpen(alert) ?? escalateModal(alert, level, ownersOf(policy, level));
    },
  });

  /** Another severity is chosen: its owners are filled in instead. */
  app.action<BlockAction<StaticSelectAction>>(
    { block_id: 'severity', action_id: VALUE },
    async ({ ack, body: { view }, action, client }) => {
      if (view?.callback_id !== ESCALATE_FORM) return;
      await ack();
      const level = severity.parse(action.selected_option.value);
      const alert = await findAlert(db, aboutAlert.parse(view.private_metadata).alertId);
      if (!alert) return;
      const next = escalateModal(alert, level, ownersOf(db.house.policyOf(alert), level));
      await client.views.update({ view_id: view.id, view: next });
    },
  );

  app.view(ESCALATE_FORM, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const values = form(view);
    const [title, level] = [values.text('title'), severity.parse(values.choice('severity'))];
    const [by, at] = [personOf(body), now()];
    const alert = await findAlert(db, alertId);
    const mention = alert && (await findMention(db, alert.firstMentionId));
    const decision = await changeAlertIntoIncident(
      db,
      alertId,
      at,
      (current, incidentId, policy) => {
        const owners = chosenOwners(view, level, isPrivateCause(current.cause), policy);
        const asked = { title, severity: level, owners };
        return escalate(current, incidentId, asked, mention?.url ?? null, policy, by, at);
      },
      requestIdOf(body),
    );
    await ack(formAnswer(decision, title ? 'severity' : 'title'));
  });
}
