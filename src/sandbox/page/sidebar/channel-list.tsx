/** Everything one can open, in the order one looks for it. Arrow keys move between the entries. */
import type { ComponentChildren } from 'preact';
import type { Channel } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import type { Route } from '../live/route.ts';
import { appChannel, partnerOf, type Workspace } from '../live/workspace.ts';
import { NewMessage } from './new-message.tsx';
import { AppRow, ChannelRow, DmRow } from './rows.tsx';

export function ChannelList({ workspace, route }: { workspace: Workspace; route: Route }) {
  const open = route.pane === 'channel' ? route.channel : '';
  const app = appChannel(workspace);
  const named = workspace.channels.filter((one) => one.kind !== 'dm').sort(byName);
  const active = named.filter((one) => !one.isArchived);
  const archived = [...named, ...workspace.joinable].filter((one) => one.isArchived).sort(byName);
  const joinable = workspace.joinable.filter((one) => !one.isArchived).sort(byName);
  const dms = workspace.channels.filter((one) => one.kind === 'dm' && one.id !== app?.id);
  const people = new Map(workspace.people.map((person) => [person.id, person]));
  return (
    <nav aria-label="Channels and people" onKeyDown={moveByArrow}>
      <Group title="Channels">
        {active.map((one) => (
          <ChannelRow key={one.id} channel={one} isOpen={one.id === open} />
        ))}
      </Group>
      <Group title="Apps">
        <AppRow
          app={workspace.app}
          channel={app}
          isOpen={route.pane === 'home' || (app !== undefined && app.id === open)}
        />
      </Group>
      <Group title="Direct messages" act={<NewMessage workspace={workspace} />}>
        {dms.map((one) => (
          <DmRow
            key={one.id}
            channel={one}
            person={people.get(partnerOf(one, workspace.me))}
            isOpen={one.id === open}
            me={workspace.me}
          />
        ))}
      </Group>
      {joinable.length > 0 && (
        <Group title="Channels you can join">
          {joinable.map((one) => (
            <ChannelRow key={one.id} channel={one} isOpen={one.id === open} isJoinable />
          ))}
        </Group>
      )}
      {archived.length > 0 && (
        <details class="list-group list-archived" open={archived.some((one) => one.id === open) || undefined}>
          <summary>
            <Icon name="chevron" /> Archived ({archived.length})
          </summary>
          <ul>
            {archived.map((one) => (
              <ChannelRow key={one.id} channel={one} isOpen={one.id === open} />
            ))}
          </ul>
        </details>
      )}
    </nav>
  );
}

interface GroupProps {
  title: string;
  act?: ComponentChildren;
  children: ComponentChildren;
}

function Group({ title, act, children }: GroupProps) {
  return (
    <section class="list-group" aria-label={title}>
      <div class="list-head">
        <h2>{title}</h2>
        {act}
      </div>
      <ul>{children}</ul>
    </section>
  );
}

function byName(a: Channel, b: Channel): number {
  return a.name.localeCompare(b.name);
}

function moveByArrow(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')];
  const at = links.findIndex((one) => one.matches(':focus'));
  if (at < 0) return;
  event.preventDefault();
  links[at + step]?.focus();
}
