import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, refuse } from '../../words/decision.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { PersonId } from '../../words/people.ts';
import { maySee } from '../incident/permissions.ts';
import { whyClosed } from '../incident/still-open.ts';
import type { Incident } from '../incident/words.ts';
import { startPage } from './rule.ts';

/**
 * `/incident page @user [why]`: that person first, then the severity's owners in their order. Owners who may not see a
 * private incident are left out: the policy does not know whom it concerns.
 */
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
  // A page stops when its incident is over, and would go unanswered without a word.
  if (incident.status !== 'open') {
    return refuse(`${incidentName(incident.id)} is resolved. To page somebody, reopen it first: \`/incident reopen\`.`);
  }
  const backups = policy.severities[incident.severity].owners
    .map((step) => step.filter((owner) => owner !== person && owner !== by && maySee(incident, owner)))
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
