import { redrawn } from '../../alert/card/rule.ts';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { DismissReason } from '../../words/judgement.ts';
import type { PersonId } from '../../words/people.ts';

/** Take an alert off the table, with a reason that is kept, and a note if there is one. Its clocks fall silent. */
export function dismiss(
  alert: Alert,
  as: DismissReason,
  by: PersonId,
  at: Date,
  note: string | null = null,
): Decision<Alert> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  return allow<Alert>(
    { ...alert, status: 'dismissed', dismissedAs: as, dismissedBy: by, note: note ?? alert.note },
    {
      events: [
        happened(
          'alert_dismissed',
          by,
          at,
          { alertId: alert.id },
          { as, suggested: alert.suggested, severity: alert.severity, ...(note ? { note } : {}) },
        ),
      ],
      owed: redrawn(alert),
    },
  );
}

/**
 * Undo a dismissal. The clocks go on from the original start: time lost stays lost, and what fell due meanwhile is said
 * as after downtime, the latest of each clock. Else an alert reopened after its last mark would stay silent for ever.
 */
export function reopenAlert(alert: Alert, by: PersonId, at: Date): Decision<Alert> {
  if (alert.status !== 'dismissed') return refuse('This alert is not dismissed.');
  return allow<Alert>(
    { ...alert, status: 'open', dismissedAs: null, dismissedBy: null },
    {
      events: [happened('alert_reopened', by, at, { alertId: alert.id }, { was: alert.dismissedAs })],
      owed: redrawn(alert),
    },
  );
}
