import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { redraw } from '../incident/redraw.ts';
import { whyClosed } from '../incident/still-open.ts';
import type { Incident } from '../incident/words.ts';

/** Propose "no public response". It needs a reason and another person's approval; until then the clock runs on. */
export function askSilence(
  incident: Incident,
  reason: string,
  approver: PersonId,
  by: PersonId,
  at: Date,
): Decision<Incident> {
  const closed = whyClosed(incident);
  if (closed) return refuse(closed);
  if (incident.respondedAt) return refuse('A public response is logged already.');
  const why = reason.trim();
  if (!why) return refuse('Say why there should be no public response.');
  if (approver === by) return refuse('Somebody else must approve this. Choose another person.');
  const incidentId = incident.id;
  const once = `inc-${incidentId}/silence/${incident.version}`;
  const isNew = !incident.people.includes(approver);
  const asked: Incident = {
    ...incident,
    silence: { reason: why, askedBy: by, approver },
    people: isNew ? [...incident.people, approver] : incident.people,
  };
  return allow(asked, {
    events: [happened('silence_asked', by, at, { incidentId }, { reason: why, approver })],
    owed: [
      { kind: 'silence_ask', incidentId, approver, once },
      {
        kind: 'room_post',
        incidentId,
        post: { about: 'silence_asked', reason: why, askedBy: by, approver },
        once: `${once}/room`,
      },
      ...(isNew ? [{ kind: 'invite' as const, incidentId, people: [approver] }] : []),
      { kind: 'board', incidentId },
    ],
  });
}

/** The approver's word. A yes stops the response clock, a no leaves it running. */
export function answerSilence(incident: Incident, approves: boolean, by: PersonId, at: Date): Decision<Incident> {
  const closed = whyClosed(incident);
  if (closed) return refuse(closed);
  const asked = incident.silence;
  if (!asked || incident.respondedAt) return refuse('There is nothing to approve any more.');
  if (asked.approver !== by) return refuse(`<@${asked.approver}> was asked to approve this.`);
  const incidentId = incident.id;
  const once = `inc-${incidentId}/silence/${incident.version}`;
  if (!approves) {
    const declined: Incident = { ...incident, silence: null };
    return allow(declined, {
      events: [happened('silence_declined', by, at, { incidentId })],
      owed: [
        { kind: 'room_post', incidentId, post: { about: 'silence_declined', by }, once },
        { kind: 'board', incidentId },
      ],
    });
  }
  const response = { kind: 'none', reason: asked.reason, decidedBy: asked.askedBy, approvedBy: by } as const;
  const decided: Incident = { ...incident, silence: null, respondedAt: at, response };
  return allow(decided, {
    events: [happened('silence_approved', by, at, { incidentId }, { reason: asked.reason, askedBy: asked.askedBy })],
    owed: [
      { kind: 'room_post', incidentId, post: { about: 'response', response }, once },
      ...redraw(decided),
      { kind: 'topic', incidentId },
      { kind: 'brief', incidentId, topic: 'response', once: `${once}/brief` },
    ],
  });
}
