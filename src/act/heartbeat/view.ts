import type { ActionsBlock, ModalView } from '@slack/types';
import { button } from '../../slack/kit/elements.ts';
import { modal, textInput } from '../../slack/kit/frame.ts';
import { moment, person, spoken } from '../../slack/kit/text.ts';
import { incidentValue } from '../../slack/kit/values.ts';
import type { Incident } from '../incident/words.ts';
import type { PostView } from '../room/view-post.ts';
import { HEARTBEAT_FIXED, HEARTBEAT_FORM, HEARTBEAT_PROGRESS, HEARTBEAT_SAME } from './words.ts';

export function heartbeatModal(incidentId: number): ModalView {
  return modal({
    id: HEARTBEAT_FORM,
    title: 'Where the fix stands',
    submit: 'Tell the room',
    about: { incidentId },
    blocks: [textInput('text', 'In a line', { most: 300 })],
  });
}

/** How the tech team can answer in one press. */
export function heartbeatRow(incident: Incident): ActionsBlock {
  const value = incidentValue(incident);
  return {
    type: 'actions',
    elements: [
      button(HEARTBEAT_SAME, 'No change', { value }),
      button(HEARTBEAT_PROGRESS, 'Progress…', { value }),
      button(HEARTBEAT_FIXED, 'Fixed', { value, style: 'primary' }),
    ],
  };
}

/** What they said last. */
export function heartbeatLines({ lastHeartbeat: last }: Incident): string[] {
  return last ? [`🔧 Tech at ${moment(last.at)}: ${spoken(last.text, 200)}`] : [];
}

export const heartbeatPost: PostView<'heartbeat'> = ({ text, by }) =>
  `🔧 *Tech*, by ${person(by)}: ${spoken(text, 1_000)}`;
