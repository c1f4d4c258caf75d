/** What can be pressed on an alert's card. */
import type { ActionsBlock, Overflow } from '@slack/types';
import { type Alert, SEVERITIES, type Severity } from '../../words.ts';
import { ACTION, alertValue, MORE } from './actions.ts';
import { button, option } from './elements.ts';

export function buttonsOf(alert: Alert, now: Date): ActionsBlock[] {
  const value = alertValue(alert);
  const isSnoozed = alert.snoozedUntil !== null && alert.snoozedUntil > now;
  return [
    {
      type: 'actions',
      block_id: `severity_${alert.id}`,
      elements: SEVERITIES.map((severity) => severityButton(alert, severity)),
    },
    {
      type: 'actions',
      block_id: `act_${alert.id}`,
      elements: [
        button(ACTION.assess, 'Assess…', { value }),
        button(ACTION.escalate, 'Escalate', { value, style: 'danger', label: 'Escalate: open an incident channel' }),
        button(ACTION.claim, "I'm on it", { value, ...(alert.claimedBy ? {} : { style: 'primary' as const }) }),
        button(ACTION.dismiss, 'Dismiss', { value }),
        overflow(alert, isSnoozed),
      ],
    },
  ];
}

function severityButton(alert: Alert, severity: Severity) {
  const value = JSON.stringify({ alertId: alert.id, version: alert.version, severity });
  const isChosen = alert.severity === severity;
  const isSuggested = alert.severity === null && alert.suggested === severity;
  const text = isChosen ? `✓ ${severity}` : isSuggested ? `${severity} · suggested` : severity;
  return button(`${ACTION.severity}_${severity}`, text, {
    value,
    label: isSuggested ? `Assess as ${severity}, as suggested` : `Assess as ${severity}`,
    ...(isChosen || isSuggested ? { style: 'primary' as const } : {}),
  });
}

function overflow(alert: Alert, isSnoozed: boolean): Overflow {
  const choice = (what: keyof typeof MORE) => option(JSON.stringify({ alertId: alert.id, what }), MORE[what]);
  return {
    type: 'overflow',
    action_id: ACTION.more,
    options: [
      choice('attach'),
      choice(isSnoozed ? 'wake' : 'snooze'),
      choice('mute'),
      choice('reply'),
      choice('mentions'),
    ],
  };
}

export function reopenRow(alert: Alert): ActionsBlock {
  return {
    type: 'actions',
    block_id: `reopen_${alert.id}`,
    elements: [button(ACTION.reopenAlert, 'Undo: open it again', { value: alertValue(alert) })],
  };
}
