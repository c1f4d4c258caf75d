import type { App } from '@slack/bolt';
import { z } from 'zod';
import { changePressed, onAlertChoice, onAlertForm } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { tellRefusal } from '../../slack/kit/answer.ts';
import { SNOOZES, type SnoozeMinutes, snooze, wake } from './rule.ts';
import { snoozeModal } from './view.ts';
import { SNOOZE_FORM } from './words.ts';

const snoozeMinutes = z.coerce.number().refine((n): n is SnoozeMinutes => n in SNOOZES);

export function listenForSnoozes(app: App, firebreak: Firebreak): void {
  onAlertChoice(app, 'snooze', async ({ alertId, body, client }) => {
    await client.views.open({ trigger_id: body.trigger_id, view: snoozeModal(alertId) });
  });

  onAlertForm(app, firebreak, SNOOZE_FORM, 'length', (values) => {
    const length = snoozeMinutes.parse(values.choice('length'));
    return (alert, by, at) => snooze(alert, length, by, at);
  });

  onAlertChoice(app, 'wake', async ({ alertId, body, respond }) =>
    tellRefusal(respond, await changePressed(firebreak, alertId, body, wake)),
  );
}
