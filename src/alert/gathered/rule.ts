import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { shownOn } from '../card/rule.ts';
import { whyNotOpen } from '../card/still-open.ts';
import type { Alert } from '../card/words.ts';

/**
 * A small story that deserves more: it gets a card of its own. Its clocks go on from the original start; what was counted
 * as praise is reminded of from now on.
 */
export function openOwnCard(alert: Alert, by: PersonId, at: Date): Decision<Alert> {
  const isCounted = alert.status === 'counted';
  const closed = isCounted ? null : whyNotOpen(alert);
  if (closed) return refuse(closed);
  const shown = shownOn(alert);
  if (shown.kind !== 'gathered_card') return refuse('This story has a card of its own already.');
  return allow<Alert>(
    { ...alert, status: 'open', ownCardSince: at, remindedUpTo: isCounted ? at : alert.remindedUpTo },
    {
      events: [happened('alert_moved_up', by, at, { alertId: alert.id }, { from: isCounted ? 'counted' : 'gathered' })],
      owed: [{ kind: 'alert_card', alertId: alert.id }, shown],
    },
  );
}

/** Does it still wait for somebody there? */
export function isWaiting(alert: Alert): boolean {
  return alert.status === 'open' && alert.respondedAt === null && shownOn(alert).kind === 'gathered_card';
}
