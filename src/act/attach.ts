import { whyNotOpen } from '../assess/still-open.ts';
import {
  type Alert,
  allow,
  type Decision,
  happened,
  type Incident,
  incidentName,
  type PersonId,
  refuse,
} from '../words.ts';
import { redraw } from './redraw.ts';

/**
 * One more story belongs to an open incident. The earlier of the two clocks counts from now on: the public has
 * waited since the first mention of either.
 */
export function attach(
  alert: Alert,
  incident: Incident,
  by: PersonId,
  at: Date,
): Decision<{ alert: Alert; incident: Incident }> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  if (incident.status !== 'open')
    return refuse(`${incidentName(incident.id)} is ${incident.status}. Escalate it instead.`);
  const incidentId = incident.id;
  const isEarlier = !incident.respondedAt && alert.responseDueAt < incident.responseDueAt;
  const joined: Incident = {
    ...incident,
    ...(isEarlier
      ? {
          receivedAt: alert.receivedAt,
          responseDueAt: alert.responseDueAt,
          lateBecauseRaised: alert.lateBecauseRaised,
        }
      : {}),
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
