import { redrawn } from '../../alert/card/rule.ts';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { after, minutes } from '../../words/time.ts';

/** How long an alert can be quiet, in minutes, with the words on the choice. */
export const SNOOZES = { 30: '30 minutes', 60: '1 hour', 240: '4 hours' } as const;
export type SnoozeMinutes = keyof typeof SNOOZES;

/**
 * Hold back an alert's early reminders for a while, visibly. The last warnings of the response clock (90 %, the
 * breach and after) still come.
 */
export function snooze(alert: Alert, length: SnoozeMinutes, by: PersonId, at: Date): Decision<Alert> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  const until = after(at, minutes(length));
  return snoozeUntil(alert, until, by, at);
}

/** End a snooze at once. What it held back stays unsaid, as when it ends by itself. */
export function wake(alert: Alert, by: PersonId, at: Date): Decision<Alert> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  if (!alert.snoozedUntil || alert.snoozedUntil <= at) return refuse('This alert is not snoozed.');
  return snoozeUntil({ ...alert, remindedUpTo: at }, null, by, at);
}

function snoozeUntil(alert: Alert, until: Date | null, by: PersonId, at: Date): Decision<Alert> {
  return allow<Alert>(
    { ...alert, snoozedUntil: until },
    {
      events: [happened('alert_snoozed', by, at, { alertId: alert.id }, { until: until?.toISOString() ?? null })],
      owed: redrawn(alert),
    },
  );
}
