/** The names of people and channels, kept the same object until one of them really changes. */
import { useMemo } from 'preact/hooks';
import type { Channel, Person } from '../../protocol.ts';
import type { Directory } from './context.ts';
import type { Workspace } from './workspace.ts';

const UNKNOWN: Person = {
  id: '',
  name: '',
  realName: '',
  title: '',
  tz: 'UTC',
  isBot: false,
  isDeactivated: false,
  role: 'member',
};

export function useDirectoryOf(workspace: Workspace | null): Directory {
  const people = workspace?.people;
  const me = workspace?.me ?? '';
  const named: Channel[] = workspace ? [...workspace.channels, ...workspace.joinable] : [];
  const names = JSON.stringify(named.filter(({ kind }) => kind !== 'dm').map(({ id, name }) => [id, name]));
  return useMemo(() => {
    const pairs: [string, string][] = JSON.parse(names);
    const byId = new Map((people ?? []).map((person) => [person.id, person]));
    return { me: byId.get(me) ?? { ...UNKNOWN, id: me }, people: byId, channelNames: new Map(pairs) };
  }, [people, me, names]);
}
