import type { ActionsBlockElement, ImageElement, InputBlockElement, SectionBlockAccessory } from '@slack/types';
import { BoxesElement } from './boxes.tsx';
import { ButtonElement } from './button.tsx';
import { DateElement, DateTimeElement, TimeElement } from './date-time.tsx';
import { FileElement } from './file-input.tsx';
import { OverflowElement } from './overflow.tsx';
import { RichTextElement } from './rich-text-input.tsx';
import { ExternalSelectElement, SelectElement } from './select.tsx';
import { TextElement } from './text-input.tsx';
import type { ElementProps } from './use-element.ts';

export type AnyElement = Exclude<ActionsBlockElement | InputBlockElement | SectionBlockAccessory, ImageElement>;

export function ElementView({ element, ...rest }: ElementProps<AnyElement>) {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return <ButtonElement element={element} {...rest} />;
    case 'overflow':
      return <OverflowElement element={element} {...rest} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <BoxesElement element={element} {...rest} />;
    case 'static_select':
    case 'multi_static_select':
    case 'users_select':
    case 'multi_users_select':
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
      return <SelectElement element={element} {...rest} />;
    case 'external_select':
    case 'multi_external_select':
      return <ExternalSelectElement element={element} {...rest} />;
    case 'datepicker':
      return <DateElement element={element} {...rest} />;
    case 'timepicker':
      return <TimeElement element={element} {...rest} />;
    case 'datetimepicker':
      return <DateTimeElement element={element} {...rest} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextElement element={element} {...rest} />;
    case 'rich_text_input':
      return <RichTextElement element={element} {...rest} />;
    case 'file_input':
      return <FileElement element={element} {...rest} />;
    default:
      return <span class="hint">This control is not drawn in the sandbox.</span>;
  }
}
