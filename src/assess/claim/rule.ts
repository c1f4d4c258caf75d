import { redrawn } from '../../alert/card/rule.ts';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import { chartOwed } from '../../alert/spread/rule.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';

/** "I'm on it": one name on the card. The second person is told who was first. */
export function claim(alert: Alert, by: PersonId, at: Date): Decision<Alert> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  if (alert.claimedBy === by) return refuse('You are on it already.');
  if (alert.claimedBy) return refuse(`<@${alert.claimedBy}> is on it already.`);
  return allow<Alert>(
    { ...alert, claimedBy: by, claimedAt: at },
    {
      events: [happened('alert_claimed', by, at, { alertId: alert.id })],
      owed: [...redrawn(alert), ...chartOwed(alert)],
    },
  );
}
