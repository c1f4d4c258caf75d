import { rereadDeadline } from '../../alert/response/rule.ts';
import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { PersonId } from '../../words/people.ts';
import { isAtLeast, type Severity } from '../../words/severity.ts';
import { after, minutes } from '../../words/time.ts';
import { redraw } from '../incident/redraw.ts';
import { whyClosed } from '../incident/still-open.ts';
import type { Incident } from '../incident/words.ts';
import { startPage } from '../page/rule.ts';

/**
 * Change an incident's severity. Raising is free and pages the new severity's owners who are not in the room yet, except
 * into a private or a resolved incident; lowering needs a reason: quiet downgrades hide misses. The response deadline is
 * read anew from the original start; a raise makes no promise to insiders later.
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
  const isOpen = incident.status === 'open';
  // The policy does not know whom a private incident concerns: there, people are asked in by name.
  const asksIn = !lowers && isOpen && !incident.isPrivate;
  const newcomers = asksIn
    ? [...new Set(numbers.owners.flat())].filter((person) => !incident.people.includes(person))
    : [];
  const isFixed = incident.heartbeatDueAt === null && policy.severities[from].heartbeat !== null;
  const next = (every: number | null, before: Date | null): Date | null => {
    if (!isOpen || every === null) return null;
    const anew = after(at, minutes(every));
    return !lowers && before && before < anew ? before : anew;
  };
  const changed: Incident = {
    ...rereadDeadline(incident, numbers, at),
    severity: to,
    people: [...new Set([...incident.people, ...newcomers])],
    nextUpdateDueAt: next(numbers.update, incident.nextUpdateDueAt),
    heartbeatDueAt: isFixed ? null : next(numbers.heartbeat, incident.heartbeatDueAt),
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
            steps: numbers.owners.map((step) => step.filter((person) => person !== by && newcomers.includes(person))),
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
