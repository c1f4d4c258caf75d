import type { Person, WorkspaceSettings } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import type { Deed } from '../live/deed.ts';
import { Group, Switch } from './boxes.tsx';

interface Props {
  people: Person[];
  me: string;
  settings: WorkspaceSettings;
  tell: (deed: Deed) => void;
}

/** For each person: whether apps may write to them, and whether the account is active. */
export function PeopleSettings({ people, me, settings, tell }: Props) {
  const { closedToApps } = settings;
  const setOpen = (id: string, isOpen: boolean) => {
    const others = closedToApps.filter((one) => one !== id);
    tell({ kind: 'settings', set: { closedToApps: isOpen ? others : [...others, id] } });
  };
  return (
    <Group title="People">
      <ul class="settings-people">
        {people
          .filter((person) => !person.isBot)
          .map((person) => (
            <li key={person.id} class="settings-person">
              <Avatar person={person} />
              <span class="person-row-text">
                <span class="person-row-name">{person.realName}</span>
                <span class="hint">{person.title || person.name}</span>
              </span>
              <fieldset class="settings-switches" aria-label={person.realName}>
                <Switch
                  text="Apps may write"
                  isOn={!closedToApps.includes(person.id)}
                  turn={(isOpen) => setOpen(person.id, isOpen)}
                />
                {person.id === me ? (
                  <span class="hint">This is you</span>
                ) : (
                  <Switch
                    text="Active account"
                    isOn={!person.isDeactivated}
                    turn={(isActive) => tell({ kind: isActive ? 'reactivate' : 'deactivate', user: person.id })}
                  />
                )}
              </fieldset>
            </li>
          ))}
      </ul>
    </Group>
  );
}
