import type { Person } from '../protocol.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';

interface Props {
  people: Person[];
  current?: string;
  choose: (id: string) => void;
  /** Takes somebody off the list; `mayRemove` says whom. */
  remove?: (id: string) => void;
  mayRemove?: (person: Person) => boolean;
}

export function PersonList({ people, current, choose, remove, mayRemove }: Props) {
  return (
    <ul class="person-list">
      {people.map((person) => (
        <li key={person.id} class="person-item">
          <button
            type="button"
            class="person-row"
            aria-label={person.title ? `${person.realName}, ${person.title}` : person.realName}
            aria-current={person.id === current ? 'true' : undefined}
            onClick={() => choose(person.id)}
          >
            <Avatar person={person} />
            <span class="person-row-text">
              <span class="person-row-name">{person.realName}</span>
              <span class="hint">{person.title || person.name}</span>
            </span>
            {person.id === current && <Icon name="check" />}
          </button>
          {remove && mayRemove?.(person) && (
            <button
              type="button"
              class="icon-button icon-button-small"
              aria-label={`Remove ${person.realName}`}
              title={`Remove ${person.realName}`}
              onClick={() => remove(person.id)}
            >
              <Icon name="close" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
