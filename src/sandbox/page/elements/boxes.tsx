import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { useId } from 'preact/hooks';
import { TextView } from '../text/text-view.tsx';
import { useConfirm } from './confirm.tsx';
import { stateHolding, valueIn } from './element-state.ts';
import { type ElementProps, useElement } from './use-element.ts';

/** Radio buttons and checkboxes: one of a few, some of a few. */
export function BoxesElement(props: ElementProps<RadioButtons | Checkboxes>) {
  const { element, field } = props;
  const { state, set, isPending } = useElement(props);
  const { ask, dialog } = useConfirm(element.confirm);
  const name = useId();
  const isMulti = element.type === 'checkboxes';
  const chosen = chosenValues(valueIn(state));
  const toggle = (option: Option) => {
    if (!isMulti) return set(stateHolding(element.type, option));
    const isOn = (one: Option) => (one.value === option.value ? !chosen.has(one.value) : chosen.has(one.value));
    set(stateHolding(element.type, element.options.filter(isOn)));
  };
  return (
    <fieldset
      class="boxes"
      aria-labelledby={field?.labelledBy}
      aria-describedby={field?.describedBy}
      aria-busy={isPending}
    >
      {element.options.map((option) => (
        <label key={option.value} class="box">
          <input
            type={isMulti ? 'checkbox' : 'radio'}
            name={name}
            checked={chosen.has(option.value)}
            onChange={() => ask(() => toggle(option))}
          />
          <span>
            <TextView text={option.text} />
            {option.description && (
              <span class="hint box-hint">
                <TextView text={option.description} />
              </span>
            )}
          </span>
        </label>
      ))}
      {dialog}
    </fieldset>
  );
}

function chosenValues(held: unknown): ReadonlySet<string | undefined> {
  const options = Array.isArray(held) ? held : held ? [held] : [];
  return new Set(options.map((option: Option) => option.value));
}
