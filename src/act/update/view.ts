import type { Button, ModalView } from '@slack/types';
import { button, option } from '../../slack/kit/elements.ts';
import { modal, selectInput, textInput } from '../../slack/kit/frame.ts';
import { moment, person, section, spoken } from '../../slack/kit/text.ts';
import { incidentValue } from '../../slack/kit/values.ts';
import type { Incident } from '../incident/words.ts';
import type { PostView } from '../room/view-post.ts';
import { UPDATE, UPDATE_FORM } from './words.ts';

const NEXT_UPDATE = { 15: '15 minutes', 30: '30 minutes', 60: '1 hour', 120: '2 hours', 240: '4 hours' } as const;

/** `cadence` is what the severity asks for, in minutes. */
export function updateModal(incident: Incident, cadence: number | null): ModalView {
  const options = Object.entries(NEXT_UPDATE).map(([value, text]) => option(value, text));
  return modal({
    id: UPDATE_FORM,
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

export function updateButton(incident: Incident): Button {
  return button(UPDATE, 'Post update…', { value: incidentValue(incident) });
}

/** When the next one is promised. */
export function updateLines({ nextUpdateDueAt }: Incident): string[] {
  return nextUpdateDueAt ? [`📣 Next update due ${moment(nextUpdateDueAt)}`] : [];
}

export const updatePost: PostView<'update'> = ({ text, by, nextAt }) => ({
  said: `📣 *Update by ${person(by)}*${nextAt ? ` · next one by ${moment(nextAt)}` : ''}`,
  under: [section(spoken(text))],
});
