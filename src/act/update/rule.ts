import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { after, minutes } from '../../words/time.ts';
import { whyUnfit } from '../incident/fit.ts';
import { whyClosed } from '../incident/still-open.ts';
import type { Incident } from '../incident/words.ts';

/**
 * An update for everyone inside: room and subscribers. `nextInMinutes` is the promise of the next one; without it
 * the severity's own cadence counts.
 */
export function postUpdate(
  incident: Incident,
  text: string,
  nextInMinutes: number | null,
  policy: Policy,
  by: PersonId,
  at: Date,
): Decision<Incident> {
  const said = text.trim();
  const wrong = whyClosed(incident) ?? whyUnfit(said, 'Write what is new: `/incident update …`.');
  if (wrong) return refuse(wrong);
  const wait = nextInMinutes ?? policy.severities[incident.severity].update;
  const next = wait === null || incident.status !== 'open' ? null : after(at, minutes(wait));
  const incidentId = incident.id;
  const once = `inc-${incidentId}/update/${incident.version}`;
  const nextAt = next?.toISOString() ?? null;
  const told: Incident = {
    ...incident,
    lastUpdate: { text: said, by, at: at.toISOString() },
    nextUpdateDueAt: next,
  };
  return allow(told, {
    events: [happened('update_posted', by, at, { incidentId }, { text: said, nextAt })],
    owed: [
      { kind: 'room_post', incidentId, post: { about: 'update', text: said, by, nextAt }, once },
      { kind: 'board', incidentId },
      { kind: 'brief', incidentId, topic: 'update', once: `${once}/brief` },
    ],
  });
}
