import { useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useSession } from '../live/context.ts';
import { useOpenDm } from '../live/use-open-dm.ts';
import type { Workspace } from '../live/workspace.ts';
import { PersonList } from '../person-list.tsx';
import { Popover } from '../popover.tsx';

/** Starts a direct message with anybody. */
export function NewMessage({ workspace }: { workspace: Workspace }) {
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const openDm = useOpenDm(useSession());
  const people = workspace.people.filter((person) => !person.isDeactivated && person.id !== workspace.me);
  return (
    <>
      <button
        ref={trigger}
        type="button"
        class="icon-button icon-button-small"
        aria-label="New direct message"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="plus" />
      </button>
      {isOpen && (
        <Popover
          anchor={trigger}
          close={() => setOpen(false)}
          label="New direct message"
          role="dialog"
          class="people-panel"
        >
          <PersonList
            people={people}
            choose={(id) => {
              setOpen(false);
              void openDm(id);
            }}
          />
        </Popover>
      )}
    </>
  );
}
