import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import { useEffect, useRef } from 'preact/hooks';
import { stateHolding, textIn } from './element-state.ts';
import { ariaOf, type ElementProps, useElement } from './use-element.ts';

type TextInput = PlainTextInput | EmailInput | URLInput | NumberInput;

/** How long typing must rest before an app that listens to every character hears of it (ms). */
const REST_MS = 400;
/** Which keyboard a phone shows. What is valid the server decides, in the same words as for every client. */
const KEYBOARDS = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
} as const;

export function TextElement(props: ElementProps<TextInput>) {
  const { element, field, dispatches } = props;
  const { state, hold, send, isPending } = useElement(props);
  const rest = useRef<number | undefined>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const isMultiline = element.type === 'plain_text_input' && element.multiline === true;
  const text = textIn(state);
  const common = {
    ...ariaOf(field, element.placeholder?.text ?? 'Text'),
    class: 'text-input',
    placeholder: element.placeholder?.text,
    value: text,
    autofocus: element.focus_on_load,
    'aria-busy': isPending,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
      const next = stateHolding(element.type, currentTarget.value);
      hold(next);
      clearTimeout(rest.current);
      if (dispatches && triggers.includes('on_character_entered')) rest.current = setTimeout(() => send(next), REST_MS);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.isComposing || (isMultiline && event.shiftKey)) return;
      if (!dispatches || !triggers.includes('on_enter_pressed')) return;
      event.preventDefault();
      send(state);
    },
  };
  return (
    <>
      {isMultiline ? (
        <textarea {...common} rows={4} />
      ) : (
        <input {...common} type="text" inputMode={KEYBOARDS[element.type]} />
      )}
      {element.type === 'plain_text_input' && <Counter length={[...text].length} max={element.max_length} />}
    </>
  );
}

/** Shown once little room is left. */
function Counter({ length, max }: { length: number; max: number | undefined }) {
  if (max === undefined || length < max * 0.8) return null;
  return <div class={length > max ? 'hint counter counter-over' : 'hint counter'}>{max - length} characters left</div>;
}
