/** The end of an incident, its books, and its return. */
import type { App } from '@slack/bolt';
import { onIncidentButton, onIncidentForm, onIncidentOpens } from '../../command/press.ts';
import { answerTo, change, type IncidentVerb } from '../../command/verb.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { incidentName } from '../../words/incident-name.ts';
import { close, reopen, resolve } from './rule.ts';
import { reopenModal } from './view.ts';
import { CLOSE, REOPEN, REOPEN_FORM, RESOLVE } from './words.ts';

export function listenForResolving(app: App, firebreak: Firebreak): void {
  onIncidentButton(app, firebreak, RESOLVE, resolve);
  onIncidentButton(app, firebreak, CLOSE, close);
  onIncidentOpens(app, firebreak, REOPEN, { id: REOPEN_FORM, title: 'Open again', view: ({ id }) => reopenModal(id) });
  onIncidentForm(app, firebreak, REOPEN_FORM, 'reason', (values) => (incident, by, at, policy) => {
    return reopen(incident, values.text('reason'), policy, by, at);
  });
}

export const resolveVerb: IncidentVerb = {
  usage: 'resolve',
  does: 'the cause is gone and the talk has calmed',
  on: 'incident',
  run: async (call, incident) =>
    answerTo(
      await change(call, incident, (one) => resolve(one, call.by, call.at)),
      `🟢 ${incidentName(incident.id)} is resolved.`,
    ),
};

export const closeVerb: IncidentVerb = {
  usage: 'close',
  does: 'shut the books on a resolved incident',
  on: 'incident',
  run: async (call, incident) =>
    answerTo(
      await change(call, incident, (one) => close(one, call.by, call.at)),
      `⚫ ${incidentName(incident.id)} is closed.`,
    ),
};

export const reopenVerb: IncidentVerb = {
  usage: 'reopen <why>',
  does: 'it came back',
  on: 'incident',
  run: async (call, incident) => {
    const decision = await change(call, incident, (one, policy) => reopen(one, call.text, policy, call.by, call.at));
    return answerTo(decision, `🔁 ${incidentName(incident.id)} is open again.`);
  },
};
