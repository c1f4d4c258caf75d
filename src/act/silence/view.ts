import type { ModalView } from '@slack/types';
import { modal, personInput, textInput } from '../../slack/kit/frame.ts';
import { person, section, spoken } from '../../slack/kit/text.ts';
import type { Incident } from '../incident/words.ts';
import type { PostView } from '../room/view-post.ts';
import { SILENCE_FORM } from './words.ts';

export function silenceModal(incidentId: number): ModalView {
  return modal({
    id: SILENCE_FORM,
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

/** While nobody has answered in public. */
export function silenceChoice({ respondedAt }: Incident): { what: string; text: string } | null {
  return respondedAt ? null : { what: 'silence', text: 'No public response…' };
}

export const silenceAskedPost: PostView<'silence_asked'> = ({ reason, askedBy, approver }) =>
  `🤐 ${person(askedBy)} asks ${person(approver)} to approve *no public response*: ${spoken(reason, 500)}. The clock runs on until then.`;

export const silenceDeclinedPost: PostView<'silence_declined'> = ({ by }) =>
  `❌ ${person(by)} has not approved "no public response". The clock runs on.`;
