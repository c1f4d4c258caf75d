import { incidentName } from '../../words/incident-name.ts';
import { DISMISS_REASONS } from '../../words/judgement.ts';
import type { Alert } from './words.ts';

/** Why nothing more can be decided about this alert, or null while it is open. */
export function whyNotOpen(alert: Alert): string | null {
  if (alert.status === 'escalated' && alert.incidentId !== null) {
    return `<@${alert.escalatedBy}> took this to ${incidentName(alert.incidentId)} already. Continue there.`;
  }
  if (alert.status === 'dismissed' && alert.dismissedAs) {
    const reason = DISMISS_REASONS[alert.dismissedAs].toLowerCase();
    return `<@${alert.dismissedBy}> dismissed this alert (${reason}). Reopen it first.`;
  }
  if (alert.status === 'merged') return `This alert was merged into alert ${alert.mergedInto}. Continue there.`;
  if (alert.status === 'counted') return 'This was counted as praise. Open it first.';
  return null;
}
