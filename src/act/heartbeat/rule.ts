import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { after, minutes } from '../../words/time.ts';
import { whyUnfit } from '../incident/fit.ts';
import { whyClosed } from '../incident/still-open.ts';
import type { Incident } from '../incident/words.ts';

/** What the tech team says when asked. The next question follows from the severity; `isFixed` ends the asking. */
export function giveHeartbeat(
  incident: Incident,
  text: string,
  isFixed: boolean,
  policy: Policy,
  by: PersonId,
  at: Date,
): Decision<Incident> {
  const said = text.trim();
  const wrong = whyClosed(incident) ?? whyUnfit(said, 'Say in a line where the fix stands.');
  if (wrong) return refuse(wrong);
  const every = policy.severities[incident.severity].heartbeat;
  const incidentId = incident.id;
  const told: Incident = {
    ...incident,
    lastHeartbeat: { text: said, by, at: at.toISOString() },
    heartbeatDueAt: isFixed || every === null || incident.status !== 'open' ? null : after(at, minutes(every)),
  };
  return allow(told, {
    events: [happened('heartbeat_given', by, at, { incidentId }, { text: said, isFixed })],
    owed: [
      {
        kind: 'room_post',
        incidentId,
        post: { about: 'heartbeat', text: said, by },
        once: `inc-${incidentId}/heartbeat/${incident.version}`,
      },
      { kind: 'board', incidentId },
    ],
  });
}
