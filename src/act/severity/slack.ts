import type { App } from '@slack/bolt';
import { onIncidentForm, onIncidentOpens } from '../../command/press.ts';
import { answerOncePosted, change, type IncidentVerb, refused } from '../../command/verb.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { severity } from '../../slack/kit/request.ts';
import { incidentName } from '../../words/incident-name.ts';
import { SEVERITIES } from '../../words/severity.ts';
import { changeSeverity } from './rule.ts';
import { incidentSeverityModal } from './view.ts';
import { CHANGE_SEVERITY, INCIDENT_SEVERITY_FORM } from './words.ts';

const TITLE = 'Change severity';

export function listenForSeverities(app: App, firebreak: Firebreak): void {
  onIncidentOpens(app, firebreak, CHANGE_SEVERITY, {
    id: INCIDENT_SEVERITY_FORM,
    title: TITLE,
    view: incidentSeverityModal,
  });
  onIncidentForm(app, firebreak, INCIDENT_SEVERITY_FORM, 'reason', (values) => {
    const to = severity.parse(values.choice('severity'));
    return (incident, by, at, policy) => changeSeverity(incident, to, values.text('reason') || null, policy, by, at);
  });
}

export const sev: IncidentVerb = {
  usage: 'sev <1-4> [why]',
  does: 'change the severity; lowering it needs a why',
  on: 'incident',
  run: async (call, incident) => {
    const { text, by, at } = call;
    if (!text) {
      const fill = async () => incidentSeverityModal(incident);
      return { open: { id: INCIDENT_SEVERITY_FORM, title: TITLE, fill } };
    }
    const [, digit, why = ''] = /^(?:sev)?\s*([1-4])(?:\s+(?:because\s+)?(.*))?$/is.exec(text) ?? [];
    const to = SEVERITIES.find((one) => one.slice(3) === digit);
    if (!to) return refused('Say which one: `/incident sev 1`, 2, 3 or 4, and why if it goes down.');
    const decision = await change(call, incident, (one, policy) => changeSeverity(one, to, why, policy, by, at));
    const saved = `${incidentName(incident.id)} is ${to} now.`;
    return answerOncePosted(call, decision, saved, `${saved} The room has been told.`);
  },
};
