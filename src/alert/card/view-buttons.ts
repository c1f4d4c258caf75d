/** What can be pressed on an alert's card. */

import type { ActionsBlock, Button, Overflow } from '@slack/types';
import { ESCALATE } from '../../act/open/words.ts';
import { CLAIM } from '../../assess/claim/words.ts';
import { DISMISS, REOPEN_ALERT } from '../../assess/dismiss/words.ts';
import { TAP_SEVERITY } from '../../assess/severity/words.ts';
import { button, option } from '../../slack/kit/elements.ts';
import { alertValue } from '../../slack/kit/values.ts';
import { SEVERITIES, type Severity } from '../../words/severity.ts';
import { MENTIONS } from '../mention/words.ts';
import type { Alert } from './words.ts';
import { ALERT_MENU, MORE } from './words.ts';

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
        button(CLAIM, "I'm on it", { value, ...(alert.claimedBy ? {} : { style: 'primary' as const }) }),
        button(ESCALATE, 'Escalate', { value, style: 'danger', label: 'Escalate: open an incident channel' }),
        button(DISMISS, 'Dismiss', { value }),
        overflow(alert, isSnoozed),
      ],
    },
  ];
}

function severityButton(alert: Alert, severity: Severity) {
  const value = JSON.stringify({ alertId: alert.id, version: alert.version, severity });
  const isChosen = alert.severity === severity;
  const isSuggested = alert.severity === null && alert.suggested === severity;
  const text = isChosen ? `✓ ${severity}` : isSuggested ? `${severity}?` : severity;
  return button(`${TAP_SEVERITY}_${severity}`, text, {
    value,
    label: isSuggested ? `Assess as ${severity}, as suggested` : `Assess as ${severity}`,
    ...(isChosen || isSuggested ? { style: 'primary' as const } : {}),
  });
}

function overflow(alert: Alert, isSnoozed: boolean): Overflow {
  const choice = (what: keyof typeof MORE) => option(JSON.stringify({ alertId: alert.id, what }), MORE[what]);
  return {
    type: 'overflow',
    action_id: ALERT_MENU,
    options: [
      choice('reply'),
      choice('assess'),
      choice('attach'),
      choice(isSnoozed ? 'wake' : 'snooze'),
      choice('mute'),
    ],
  };
}

/** Who else says it, and how it spreads. */
export function mentionsButton(alert: Alert): Button {
  return button(MENTIONS, 'Show all', { value: alertValue(alert), label: 'Show all mentions of this story' });
}

export function reopenRow(alert: Alert): ActionsBlock {
  return {
    type: 'actions',
    block_id: `reopen_${alert.id}`,
    elements: [button(REOPEN_ALERT, 'Undo: open it again', { value: alertValue(alert) })],
  };
}
