import type { Button, ModalView } from '@slack/types';
import { button } from '../../slack/kit/elements.ts';
import { modal, severityInput, textInput } from '../../slack/kit/frame.ts';
import { person, section, spoken } from '../../slack/kit/text.ts';
import { incidentValue } from '../../slack/kit/values.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { Incident } from '../incident/words.ts';
import type { PostView } from '../room/view-post.ts';
import { CHANGE_SEVERITY, INCIDENT_SEVERITY_FORM } from './words.ts';

export function incidentSeverityModal(incident: Incident): ModalView {
  return modal({
    id: INCIDENT_SEVERITY_FORM,
    title: 'Change severity',
    submit: 'Change',
    about: { incidentId: incident.id },
    blocks: [
      section(`${incidentName(incident.id)} is *${incident.severity}*. Raising is free; lowering needs a reason.`),
      severityInput(incident.severity),
      textInput('reason', 'Why', { optional: true, multiline: true }),
    ],
  });
}

export function severityButton(incident: Incident): Button {
  return button(CHANGE_SEVERITY, 'Severity…', { value: incidentValue(incident) });
}

export const severityPost: PostView<'severity'> = ({ from, to, by, reason, lateBecauseRaised }) => {
  const why = reason ? `: ${spoken(reason, 500)}` : '.';
  const late = lateBecauseRaised ? ' The deadline had passed already: 10 minutes were given.' : '';
  return `🎚️ ${person(by)} changed the severity from ${from} to *${to}*${why}${late}`;
};
