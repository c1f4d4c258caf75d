import type { PersonId } from '../../words/people.ts';
import type { Incident } from './words.ts';

/** May this person know of the incident at all? Asked on every surface: lists, status, buttons, subscriptions. */
export function maySee(incident: Incident, person: PersonId): boolean {
  if (!incident.isPrivate) return true;
  return (
    incident.openedBy === person ||
    incident.people.includes(person) ||
    Object.values(incident.roles).includes(person) ||
    incident.silence?.approver === person
  );
}

/** The same sentence whether it does not exist or may not be seen. */
export function unknownIncident(name: string): string {
  return `There is no incident ${name} that you can see.`;
}
