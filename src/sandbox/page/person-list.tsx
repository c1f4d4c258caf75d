import type { Person } from '../protocol.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';

interface Props {
  people: Person[];
  current?: string;
  choose: (id: string) => void;
}

export function PersonList({ people, current, choose }: Props) {
  return (
    <ul class="person-list">
      {people.map((person) => (
        <li key={person.id}>
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
        </li>
      ))}
    </ul>
  );
}
