import {
  after,
  allow,
  type Decision,
  happened,
  type Incident,
  minutes,
  type PersonId,
  type Policy,
  refuse,
} from '../words.ts';
import { whyClosed } from './still-open.ts';

/** Slack shows a section of at most 3,000 characters; escaping may lengthen what people type. */
const TEXT_LENGTH = 2_000;

/** A note for the timeline, shown in the room. It promises nothing and starts no clock. */
export function addNote(incident: Incident, text: string, by: PersonId, at: Date): Decision<Incident> {
  const said = text.trim();
  const wrong = whyClosed(incident) ?? whyUnfit(said, 'Write the note after the word: `/incident note …`.');
  if (wrong) return refuse(wrong);
  const incidentId = incident.id;
  return allow(incident, {
    events: [happened('note_added', by, at, { incidentId }, { text: said })],
    owed: [
      {
        kind: 'room_post',
        incidentId,
        post: { about: 'note', text: said, by },
        once: `inc-${incidentId}/note/${incident.version}`,
      },
    ],
  });
}

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

function whyUnfit(text: string, whenEmpty: string): string | null {
  if (!text) return whenEmpty;
  const length = [...text].length;
  return length > TEXT_LENGTH ? `That is ${length} characters; keep it under ${TEXT_LENGTH}.` : null;
}
