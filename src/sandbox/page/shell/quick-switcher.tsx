/** Ctrl K: go anywhere by typing a few letters. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from '../avatar.tsx';
import { type Choice, conversationChoices, matching, userChoices } from '../elements/choices.ts';
import { Icon } from '../icon.tsx';
import { useSession } from '../live/context.ts';
import { useOpenDm } from '../live/use-open-dm.ts';
import type { Workspace } from '../live/workspace.ts';

const SHOWN = 9;

export function QuickSwitcher({ workspace, close }: { workspace: Workspace; close: () => void }) {
  const session = useSession();
  const openDm = useOpenDm(session);
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const channels = conversationChoices(workspace, { include: ['public', 'private'] });
  const [found] = matching([{ choices: [...channels, ...userChoices(workspace)] }], typed);
  const choices = (found?.choices ?? []).slice(0, SHOWN);
  const choose = (choice: Choice) => {
    close();
    if (choice.person) void openDm(choice.key);
    else session.go({ pane: 'channel', channel: choice.key });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const choice = choices[active];
    if (step !== 0) setActive((active + step + choices.length) % Math.max(1, choices.length));
    else if (event.key === 'Enter' && choice) choose(choice);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      class="dialog switcher"
      aria-modal="true"
      aria-label="Go to a channel or person"
      onClose={close}
    >
      <input
        class="text-input"
        type="text"
        role="combobox"
        autofocus
        placeholder="Go to a channel or person"
        aria-label="Go to a channel or person"
        aria-expanded="true"
        aria-controls="switcher-list"
        aria-activedescendant={choices[active] ? `switcher-${active}` : undefined}
        value={typed}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="switcher-list" role="listbox" aria-label="Places" class="picker-list">
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which points at the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            key={choice.key}
            id={`switcher-${index}`}
            role="option"
            class="picker-option"
            aria-selected={index === active}
            data-active={index === active}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(choice)}
          >
            {choice.person ? (
              <Avatar person={choice.person} size="s" />
            ) : (
              <Icon name={choice.kind === 'private' ? 'lock' : 'hash'} />
            )}
            <span>{choice.text}</span>
            {choice.description && <span class="hint">{choice.description}</span>}
          </div>
        ))}
        {choices.length === 0 && <div class="picker-note">Nothing matches.</div>}
      </div>
    </dialog>
  );
}
