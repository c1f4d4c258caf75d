import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { whyUnfit } from '../incident/fit.ts';
import { whyClosed } from '../incident/still-open.ts';
import type { Incident } from '../incident/words.ts';

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
