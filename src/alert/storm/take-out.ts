import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { whyNotOpen } from '../card/still-open.ts';
import type { Alert } from '../card/words.ts';

/** A story that matters leaves its storm: it gets a card of its own, where it is judged like any other. */
export function takeOut(alert: Alert, by: PersonId, at: Date): Decision<Alert> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  const { id: alertId, stormId } = alert;
  if (stormId === null) return refuse('This story has a card of its own already.');
  return allow<Alert>(
    { ...alert, stormId: null, ownCardSince: alert.gatheredOn === null ? null : at },
    {
      events: [happened('alert_taken_out', by, at, { alertId }, { storm: stormId })],
      owed: [
        { kind: 'alert_card', alertId },
        { kind: 'storm_card', stormId },
      ],
    },
  );
}
