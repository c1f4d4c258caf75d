import type { App } from '@slack/bolt';
import { z } from 'zod';
import { onIncidentForm, onIncidentOpens } from '../../command/press.ts';
import { answerOncePosted, change, type IncidentVerb } from '../../command/verb.ts';
import type { Policy } from '../../policy/words.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { Incident } from '../incident/words.ts';
import { postUpdate } from './rule.ts';
import { updateModal } from './view.ts';
import { UPDATE, UPDATE_FORM } from './words.ts';

const TITLE = 'Post update';

export function listenForUpdates(app: App, firebreak: Firebreak): void {
  onIncidentOpens(app, firebreak, UPDATE, {
    id: UPDATE_FORM,
    title: TITLE,
    view: (incident, _, policy) => formFor(incident, policy),
  });
  onIncidentForm(app, firebreak, UPDATE_FORM, 'text', (values) => {
    const next = z.coerce.number().nullable().parse(values.choice('next'));
    return (incident, by, at, policy) => postUpdate(incident, values.text('text'), next, policy, by, at);
  });
}

export const update: IncidentVerb = {
  usage: 'update [text]',
  does: 'tell the room and the subscribers what is new; without text a form opens',
  on: 'incident',
  run: async (call, incident) => {
    const { text, by, at, firebreak } = call;
    if (!text) {
      const fill = async () => formFor(incident, firebreak.db.house.policyOf(incident));
      return { open: { id: UPDATE_FORM, title: TITLE, fill } };
    }
    const decision = await change(call, incident, (one, policy) => postUpdate(one, text, null, policy, by, at));
    const name = incidentName(incident.id);
    return answerOncePosted(call, decision, `📣 The update for ${name} is saved.`, `📣 Posted in ${name}.`);
  },
};

function formFor(incident: Incident, policy: Policy) {
  return updateModal(incident, policy.severities[incident.severity].update);
}
