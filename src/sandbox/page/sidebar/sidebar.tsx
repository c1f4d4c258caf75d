import { useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import type { Route } from '../route.ts';
import { applyTheme, oppositeTheme, storedTheme } from '../theme.ts';
import type { Workspace } from '../workspace.ts';
import { ChannelList } from './channel-list.tsx';
import { PersonSwitcher } from './person-switcher.tsx';
import { Replays } from './replays.tsx';

interface Props {
  workspace: Workspace;
  route: Route;
  become: (id: string) => void;
  search: () => void;
}

export function Sidebar({ workspace, route, become, search }: Props) {
  return (
    <div class="sidebar">
      <header class="sidebar-head">
        <img src="/page/icon.svg" alt="" width="30" height="30" />
        <div class="team">
          <h1>{workspace.team.name}</h1>
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
