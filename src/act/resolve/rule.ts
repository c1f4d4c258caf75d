import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { PersonId } from '../../words/people.ts';
import { after, minutes } from '../../words/time.ts';
import { redraw } from '../incident/redraw.ts';
import type { Incident } from '../incident/words.ts';

/** The cause is gone and the talk has calmed. Refused while nobody has answered in public or decided not to. */
export function resolve(incident: Incident, by: PersonId, at: Date): Decision<Incident> {
  const name = incidentName(incident.id);
  if (incident.status !== 'open') return refuse(`${name} is ${incident.status} already.`);
  if (!incident.respondedAt) {
    return refuse(
      incident.silence
        ? `<@${incident.silence.approver}> has not approved "no public response" yet. Until then ${name} stays open.`
        : `Nobody has answered in public yet. Log the reply with \`/incident reply https://…\`, or decide "No public response…" on the board.`,
    );
  }
  const resolved: Incident = {
    ...incident,
    status: 'resolved',
    resolvedBy: by,
    resolvedAt: at,
    nextUpdateDueAt: null,
    heartbeatDueAt: null,
  };
  const incidentId = incident.id;
  const once = `inc-${incidentId}/resolved/${incident.version}`;
  return allow(resolved, {
    events: [happened('incident_resolved', by, at, { incidentId })],
    owed: [
      { kind: 'room_post', incidentId, post: { about: 'resolved', by }, once },
      ...redraw(resolved),
      { kind: 'topic', incidentId },
      { kind: 'brief', incidentId, topic: 'resolved', once: `${once}/brief` },
    ],
  });
}

/** The books are shut: nothing changes any more, except by reopening. */
export function close(incident: Incident, by: PersonId, at: Date): Decision<Incident> {
  const name = incidentName(incident.id);
  if (incident.status === 'closed') return refuse(`${name} is closed already.`);
  if (incident.status === 'open') return refuse(`Resolve ${name} first, then close it.`);
  const closed: Incident = { ...incident, status: 'closed', closedAt: at };
  const incidentId = incident.id;
  return allow(closed, {
    events: [happened('incident_closed', by, at, { incidentId })],
    owed: [
      {
        kind: 'room_post',
        incidentId,
        post: { about: 'closed', by },
        once: `inc-${incidentId}/closed/${incident.version}`,
      },
      ...redraw(closed),
      { kind: 'topic', incidentId },
    ],
  });
}

/** It came back. A reason is kept; the clocks for insiders start anew, the response stays as it was. */
export function reopen(incident: Incident, reason: string, policy: Policy, by: PersonId, at: Date): Decision<Incident> {
  const name = incidentName(incident.id);
  if (incident.status === 'open') return refuse(`${name} is open.`);
  const why = reason.trim();
  if (!why) return refuse('Say why it is opened again: `/incident reopen …`.');
  const numbers = policy.severities[incident.severity];
  const reopened: Incident = {
    ...incident,
    status: 'open',
    resolvedBy: null,
    resolvedAt: null,
    closedAt: null,
    nextUpdateDueAt: numbers.update === null ? null : after(at, minutes(numbers.update)),
    heartbeatDueAt: numbers.heartbeat === null ? null : after(at, minutes(numbers.heartbeat)),
    remindedUpTo: at,
  };
  const incidentId = incident.id;
  return allow(reopened, {
    events: [happened('incident_reopened', by, at, { incidentId }, { reason: why })],
    owed: [
      {
        kind: 'room_post',
        incidentId,
        post: { about: 'reopened', by, reason: why },
        once: `inc-${incidentId}/reopened/${incident.version}`,
      },
      ...redraw(reopened),
      { kind: 'topic', incidentId },
    ],
  });
}
