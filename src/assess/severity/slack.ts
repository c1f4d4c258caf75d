/** Judging an alert: in one tap, or the whole of it in a form. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import { findAlert } from '../../alert/card/store.ts';
import { changePressed, onAlertChoiceOpens, type Press } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { formAnswer, tellRefusal } from '../../slack/kit/answer.ts';
import { aboutAlert, cause, type Form, form, json, keysOf, network, severity } from '../../slack/kit/request.ts';
import { AFFECTED } from '../../words/judgement.ts';
import { assess, isLowering, tapSeverity } from './rule.ts';
import { assessModal, lowerModal } from './view.ts';
import { ASSESS_FORM, type Assessment, LOWER_FORM, TAP_SEVERITY } from './words.ts';

const severityButton = json(z.object({ alertId: z.number().int(), version: z.number().int(), severity }));
const aboutLowering = json(z.object({ alertId: z.number().int(), severity }));

export function listenForAssessments(app: App, firebreak: Firebreak): void {
  const { db } = firebreak;

  app.action<Press>(new RegExp(`^${TAP_SEVERITY}_`), async ({ ack, action, body, client, respond }) => {
    await ack();
    const { alertId, severity: to } = severityButton.parse(action.value);
    const alert = await findAlert(db, alertId);
    if (alert?.status === 'open' && isLowering(alert, to)) {
      await client.views.open({ trigger_id: body.trigger_id, view: lowerModal(alert, to) });
      return;
    }
    const decision = await changePressed(firebreak, alertId, body, (one, by, at, policy) =>
      tapSeverity(one, to, null, policy, by, at),
    );
    await tellRefusal(respond, decision);
  });

  onAlertChoiceOpens(app, firebreak, 'assess', {
    id: ASSESS_FORM,
    title: 'Assess',
    view: (alert) => whyNotOpen(alert) ?? assessModal(alert),
  });

  app.view(ASSESS_FORM, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const values = form(view);
    const judgement = judgementIn(values);
    const reason = values.text('reason') || null;
    const decision = await changePressed(firebreak, alertId, body, (one, by, at, policy) =>
      assess(one, judgement, reason, policy, by, at),
    );
    const alert = decision.allowed ? null : await findAlert(db, alertId);
    const lowers = alert !== null && isLowering(alert, judgement.severity) && 'reason' in view.state.values;
    await ack(formAnswer(decision, lowers ? 'reason' : 'severity'));
  });

  app.view(LOWER_FORM, async ({ ack, body, view }) => {
    const { alertId, severity: to } = aboutLowering.parse(view.private_metadata);
    const reason = form(view).text('reason');
    const decision = await changePressed(firebreak, alertId, body, (one, by, at, policy) =>
      tapSeverity(one, to, reason, policy, by, at),
    );
    await ack(formAnswer(decision, 'reason'));
  });
}

function judgementIn(values: Form): Assessment {
  return {
    severity: severity.parse(values.choice('severity')),
    cause: cause.parse(values.choice('cause')),
    affected: z.array(keysOf(AFFECTED)).parse(values.choices('affected')),
    networks: z.array(network).parse(values.choices('networks')),
    accountableOwner: values.person('owner'),
    note: values.text('note') || null,
  };
}
