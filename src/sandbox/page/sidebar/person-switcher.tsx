import { useRef, useState } from 'preact/hooks';
import { Avatar } from '../avatar.tsx';
import { useDirectory } from '../live/context.ts';
import type { Workspace } from '../live/workspace.ts';
import { PersonList } from '../person-list.tsx';
import { Popover } from '../popover.tsx';

/** Whose eyes the page looks through. The sandbox lets anybody be everybody. */
export function PersonSwitcher({ workspace, become }: { workspace: Workspace; become: (id: string) => void }) {
  const { me } = useDirectory();
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const people = workspace.people.filter((person) => !person.isBot && !person.isDeactivated);
  return (
    <>
      <button
        ref={trigger}
        type="button"
        class="person-switcher"
        aria-label={`You are ${me.realName}, ${me.title}. Switch person`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Avatar person={me} />
        <span class="person-switcher-text">
          <span class="person-switcher-name">{me.realName}</span>
          <span class="person-switcher-title">{me.title || me.name}</span>
        </span>
        <span class="person-switcher-hint">Switch</span>
      </button>
      {isOpen && (
        <Popover
          anchor={trigger}
          close={() => setOpen(false)}
          label="Switch person"
          role="dialog"
          class="people-panel"
          fitsAnchor
        >
          <p class="popover-lead">Look through another pair of eyes. Everyone here is invented.</p>
          <PersonList
            people={people}
            current={me.id}
            choose={(id) => {
              setOpen(false);
              if (id !== me.id) become(id);
            }}
          />
        </Popover>
      )}
    </>
  );
}
