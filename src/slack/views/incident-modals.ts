import type { ModalView } from '@slack/types';
import { type Incident, incidentName, type PersonId, type Severity } from '../../words.ts';
import { MODAL } from './actions.ts';
import { option } from './elements.ts';
import { causeInput, modal, personInput, selectInput, severityInput, severityWithOwners, textInput } from './modals.ts';
import { context, quoted, section } from './text.ts';

const NEXT_UPDATE = { 15: '15 minutes', 30: '30 minutes', 60: '1 hour', 120: '2 hours', 240: '4 hours' } as const;

/** `cadence` is what the severity asks for, in minutes. */
export function updateModal(incident: Incident, cadence: number | null): ModalView {
  const options = Object.entries(NEXT_UPDATE).map(([value, text]) => option(value, text));
  return modal({
    id: MODAL.update,
    title: 'Post update',
    submit: 'Post',
    about: { incidentId: incident.id },
    blocks: [
      textInput('text', 'What is new', { multiline: true, most: 2_000 }),
      selectInput('next', 'Next update in', options, cadence === null ? null : String(cadence), {
        optional: true,
        hint: 'A promise to the room and the subscribers. Empty: as the severity asks.',
      }),
    ],
  });
}

export function incidentSeverityModal(incident: Incident): ModalView {
  return modal({
    id: MODAL.incidentSeverity,
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

export function silenceModal(incidentId: number): ModalView {
  return modal({
    id: MODAL.silence,
    title: 'No public response',
    submit: 'Ask for approval',
    about: { incidentId },
    blocks: [
      section('Somebody else must approve this. *Until then the response clock runs on.*'),
      textInput('reason', 'Why should nobody answer in public?', { multiline: true }),
      personInput('approver', 'Who approves?', null),
    ],
  });
}

export function reopenModal(incidentId: number): ModalView {
  return modal({
    id: MODAL.reopen,
    title: 'Open again',
    submit: 'Open again',
    about: { incidentId },
    blocks: [textInput('reason', 'Why? What came back?', { multiline: true })],
  });
}

export function heartbeatModal(incidentId: number): ModalView {
  return modal({
    id: MODAL.heartbeat,
    title: 'Where the fix stands',
    submit: 'Tell the room',
    about: { incidentId },
    blocks: [textInput('text', 'In a line', { most: 300 })],
  });
}

export function newIncidentModal(title: string, severity: Severity, owners: PersonId[]): ModalView {
  return modal({
    id: MODAL.newIncident,
    title: 'New incident',
    submit: 'Open the incident',
    about: {},
    blocks: [
      textInput('title', 'Title', { initial: title, most: 120 }),
      causeInput('unknown'),
      ...severityWithOwners(severity, owners),
    ],
  });
}

/** A verb outside a room: on which incident? `verb` and `text` come back with the answer. */
export function whichIncidentModal(verb: string, text: string, incidents: Incident[]): ModalView {
  const options = incidents
    .slice(0, 100)
    .map((incident) => option(String(incident.id), `${incidentName(incident.id)} ${incident.title}`));
  return modal({
    id: MODAL.whichIncident,
    title: 'Which incident?',
    submit: 'Go on',
    about: { verb, text },
    blocks: [
      context(`\`/incident ${quoted(verb)}${text ? ` ${quoted(text, 200)}` : ''}\``),
      selectInput('incident', 'Incident', options, options[0]?.value ?? null),
    ],
  });
}
