/** What many parts of the page need to know, without being handed it through every level. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Person } from '../../protocol.ts';
import type { Perform } from './act.ts';
import type { Route } from './route.ts';
import type { Workspace } from './workspace.ts';

/** Names and faces: changes seldom, so that messages need not be drawn again with every change elsewhere. */
export interface Directory {
  me: Person;
  people: ReadonlyMap<string, Person>;
  channelNames: ReadonlyMap<string, string>;
}

export interface Session {
  act: Perform;
  go: (route: Route) => void;
  /** Says something at the foot of the page for a few seconds. */
  notify: (sentence: string) => void;
}

const NOBODY: Person = {
  id: '',
  name: 'nobody',
  realName: 'Nobody',
  title: '',
  tz: 'UTC',
  isBot: false,
  isDeactivated: false,
  role: 'member',
};

export const DirectoryContext = createContext<Directory>({ me: NOBODY, people: new Map(), channelNames: new Map() });

export const SessionContext = createContext<Session>({
  act: async () => ({ ok: false, why: 'The page is still starting.' }),
  go: () => {},
  notify: () => {},
});

export const WorkspaceContext = createContext<Workspace | null>(null);

export const useDirectory = (): Directory => useContext(DirectoryContext);

export const useSession = (): Session => useContext(SessionContext);

/** The name to show for a person id, known or not. */
export function nameOf(directory: Directory, id: string): string {
  const person = directory.people.get(id);
  return person ? person.realName || person.name : id;
}
