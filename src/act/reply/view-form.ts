import type { Button, ModalView } from '@slack/types';
import type { Alert } from '../../alert/card/words.ts';
import { responseLine } from '../../alert/response/view.ts';
import { button } from '../../slack/kit/elements.ts';
import { modal, networkInput, personInput, urlInput } from '../../slack/kit/frame.ts';
import { section } from '../../slack/kit/text.ts';
import { incidentValue } from '../../slack/kit/values.ts';
import type { PersonId } from '../../words/people.ts';
import type { Incident } from '../incident/words.ts';
import type { PostView } from '../room/view-post.ts';
import { REPLY, type REPLY_FORM, type REPLY_TO_ALERT_FORM } from './words.ts';

/** For an alert or an incident: `about` says which. */
export function replyModal(
  id: typeof REPLY_TO_ALERT_FORM | typeof REPLY_FORM,
  about: Record<string, number>,
  network: Alert['networks'][number] | null,
  me: PersonId,
  seenAt: string | null = null,
): ModalView {
  return modal({
    id,
    title: 'Log our reply',
    submit: 'Log reply',
    about,
    blocks: [
      section('The first answer a *human* gave in public. It stops the response clock.'),
      urlInput('url', 'Where can it be read?', { initial: seenAt }),
      networkInput(network),
      personInput('by', 'Who answered?', me),
    ],
  });
}

export function replyButton(incident: Incident): Button {
  return button(REPLY, 'Log our reply…', {
    value: incidentValue(incident),
    ...(incident.respondedAt ? {} : { style: 'primary' as const }),
  });
}

export const responsePost: PostView<'response'> = (post) =>
  post.response.kind === 'none'
    ? `🤐 *No public response*: ${responseLine(post)}. The response clock has stopped.`
    : `✅ *A human has answered in public*: ${responseLine(post)}. Response is not resolution: the incident goes on.`;
