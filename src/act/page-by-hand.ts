import { allow, type Decision, type Incident, type PersonId, type Policy, refuse } from '../words.ts';
import { startPage } from './page.ts';
import { whyClosed } from './still-open.ts';

/** `/incident page @user [why]`: that person first, then the severity's owners in their order. */
export function pageByHand(
  incident: Incident,
  person: PersonId,
  why: string,
  policy: Policy,
  by: PersonId,
  at: Date,
): Decision<Incident> {
  const closed = whyClosed(incident);
  if (closed) return refuse(closed);
  const backups = policy.severities[incident.severity].owners
    .map((step) => step.filter((owner) => owner !== person && owner !== by))
    .filter((step) => step.length > 0);
  const paged = startPage(
    {
      id: `inc-${incident.id}/by-hand/${incident.version}`,
      alertId: null,
      incidentId: incident.id,
      why: why.trim() || `asked for by <@${by}>`,
      steps: [[person], ...backups],
    },
    policy,
    at,
  );
  if (!paged) return refuse('Name the person to page: `/incident page @name why`.');
  const isNew = !incident.people.includes(person);
  const changed: Incident = isNew ? { ...incident, people: [...incident.people, person] } : incident;
  return allow(changed, {
    events: paged.events,
    owed: [
      ...paged.owed,
      ...(isNew ? [{ kind: 'invite' as const, incidentId: incident.id, people: [person] }] : []),
      { kind: 'board', incidentId: incident.id },
    ],
    pages: [paged.page],
  });
}
