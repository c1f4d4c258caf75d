import { answerTo, change, type IncidentVerb } from '../../command/verb.ts';
import { incidentName } from '../../words/incident-name.ts';
import { addNote } from './rule.ts';

export const note: IncidentVerb = {
  usage: 'note <text>',
  does: 'keep something on the timeline',
  on: 'incident',
  run: async (call, incident) =>
    answerTo(
      await change(call, incident, (one) => addNote(one, call.text, call.by, call.at)),
      `📝 Noted in ${incidentName(incident.id)}.`,
    ),
};
