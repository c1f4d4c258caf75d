import type { ActionsBlock, Button, ModalView } from '@slack/types';
import { button, confirm } from '../../slack/kit/elements.ts';
import { modal, textInput } from '../../slack/kit/frame.ts';
import { person, spoken } from '../../slack/kit/text.ts';
import { incidentValue } from '../../slack/kit/values.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { Incident } from '../incident/words.ts';
import type { PostView } from '../room/view-post.ts';
import { CLOSE, REOPEN, REOPEN_FORM, RESOLVE } from './words.ts';

export function reopenModal(incidentId: number): ModalView {
  return modal({
    id: REOPEN_FORM,
    title: 'Open again',
    submit: 'Open again',
    about: { incidentId },
    blocks: [textInput('reason', 'Why? What came back?', { multiline: true })],
  });
}

export function resolveButton(incident: Incident): Button {
  return button(RESOLVE, 'Resolve', {
    value: incidentValue(incident),
    confirm: confirm('Resolve this incident?', 'The cause is gone and the talk has calmed.', 'Resolve'),
  });
}

/** What can still be done with a resolved or closed one. */
export function overButtons(incident: Incident): ActionsBlock {
  const value = incidentValue(incident);
  const reopen = button(REOPEN, 'Open again…', { value });
  const close = button(CLOSE, 'Close', {
    value,
    confirm: confirm(
      'Close this incident?',
      'Its books are shut: nothing changes any more, except by opening it again.',
      'Close',
    ),
  });
  const elements = incident.status === 'resolved' ? [close, reopen] : [reopen];
  return { type: 'actions', block_id: `over_${incident.id}`, elements };
}

export const resolvedPost: PostView<'resolved'> = ({ by }, { id }) =>
  `🟢 ${person(by)} resolved ${incidentName(id)}. Watch whether it stays calm; \`/incident close\` shuts the books.`;

export const closedPost: PostView<'closed'> = ({ by }, { id }) =>
  `⚫ ${person(by)} closed ${incidentName(id)}. \`/incident reopen\` with a reason opens it again.`;

export const reopenedPost: PostView<'reopened'> = ({ by, reason }, { id }) =>
  `🔁 ${person(by)} opened ${incidentName(id)} again: ${spoken(reason, 500)}`;
