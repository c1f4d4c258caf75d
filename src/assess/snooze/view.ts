import type { ModalView } from '@slack/types';
import { optionsOf } from '../../slack/kit/elements.ts';
import { modal, selectInput } from '../../slack/kit/frame.ts';
import { SNOOZES } from './rule.ts';
import { SNOOZE_FORM } from './words.ts';

export function snoozeModal(alertId: number): ModalView {
  return modal({
    id: SNOOZE_FORM,
    title: 'Snooze',
    submit: 'Snooze',
    about: { alertId },
    blocks: [
      selectInput('length', 'For how long?', optionsOf(SNOOZES), '60', {
        hint: 'Early reminders are held back. The last warnings of the response clock still come.',
      }),
    ],
  });
}
