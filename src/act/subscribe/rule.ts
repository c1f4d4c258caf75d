import type { PersonId } from '../../words/people.ts';
import { isAtLeast } from '../../words/severity.ts';
import { maySee } from '../incident/permissions.ts';
import type { Incident } from '../incident/words.ts';
import type { Subscription } from './words.ts';

/** Is this subscriber told about this incident? Private ones reach only those who may see them. */
export function isTold(subscription: Subscription, incident: Incident): boolean {
  if (!maySee(incident, subscription.person)) return false;
  if (subscription.incidentId !== null) return subscription.incidentId === incident.id;
  return isAtLeast(incident.severity, 'SEV2');
}

/** Everyone to be told, each once. */
export function whoIsTold(subscriptions: Subscription[], incident: Incident): PersonId[] {
  return [...new Set(subscriptions.filter((one) => isTold(one, incident)).map((one) => one.person))];
}
