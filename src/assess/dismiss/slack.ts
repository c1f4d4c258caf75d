import type { App } from '@slack/bolt';
import { onAlertButton, onAlertForm, type Press } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { alertButton, dismissReason } from '../../slack/kit/request.ts';
import { dismiss, reopenAlert } from './rule.ts';
import { dismissModal } from './view.ts';
import { DISMISS, DISMISS_FORM, NOT_ABOUT_US, REOPEN_ALERT } from './words.ts';

export function listenForDismissals(app: App, firebreak: Firebreak): void {
  app.action<Press>(DISMISS, async ({ ack, action, body, client }) => {
    await ack();
    const { alertId, version } = alertButton.parse(action.value);
    await client.views.open({ trigger_id: body.trigger_id, view: dismissModal({ id: alertId, version }) });
  });

  onAlertForm(app, firebreak, DISMISS_FORM, 'as', (values) => {
    const as = dismissReason.parse(values.choice('as'));
    return (alert, by, at) => dismiss(alert, as, by, at);
  });

  onAlertButton(app, firebreak, NOT_ABOUT_US, (alert, by, at) => dismiss(alert, 'not_about_us', by, at));
  onAlertButton(app, firebreak, REOPEN_ALERT, reopenAlert);
}
