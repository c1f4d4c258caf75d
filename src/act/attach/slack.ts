/** An alert is attached to an incident, or merged into another alert. */
import type { App } from '@slack/bolt';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import { changeAlertAndIncident, findAlert, openAlerts } from '../../alert/card/store.ts';
import { mergeInto } from '../../assess/merge/store.ts';
import { NO_ALERT, onAlertChoice } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { formAnswer, openModal } from '../../slack/kit/answer.ts';
import { aboutAlert, form, personOf, requestIdOf } from '../../slack/kit/request.ts';
import { refuse } from '../../words/decision.ts';
import { incidentName } from '../../words/incident-name.ts';
import { maySee, unknownIncident } from '../incident/permissions.ts';
import { incidentsSeenBy } from '../incident/store.ts';
import { attach } from './rule.ts';
import { ATTACHED_TO, attachModal } from './view.ts';
import { ATTACH_FORM } from './words.ts';

export function listenForAttaching(app: App, { db, now }: Firebreak): void {
  onAlertChoice(app, 'attach', ({ alertId, body, client }) =>
    openModal(client, body.trigger_id, { id: ATTACH_FORM, title: 'Attach or merge' }, async () => {
      const alert = await findAlert(db, alertId);
      const closed = alert ? whyNotOpen(alert) : NO_ALERT;
      if (closed) return closed;
      const [incidents, alerts] = await Promise.all([
        incidentsSeenBy(db, personOf(body), ['open'], ATTACHED_TO),
        openAlerts(db, ATTACHED_TO + 1),
      ]);
      return attachModal(alertId, incidents, alerts);
    }),
  );

  app.view(ATTACH_FORM, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const [, what, target] = /^(incident|alert):(\d+)$/.exec(form(view).choice('target') ?? '') ?? [];
    const id = Number(target);
    const [by, at] = [personOf(body), now()];
    if (what === 'alert') {
      return ack(formAnswer(await mergeInto(db, alertId, id, { by, at, requestId: requestIdOf(body) }), 'target'));
    }
    const decision = await changeAlertAndIncident(
      db,
      alertId,
      id,
      at,
      (alert, incident) =>
        maySee(incident, by) ? attach(alert, incident, by, at) : refuse(unknownIncident(incidentName(id))),
      requestIdOf(body),
    );
    await ack(formAnswer(decision, 'target'));
  });
}
