/** The open part of a picker: a search field when the list is long, and the list. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { PlainView } from '../text/text-view.tsx';
import { type Choice, matching } from './choices.ts';
import type { PickerProps } from './picker-props.ts';
import { useFound } from './use-found.ts';

const SEARCHABLE_FROM = 8;

interface Props extends PickerProps {
  listId: string;
  toggle: (choice: Choice) => void;
  clear: (() => void) | undefined;
  close: () => void;
}

export function PickerList({ groups, chosen, isMulti, search, minQuery, listId, toggle, clear, close }: Props) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  const found = useFound(search, typed, minQuery ?? 0);
  const shown = search ? found.groups : matching(groups, typed);
  const flat = shown.flatMap((group) => group.choices);
  const isSearchable =
    search !== undefined || groups.reduce((sum, group) => sum + group.choices.length, 0) >= SEARCHABLE_FROM;
  const idOf = (index: number) => `${listId}-${index}`;

  useEffect(() => {
    root.current?.querySelector<HTMLElement>('[data-takes-focus]')?.focus();
  }, []);
  useEffect(() => {
    root.current?.querySelector('[data-active=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const choice = flat[active];
    if (step !== 0) setActive((active + step + flat.length) % Math.max(1, flat.length));
    else if (event.key === 'Enter' && choice) toggle(choice);
    else if (event.key === ' ' && choice && !isSearchable) toggle(choice);
    else if (event.key === 'Tab') close();
    else return;
    event.preventDefault();
  };
  const focusable = {
    'data-takes-focus': true,
    'aria-activedescendant': flat[active] ? idOf(active) : undefined,
    onKeyDown,
  };

  let index = -1;
  return (
    <div ref={root} class="picker-body">
      {isSearchable && (
        <input
          class="text-input"
          type="text"
          placeholder="Search"
          aria-label="Search"
          aria-controls={listId}
          value={typed}
          {...focusable}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setActive(0);
          }}
        />
      )}
      <div
        id={listId}
        class="picker-list"
        role="listbox"
        aria-label="Choices"
        aria-multiselectable={isMulti}
        tabIndex={isSearchable ? -1 : 0}
        {...(isSearchable ? {} : focusable)}
      >
        {shown.map((group, groupIndex) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox
          <div key={group.label ?? groupIndex} role="group" aria-label={group.label}>
            {group.label && (
              <div class="picker-group">
                <PlainView text={group.label} />
              </div>
            )}
            {group.choices.map((choice) => {
              index += 1;
              const at = index;
              const isOn = chosen.some((one) => one.key === choice.key);
              return (
                // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the list, which points at its active option
                // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys
                <div
                  key={choice.key}
                  id={idOf(at)}
                  class="picker-option"
                  role="option"
                  aria-selected={isOn}
                  data-active={at === active}
                  onPointerMove={() => setActive(at)}
                  onClick={() => toggle(choice)}
                >
                  {choice.person && <Avatar person={choice.person} size="s" />}
                  <span class="picker-option-text">
                    <span>
                      {choice.kind && choice.kind !== 'dm' && '# '}
                      <PlainView text={choice.text} />
                    </span>
                    {choice.description && (
                      <span class="hint">
                        <PlainView text={choice.description} />
                      </span>
                    )}
                  </span>
                  {isOn && <Icon name="check" />}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {found.note && (
        <div class="picker-note" role="status">
          {found.note}
        </div>
      )}
      {!search && flat.length === 0 && (
        <div class="picker-note" role="status">
          Nothing matches.
        </div>
      )}
      {clear && (
        <button type="button" class="picker-clear" onClick={clear}>
          Clear
        </button>
      )}
    </div>
  );
}
