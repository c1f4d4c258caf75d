import { useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import type { Route } from '../live/route.ts';
import type { Workspace } from '../live/workspace.ts';
import { applyTheme, oppositeTheme, storedTheme } from '../shell/theme.ts';
import { ChannelList } from './channel-list.tsx';
import { PersonSwitcher } from './person-switcher.tsx';
import { Replays } from './replays.tsx';

interface Props {
  workspace: Workspace;
  route: Route;
  become: (id: string) => void;
  search: () => void;
  openSettings: () => void;
}

export function Sidebar({ workspace, route, become, search, openSettings }: Props) {
  return (
    <div class="sidebar">
      <header class="sidebar-head">
        <img src="/page/icon.svg" alt="" width="30" height="30" />
        <div class="team">
          <h1>
            <button type="button" class="team-button" title="Workspace settings" onClick={openSettings}>
              <span>{workspace.team.name}</span>
              <span class="visually-hidden">, workspace settings</span>
              <Icon name="chevron" />
            </button>
          </h1>
          <div class="team-kind">Sandbox workspace</div>
        </div>
        <button
          type="button"
          class="icon-button"
          aria-label="Go to a channel or person"
          title="Go to… (Ctrl K)"
          onClick={search}
        >
          <Icon name="search" />
        </button>
        <ThemeToggle />
      </header>
      <PersonSwitcher workspace={workspace} become={become} />
      <div class="sidebar-scroll">
        <Replays replays={workspace.replays} />
        <ChannelList workspace={workspace} route={route} />
      </div>
    </div>
  );
}

function ThemeToggle() {
  const [theme, setTheme] = useState(storedTheme);
  const next = oppositeTheme(theme);
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={`Switch to ${next} theme`}
      title={`Switch to ${next} theme`}
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      <Icon name={next === 'dark' ? 'moon' : 'sun'} />
    </button>
  );
}
