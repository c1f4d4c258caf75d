import type { ModalView } from '@slack/types';
import { optionsOf } from '../../slack/kit/elements.ts';
import { modal, selectInput } from '../../slack/kit/frame.ts';
import { DISMISS_REASONS } from '../../words/judgement.ts';
import { DISMISS_FORM } from './words.ts';

export function dismissModal(alert: { id: number; version: number }): ModalView {
  return modal({
    id: DISMISS_FORM,
    title: 'Dismiss',
    submit: 'Dismiss',
    about: { alertId: alert.id, version: alert.version },
    blocks: [
      selectInput('as', 'Why?', optionsOf(DISMISS_REASONS), null, { hint: 'Its clocks stop. You can undo this.' }),
    ],
  });
}
