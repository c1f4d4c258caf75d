/** From the card to an incident; and incidents that no card leads to. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { declare, escalate } from '../act/escalate.ts';
import { whyNotOpen } from '../assess/still-open.ts';
import { changeAlertIntoIncident, findAlert } from '../db/alerts.ts';
import { newIncident } from '../db/incidents.ts';
import { findMention } from '../db/mentions.ts';
import { formAnswer, openModal } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { aboutAlert, alertButton, cause, form, heardAs, personOf, severity } from './request.ts';
import { ACTION, MODAL, SHORTCUT } from './views/actions.ts';
import { escalateModal } from './views/alert-modals.ts';
import { newIncidentModal } from './views/incident-modals.ts';

export function listenForEscalations(app: App, { db, policy, now }: Firebreak): void {
  app.action<BlockAction<ButtonAction>>(ACTION.escalate, async ({ ack, action, body, client }) => {
    await ack();
    const { alertId } = alertButton.parse(action.value);
    await openModal(client, body.trigger_id, { id: MODAL.escalate, title: 'Escalate' }, async () => {
      const alert = await findAlert(db, alertId);
      if (!alert) return 'This alert no longer exists.';
      const closed = whyNotOpen(alert);
      if (closed) return closed;
      const level = alert.severity ?? alert.suggested;
      return escalateModal(alert, level, [...new Set(policy.severities[level].owners.flat())]);
    });
  });

  app.view(MODAL.escalate, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const values = form(view);
    const asked = {
      title: values.text('title'),
      severity: severity.parse(values.choice('severity')),
      owners: values.people('owners'),
    };
    const alert = await findAlert(db, alertId);
    const mention = alert && (await findMention(db, alert.firstMentionId));
    const decision = await changeAlertIntoIncident(
      db,
      alertId,
      now(),
      (current, incidentId) =>
        escalate(current, incidentId, asked, mention?.url ?? null, policy, personOf(body), now()),
      heardAs(body),
    );
    await ack(formAnswer(decision, asked.title ? 'severity' : 'title'));
  });

  app.view(MODAL.newIncident, async ({ ack, body, view }) => {
    const values = form(view);
    const asked = {
      title: values.text('title'),
      severity: severity.parse(values.choice('severity')),
      cause: cause.parse(values.choice('cause')),
      owners: values.people('owners'),
      mentionUrl: null,
      networks: [],
    };
    const decision = await newIncident(
      db,
      now(),
      (id) => declare(id, asked, policy, personOf(body), now()),
      heardAs(body),
    );
    await ack(formAnswer(decision, 'title'));
  });

  const openNew = (title: string) => {
    const level = 'SEV2';
    return newIncidentModal(title, level, [...new Set(policy.severities[level].owners.flat())]);
  };
  app.shortcut(SHORTCUT.newIncident, async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: openNew('') });
  });
  app.action<BlockAction<ButtonAction>>(ACTION.newIncident, async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: openNew('') });
  });
}
