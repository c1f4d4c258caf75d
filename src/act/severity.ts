import { rereadDeadline } from '../alert/clock.ts';
import {
  after,
  allow,
  type Decision,
  happened,
  type Incident,
  incidentName,
  isAtLeast,
  minutes,
  type PersonId,
  type Policy,
  refuse,
  type Severity,
} from '../words.ts';
import { startPage } from './page.ts';
import { redraw } from './redraw.ts';
import { whyClosed } from './still-open.ts';

/**
 * Change an incident's severity. Raising is free and pages the new severity's owners who are not in the room yet;
 * lowering needs a reason: quiet downgrades hide misses. Deadlines are read anew from the original start.
 */
export function changeSeverity(
  incident: Incident,
  to: Severity,
  reason: string | null,
  policy: Policy,
  by: PersonId,
  at: Date,
): Decision<Incident> {
  const closed = whyClosed(incident);
  if (closed) return refuse(closed);
  const from = incident.severity;
  if (from === to) return refuse(`${incidentName(incident.id)} is ${to} already.`);
  const why = reason?.trim() || null;
  const lowers = isAtLeast(from, to);
  if (lowers && !why) {
    return refuse(`Say why the severity goes down: \`/incident sev ${to.slice(3)} because …\`.`);
  }

  const numbers = policy.severities[to];
  const newcomers = lowers ? [] : numbers.owners.flat().filter((person) => !incident.people.includes(person));
  const changed: Incident = {
    ...rereadDeadline(incident, numbers, at),
    severity: to,
    people: [...new Set([...incident.people, ...newcomers])],
    nextUpdateDueAt: numbers.update === null ? null : after(at, minutes(numbers.update)),
    heartbeatDueAt: numbers.heartbeat === null ? null : after(at, minutes(numbers.heartbeat)),
  };
  const paged =
    newcomers.length === 0
      ? null
      : startPage(
          {
            id: `inc-${incident.id}/raised/${incident.version}`,
            alertId: null,
            incidentId: incident.id,
            why: `raised to ${to}`,
            steps: numbers.owners.map((step) => step.filter((person) => newcomers.includes(person))),
          },
          policy,
          at,
        );
  const once = `inc-${incident.id}/severity/${incident.version}`;
  const incidentId = incident.id;
  const lateBecauseRaised = changed.lateBecauseRaised && !incident.lateBecauseRaised;
  return allow(changed, {
    events: [happened('severity_changed', by, at, { incidentId }, { from, to, reason: why }), ...(paged?.events ?? [])],
    owed: [
      {
        kind: 'room_post',
        incidentId,
        once,
        post: { about: 'severity', from, to, by, reason: why, lateBecauseRaised },
      },
      ...(newcomers.length > 0 ? [{ kind: 'invite' as const, incidentId, people: newcomers }] : []),
      ...(paged?.owed ?? []),
      ...redraw(changed),
      { kind: 'topic', incidentId },
      { kind: 'brief', incidentId, topic: 'severity', once: `${once}/brief` },
    ],
    pages: paged ? [paged.page] : [],
  });
}
