/** From the card to an incident; and incidents that no card leads to. */
import type { App, BlockAction, ButtonAction, StaticSelectAction } from '@slack/bolt';
import { declare, escalate } from '../act/escalate.ts';
import { isPrivateCause } from '../assess/cause.ts';
import { whyNotOpen } from '../assess/still-open.ts';
import { changeAlertIntoIncident, findAlert } from '../db/alerts.ts';
import { newIncident } from '../db/incidents.ts';
import { findMention } from '../db/mentions.ts';
import type { PersonId, Severity } from '../words.ts';
import { formAnswer, openModal } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { aboutAlert, alertButton, cause, type FormView, form, heardAs, personOf, severity } from './request.ts';
import { ACTION, MODAL, SHORTCUT } from './views/actions.ts';
import { escalateModal } from './views/alert-modals.ts';
import { newIncidentModal } from './views/incident-modals.ts';
import { OWNERS, VALUE } from './views/modals.ts';

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
      return escalateModal(alert, level, ownersOf(level));
    });
  });

  app.view(MODAL.escalate, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const values = form(view);
    const level = severity.parse(values.choice('severity'));
    const alert = await findAlert(db, alertId);
    const isPrivate = alert !== null && isPrivateCause(alert.cause);
    const asked = { title: values.text('title'), severity: level, owners: chosenOwners(view, level, isPrivate) };
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
    const level = severity.parse(values.choice('severity'));
    const why = cause.parse(values.choice('cause'));
    const asked = {
      title: values.text('title'),
      severity: level,
      cause: why,
      owners: chosenOwners(view, level, isPrivateCause(why)),
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

  /** Another severity is chosen in one of the two forms: its owners are filled in instead. */
  app.action<BlockAction<StaticSelectAction>>(
    { block_id: 'severity', action_id: VALUE },
    async ({ ack, body, action, client }) => {
      await ack();
      const { view } = body;
      const level = severity.parse(action.selected_option.value);
      if (view?.callback_id === MODAL.newIncident) {
        const next = newIncidentModal(form(view).text('title'), level, ownersOf(level));
        await client.views.update({ view_id: view.id, view: next });
      } else if (view?.callback_id === MODAL.escalate) {
        const alert = await findAlert(db, aboutAlert.parse(view.private_metadata).alertId);
        const next = alert && escalateModal(alert, level, ownersOf(level));
        if (next) await client.views.update({ view_id: view.id, view: next });
      }
    },
  );

  function ownersOf(level: Severity): PersonId[] {
    return [...new Set(policy.severities[level].owners.flat())];
  }

  /**
   * Sent before the owners of a new severity were filled in, the form still shows another's: both are asked. Into a
   * private room comes nobody who was not shown.
   */
  function chosenOwners(view: FormView, level: Severity, isPrivate: boolean): PersonId[] {
    const block = Object.keys(view.state.values).find((id) => id.startsWith(OWNERS)) ?? '';
    const chosen = form(view).people(block);
    const isShown = block === `${OWNERS}${level}`;
    return isShown || isPrivate ? chosen : [...new Set([...ownersOf(level), ...chosen])];
  }

  const openNew = (title: string) => newIncidentModal(title, 'SEV2', ownersOf('SEV2'));
  app.shortcut(SHORTCUT.newIncident, async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: openNew('') });
  });
  app.action<BlockAction<ButtonAction>>(ACTION.newIncident, async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: openNew('') });
  });
}
