import type { Policy } from '../../policy/words.ts';
import type { PersonId } from '../../words/people.ts';
import type { Alert } from './words.ts';

/** Whom it concerns: who is on it, else the first step of its severity's escalation policy. */
export function whomToTell(alert: Alert, policy: Policy): PersonId[] {
  if (alert.claimedBy) return [alert.claimedBy];
  return policy.severities[alert.severity ?? alert.suggested].owners[0] ?? [];
}
