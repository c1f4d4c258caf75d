import type { ModalView } from '@slack/types';
import type { Incident } from '../act/incident/words.ts';
import { option } from '../slack/kit/elements.ts';
import { modal, selectInput } from '../slack/kit/frame.ts';
import { context, moreThan, quoted } from '../slack/kit/text.ts';
import type { Cut } from '../words/cut.ts';
import { incidentName } from '../words/incident-name.ts';
import { WHICH_INCIDENT_FORM } from './words.ts';

/** Slack shows no more choices than these. */
export const MOST_INCIDENTS = 100;

/** A verb outside a room: on which incident? `verb` and `text` come back with the answer. */
export function whichIncidentModal(verb: string, text: string, { first, total }: Cut<Incident>): ModalView {
  const options = first.map((incident) =>
    option(String(incident.id), `${incidentName(incident.id)} ${incident.title}`),
  );
  return modal({
    id: WHICH_INCIDENT_FORM,
    title: 'Which incident?',
    submit: 'Go on',
    about: { verb, text },
    blocks: [
      context(`\`/incident ${quoted(verb)}${text ? ` ${quoted(text, 200)}` : ''}\``),
      selectInput('incident', 'Incident', options, options[0]?.value ?? null),
      ...moreThan(first.length, total, `Name any of them in the command: \`/incident ${quoted(verb)} INC-7 …\`.`),
    ],
  });
}
