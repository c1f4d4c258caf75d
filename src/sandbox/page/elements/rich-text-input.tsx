import type { RichTextBlock, RichTextInput } from '@slack/types';
import { stateHolding, valueIn } from './element-state.ts';
import { ariaOf, type ElementProps, useElement } from './use-element.ts';

/** A plain field whose lines are sent as rich text. */
export function RichTextElement(props: ElementProps<RichTextInput>) {
  const { element, field } = props;
  const { state, hold, send, isPending } = useElement(props);
  return (
    <textarea
      {...ariaOf(field, element.placeholder?.text ?? 'Text')}
      class="text-input"
      rows={element.min_lines ?? 4}
      placeholder={element.placeholder?.text}
      autofocus={element.focus_on_load}
      aria-busy={isPending}
      value={plainOf(valueIn(state))}
      onInput={({ currentTarget }) => hold(stateHolding(element.type, richOf(currentTarget.value)))}
      onBlur={() => {
        if (props.dispatches) send(state);
      }}
    />
  );
}

function richOf(text: string): RichTextBlock | null {
  if (text === '') return null;
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}

function plainOf(value: unknown): string {
  if (!isRichText(value)) return '';
  const lines = value.elements.map((part) =>
    part.elements.map((leaf) => ('text' in leaf && typeof leaf.text === 'string' ? leaf.text : '')).join(''),
  );
  return lines.join('\n');
}

function isRichText(value: unknown): value is RichTextBlock {
  return typeof value === 'object' && value !== null && 'elements' in value && Array.isArray(value.elements);
}
