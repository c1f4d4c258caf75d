import type { ModalView } from '@slack/types';
import { modal, networkInput, textInput, urlInput } from '../../slack/kit/frame.ts';
import { REPORT_FORM } from './words.ts';

/** "Report as mention": a message somebody saw becomes a mention, like one from a listening tool. */
export function reportModal(found: { text: string; url: string | null; permalink: string }): ModalView {
  return modal({
    id: REPORT_FORM,
    title: 'Report as mention',
    submit: 'Report',
    about: { permalink: found.permalink },
    blocks: [
      textInput('text', 'What was said', { initial: found.text, multiline: true, most: 3_000 }),
      urlInput('url', 'Where it was said', { initial: found.url, optional: true }),
      networkInput('other'),
      textInput('author', 'Who said it', { optional: true, placeholder: 'Name or handle' }),
    ],
  });
}
