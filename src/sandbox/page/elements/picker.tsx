/** A menu to choose one or several from, searchable when it is long: the body of every select. */

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { Popover } from '../popover.tsx';
import { PlainView } from '../text/text-view.tsx';
import type { Choice } from './choices.ts';
import { PickerList } from './picker-list.tsx';
import type { PickerProps } from './picker-props.ts';
import { ariaOf } from './use-element.ts';

export function Picker(props: PickerProps) {
  const { chosen, choose, isMulti, placeholder, field, isPending, focusOnLoad, max } = props;
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const listId = useId();
  useEffect(() => {
    if (focusOnLoad) trigger.current?.focus();
  }, [focusOnLoad]);

  const toggle = (choice: Choice) => {
    const isOn = chosen.some((one) => one.key === choice.key);
    if (isMulti) {
      if (!isOn && max !== undefined && chosen.length >= max) return;
      choose(isOn ? chosen.filter((one) => one.key !== choice.key) : [...chosen, choice]);
      return;
    }
    setOpen(false);
    trigger.current?.focus();
    if (!isOn) choose([choice]);
  };

  return (
    <>
      <button
        ref={trigger}
        type="button"
        role="combobox"
        class={`picker ${chosen.length === 0 ? 'picker-empty' : ''}`}
        {...ariaOf(field, placeholder)}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-busy={isPending}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <span class="picker-value">
          <Chosen chosen={chosen} isMulti={isMulti} placeholder={placeholder} />
        </span>
        <Icon name="chevron" />
      </button>
      {isOpen && (
        <Popover anchor={trigger} close={() => setOpen(false)} class="picker-panel" fitsAnchor>
          <PickerList
            {...props}
            listId={listId}
            toggle={toggle}
            clear={field && !field.isRequired && chosen.length > 0 ? () => choose([]) : undefined}
            close={() => {
              setOpen(false);
              trigger.current?.focus();
            }}
          />
        </Popover>
      )}
    </>
  );
}

function Chosen({ chosen, isMulti, placeholder }: { chosen: Choice[]; isMulti: boolean; placeholder: string }) {
  if (chosen.length === 0) return <PlainView text={placeholder} />;
  return (
    <>
      {chosen.map((choice) => (
        <span key={choice.key} class={isMulti ? 'chip' : 'picker-one'}>
          {choice.person && <Avatar person={choice.person} size="s" />}
          {choice.kind && choice.kind !== 'dm' && '#'}
          <PlainView text={choice.text} />
        </span>
      ))}
    </>
  );
}
