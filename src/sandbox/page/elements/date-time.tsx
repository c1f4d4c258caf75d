/** Dates and times. A moment is picked on the wall clock of the person looking. */
import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import { useEffect, useRef } from 'preact/hooks';
import { useDirectory } from '../live/context.ts';
import { momentOf, wallClock } from '../zoned.ts';
import { stateHolding, textIn, valueIn } from './element-state.ts';
import { ariaOf, type ElementProps, type ElementUse, useElement } from './use-element.ts';

/** Typing a date passes through other valid dates: the app hears of it once it has rested this long (ms). */
const REST_MS = 800;

export function DateElement(props: ElementProps<Datepicker>) {
  const use = useElement(props);
  const name = props.element.placeholder?.text ?? 'Date';
  return (
    <NativePicker
      kind="date"
      props={props}
      use={use}
      name={name}
      value={textIn(use.state)}
      read={(text) => text || null}
    />
  );
}

export function TimeElement(props: ElementProps<Timepicker>) {
  const use = useElement(props);
  const name = props.element.placeholder?.text ?? 'Time';
  return (
    <NativePicker
      kind="time"
      props={props}
      use={use}
      name={name}
      value={textIn(use.state)}
      read={(text) => text || null}
    />
  );
}

export function DateTimeElement(props: ElementProps<DateTimepicker>) {
  const { tz } = useDirectory().me;
  const use = useElement(props);
  const epoch = valueIn(use.state);
  return (
    <span class="with-zone">
      <NativePicker
        kind="datetime-local"
        props={props}
        use={use}
        name="Date and time"
        value={typeof epoch === 'number' ? wallClock(epoch, tz) : ''}
        read={(text) => (text ? momentOf(text, tz) : null)}
      />
      <span class="hint">{tz.replaceAll('_', ' ')}</span>
    </span>
  );
}

interface NativePickerProps {
  kind: 'date' | 'time' | 'datetime-local';
  props: ElementProps<Datepicker | Timepicker | DateTimepicker>;
  use: ElementUse;
  name: string;
  value: string;
  read: (text: string) => string | number | null;
}

function NativePicker({ kind, props, use, name, value, read }: NativePickerProps) {
  const rest = useRef<number | undefined>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  return (
    <input
      class="text-input picker-input"
      type={kind}
      {...ariaOf(props.field, name)}
      aria-busy={use.isPending}
      autofocus={props.element.focus_on_load}
      value={value}
      onChange={({ currentTarget }) => {
        const state = stateHolding(props.element.type, read(currentTarget.value));
        use.hold(state);
        clearTimeout(rest.current);
        if (props.dispatches) rest.current = setTimeout(() => use.send(state), REST_MS);
      }}
    />
  );
}
