import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import type { ResponseClock } from '../../alert/response/words.ts';
import { isPrivateCause } from '../../assess/cause/rule.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { PersonId } from '../../words/people.ts';
import { isAtLeast } from '../../words/severity.ts';
import { redraw } from '../incident/redraw.ts';
import type { Incident } from '../incident/words.ts';

/**
 * One more story belongs to an open incident. Until an answer is logged for either, the earlier start and the earlier
 * deadline count: the public has waited since the first mention of both. Nothing gets less severe or less private by it.
 */
export function attach(
  alert: Alert,
  incident: Incident,
  by: PersonId,
  at: Date,
): Decision<{ alert: Alert; incident: Incident }> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  const name = incidentName(incident.id);
  if (incident.status !== 'open') return refuse(`${name} is ${incident.status}. Escalate it instead.`);
  if (isPrivateCause(alert.cause) && !incident.isPrivate) {
    return refuse(`The cause of this alert asks for a private room, and ${name} is open to all. Escalate it instead.`);
  }
  if (alert.severity && !isAtLeast(incident.severity, alert.severity)) {
    return refuse(
      `It was assessed as ${alert.severity}, and ${name} is ${incident.severity}. Raise ${name} first, or escalate it instead.`,
    );
  }
  const incidentId = incident.id;
  const bothWait = !incident.respondedAt && !alert.respondedAt;
  const joined: Incident = {
    ...incident,
    ...(bothWait ? earlierOf(incident, alert) : {}),
    networks: [...new Set([...incident.networks, ...alert.networks])],
  };
  const attached: Alert = { ...alert, status: 'escalated', escalatedBy: by, incidentId };
  return allow(
    { alert: attached, incident: joined },
    {
      events: [happened('alert_attached', by, at, { alertId: alert.id, incidentId }, { title: alert.title })],
      owed: [
        { kind: 'alert_card', alertId: alert.id },
        {
          kind: 'room_post',
          incidentId,
          post: { about: 'attached', title: alert.title, by, mentions: alert.mentionCount },
          once: `inc-${incidentId}/attached/${alert.id}`,
        },
        ...redraw(joined),
      ],
    },
  );
}

function earlierOf(a: ResponseClock, b: ResponseClock) {
  const due = a.responseDueAt <= b.responseDueAt ? a : b;
  return {
    receivedAt: a.receivedAt <= b.receivedAt ? a.receivedAt : b.receivedAt,
    responseDueAt: due.responseDueAt,
    lateBecauseRaised: due.lateBecauseRaised,
  };
}
