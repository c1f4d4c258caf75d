import { allow, type Decision, happened, type Incident, type PersonId, ROLES, type Role, refuse } from '../words.ts';
import { redraw } from './redraw.ts';
import { whyClosed } from './still-open.ts';

/** Give a role to a person: oneself by a button, anybody by command. The newcomer is asked into the room. */
export function takeRole(incident: Incident, role: Role, person: PersonId, by: PersonId, at: Date): Decision<Incident> {
  const closed = whyClosed(incident);
  if (closed) return refuse(closed);
  const holder = incident.roles[role];
  if (holder === person) {
    return refuse(person === by ? `You are ${ROLES[role]} already.` : `<@${person}> is ${ROLES[role]} already.`);
  }
  if (holder && person === by && holder !== by) {
    return refuse(
      `<@${holder}> is ${ROLES[role]}. To take over, write \`/incident role ${role} <@${by}>\`, so that it is on purpose.`,
    );
  }
  return assign(incident, role, person, by, at);
}

/** The same by command, on purpose: it may also take a role over from its holder. */
export function assignRole(
  incident: Incident,
  role: Role,
  person: PersonId,
  by: PersonId,
  at: Date,
): Decision<Incident> {
  const closed = whyClosed(incident);
  if (closed) return refuse(closed);
  if (incident.roles[role] === person) return refuse(`<@${person}> is ${ROLES[role]} already.`);
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
      ...redraw(changed),
      { kind: 'topic', incidentId },
    ],
  });
}
