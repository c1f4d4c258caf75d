/** The forms that judge an alert. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { attach } from '../act/attach.ts';
import { maySee, unknownIncident } from '../act/permissions.ts';
import { logReply, logReplyToAlert } from '../act/reply.ts';
import { assess, isLowering, tapSeverity } from '../assess/assess.ts';
import { dismiss } from '../assess/dismiss.ts';
import { SNOOZES, type SnoozeMinutes, snooze } from '../assess/snooze.ts';
import { changeAlert, changeAlertAndIncident, findAlert } from '../db/alerts.ts';
import { changeIncident } from '../db/incidents.ts';
import { mergeInto } from '../db/regroup.ts';
import { incidentName, refuse } from '../words.ts';
import { guarded } from './act.ts';
import { formAnswer } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import {
  aboutAlert,
  aboutLowering,
  affectedOf,
  cause,
  dismissReason,
  form,
  heardAs,
  network,
  personOf,
  severity,
} from './request.ts';
import { MODAL } from './views/actions.ts';

const snoozeMinutes = z.coerce.number().refine((n): n is SnoozeMinutes => n in SNOOZES);

export function listenForAssessments(app: App, { db, policy, now }: Firebreak): void {
  app.view(MODAL.assess, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const values = form(view);
    const judgement = {
      severity: severity.parse(values.choice('severity')),
      cause: cause.parse(values.choice('cause')),
      affected: affectedOf(values.choices('affected')),
      networks: z.array(network).parse(values.choices('networks')),
      accountableOwner: values.person('owner'),
      note: values.text('note') || null,
    };
    const reason = values.text('reason') || null;
    const decision = await changeAlert(
      db,
      alertId,
      now(),
      (alert) => assess(alert, judgement, reason, policy, personOf(body), now()),
      heardAs(body),
    );
    const alert = decision.allowed ? null : await findAlert(db, alertId);
    const lowers = alert !== null && isLowering(alert, judgement.severity) && 'reason' in view.state.values;
    await ack(formAnswer(decision, lowers ? 'reason' : 'severity'));
  });

  app.view(MODAL.lower, async ({ ack, body, view }) => {
    const { alertId, severity: to } = aboutLowering.parse(view.private_metadata);
    const reason = form(view).text('reason');
    const decision = await changeAlert(
      db,
      alertId,
      now(),
      (alert) => tapSeverity(alert, to, reason, policy, personOf(body), now()),
      heardAs(body),
    );
    await ack(formAnswer(decision, 'reason'));
  });

  app.view(MODAL.dismiss, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const as = dismissReason.parse(form(view).choice('as'));
    const decision = await changeAlert(
      db,
      alertId,
      now(),
      (alert) => dismiss(alert, as, personOf(body), now()),
      heardAs(body),
    );
    await ack(formAnswer(decision, 'as'));
  });

  app.view(MODAL.snooze, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const length = snoozeMinutes.parse(form(view).choice('length'));
    const decision = await changeAlert(
      db,
      alertId,
      now(),
      (alert) => snooze(alert, length, personOf(body), now()),
      heardAs(body),
    );
    await ack(formAnswer(decision, 'length'));
  });

  app.view(MODAL.attach, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const [, what, target] = /^(incident|alert):(\d+)$/.exec(form(view).choice('target') ?? '') ?? [];
    const id = Number(target);
    if (what === 'alert') {
      const asked = { by: personOf(body), at: now(), heardAs: heardAs(body) };
      return ack(formAnswer(await mergeInto(db, alertId, id, asked), 'target'));
    }
    const decision = await changeAlertAndIncident(
      db,
      alertId,
      id,
      now(),
      (alert, incident) => {
        if (!maySee(incident, personOf(body))) return refuse(unknownIncident(incidentName(id)));
        return attach(alert, incident, personOf(body), now());
      },
      heardAs(body),
    );
    await ack(formAnswer(decision, 'target'));
  });

  /** A reply to an alert that became an incident meanwhile counts there: the clock went with it. */
  app.view(MODAL.replyToAlert, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const values = form(view);
    const by = personOf(body);
    const reply = {
      url: values.text('url'),
      network: network.parse(values.choice('network')),
      answeredBy: values.person('by') ?? '',
    };
    const alert = await findAlert(db, alertId);
    const decision =
      alert?.status === 'escalated' && alert.incidentId !== null
        ? await changeIncident(
            db,
            alert.incidentId,
            now(),
            (incident) => guarded(incident, by, () => logReply(incident, reply, by, now())),
            heardAs(body),
          )
        : await changeAlert(db, alertId, now(), (current) => logReplyToAlert(current, reply, by, now()), heardAs(body));
    await ack(formAnswer(decision, 'url'));
  });
}
