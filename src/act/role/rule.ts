import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import { type PersonId, ROLES, type Role } from '../../words/people.ts';
import { redraw } from '../incident/redraw.ts';
import { whyClosed } from '../incident/still-open.ts';
import type { Incident } from '../incident/words.ts';

/** A role's button: for oneself, and only while nobody else has it. */
export function takeRole(incident: Incident, role: Role, by: PersonId, at: Date): Decision<Incident> {
  const holder = incident.roles[role];
  if (holder && holder !== by && !whyClosed(incident)) {
    return refuse(`<@${holder}> is ${ROLES[role]}. To take over on purpose, write \`/incident role ${role}\`.`);
  }
  return assignRole(incident, role, by, by, at);
}

/** By command, on purpose: to anybody, also over from its holder. A newcomer is asked into the room. */
export function assignRole(
  incident: Incident,
  role: Role,
  person: PersonId,
  by: PersonId,
  at: Date,
): Decision<Incident> {
  const closed = whyClosed(incident);
  if (closed) return refuse(closed);
  if (incident.roles[role] === person) {
    return refuse(person === by ? `You are ${ROLES[role]} already.` : `<@${person}> is ${ROLES[role]} already.`);
  }
  return assign(incident, role, person, by, at);
}

function assign(incident: Incident, role: Role, person: PersonId, by: PersonId, at: Date): Decision<Incident> {
  const incidentId = incident.id;
  const isNew = !incident.people.includes(person);
  const from = incident.roles[role] ?? null;
  const changed: Incident = {
    ...incident,
    roles: { ...incident.roles, [role]: person },
    people: isNew ? [...incident.people, person] : incident.people,
  };
  return allow(changed, {
    events: [happened('role_taken', by, at, { incidentId }, { role, person, from })],
    owed: [
      {
        kind: 'room_post',
        incidentId,
        post: { about: 'role', role, person, by },
        once: `inc-${incidentId}/role/${incident.version}`,
      },
      ...(isNew ? [{ kind: 'invite' as const, incidentId, people: [person] }] : []),
      ...(role === 'lead' ? [{ kind: 'nobody_leads' as const, incidentId }] : []),
      ...redraw(changed),
      { kind: 'topic', incidentId },
    ],
  });
}
