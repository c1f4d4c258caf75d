import type { ModalView } from '@slack/types';
import type { Alert } from '../../alert/card/words.ts';
import { option } from '../../slack/kit/elements.ts';
import { modal, RESULT_FORM, selectInput } from '../../slack/kit/frame.ts';
import { counted, moreThan, person, quoted, section } from '../../slack/kit/text.ts';
import type { Cut } from '../../words/cut.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { Incident } from '../incident/words.ts';
import type { PostView } from '../room/view-post.ts';
import { ATTACH_FORM } from './words.ts';

/** Of what an alert can become part of, so many of each are offered. Slack shows at most 100 choices. */
export const ATTACHED_TO = 50;

/** Attach it to an open incident, or merge it into another open alert. The alert itself is among `alerts`. */
export function attachModal(alertId: number, incidents: Cut<Incident>, alerts: Cut<Alert>): ModalView {
  const others = alerts.first.filter(({ id }) => id !== alertId).slice(0, ATTACHED_TO);
  const options = [
    ...incidents.first.map((incident) =>
      option(`incident:${incident.id}`, `${incidentName(incident.id)} ${incident.title}`),
    ),
    ...others.map((alert) => option(`alert:${alert.id}`, `Alert ${alert.id}: ${alert.title}`)),
  ];
  if (options.length === 0) {
    const text = 'There is no open incident and no other open alert. Escalate the alert to open an incident.';
    return modal({ id: RESULT_FORM, title: 'Attach or merge', about: {}, blocks: [section(text)] });
  }
  return modal({
    id: ATTACH_FORM,
    title: 'Attach or merge',
    submit: 'Bring together',
    about: { alertId },
    blocks: [
      selectInput('target', 'It belongs to', options, null, {
        hint: 'An incident takes its clock along. Two alerts become one story, which the machine never takes apart.',
      }),
      ...moreThan(
        options.length,
        incidents.total + alerts.total - 1,
        'The most severe are offered. An alert that is not can be merged the other way round, from its own card.',
      ),
    ],
  });
}

export const attachedPost: PostView<'attached'> = ({ title, by, mentions }) =>
  `🧷 ${person(by)} attached another story (${counted(mentions, 'mention')}): ${quoted(title)}`;
