/** The three panes: list, conversation, thread. On a phone one at a time. */
import { useEffect, useState } from 'preact/hooks';
import { ChannelView } from '../chat/channel/channel-view.tsx';
import { ThreadPane } from '../chat/thread-pane.tsx';
import { useSession } from '../live/context.ts';
import type { Connection } from '../live/live.ts';
import type { Route } from '../live/route.ts';
import { channelOf, type Workspace } from '../live/workspace.ts';
import { ModalStack } from '../modal.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { Sidebar } from '../sidebar/sidebar.tsx';
import { Banner } from './banner.tsx';
import { AppHome } from './home.tsx';
import { QuickSwitcher } from './quick-switcher.tsx';
import { isPhone } from './screen.ts';

/** A channel just made may be opened before the news of it arrives (ms). */
const LOST_MS = 900;

interface Props {
  workspace: Workspace;
  connection: Connection;
  route: Route;
  become: (id: string) => void;
}

export function Shell({ workspace, connection, route, become }: Props) {
  const { go } = useSession();
  const [isSwitching, setSwitching] = useState(false);
  const [isSetting, setSetting] = useState(false);
  const openSettings = () => setSetting(true);
  const channel = route.pane === 'channel' ? channelOf(workspace, route.channel) : undefined;
  const firstChannel = landingOf(workspace);
  const isLost = route.pane === 'channel' && !channel;

  useEffect(() => {
    // Never an empty middle on a wide screen, nor for long a channel this person may not see.
    if (route.pane === 'list' && firstChannel && !isPhone()) go({ pane: 'channel', channel: firstChannel });
    if (!isLost) return;
    const timer = setTimeout(() => go({ pane: 'list' }), LOST_MS);
    return () => clearTimeout(timer);
  }, [route.pane, isLost, firstChannel, go]);

  useEffect(() => {
    const openSwitcher = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setSwitching(true);
    };
    addEventListener('keydown', openSwitcher);
    return () => removeEventListener('keydown', openSwitcher);
  }, []);

  const thread = route.pane === 'channel' && channel ? route.thread : undefined;
  return (
    <div class={`shell pane-${thread ? 'thread' : route.pane}`}>
      <Banner connection={connection} workspace={workspace} openSettings={openSettings} />
      <Sidebar
        workspace={workspace}
        route={route}
        become={become}
        search={() => setSwitching(true)}
        openSettings={openSettings}
      />
      {route.pane === 'home' && <AppHome workspace={workspace} />}
      {channel && <ChannelView key={channel.id} workspace={workspace} channel={channel} />}
      {!channel && route.pane !== 'home' && <main class="main" />}
      {channel && thread && <ThreadPane key={thread} workspace={workspace} channel={channel} threadTs={thread} />}
      <ModalStack views={workspace.views} here={channel?.id} />
      {isSetting && <SettingsDialog workspace={workspace} close={() => setSetting(false)} />}
      {isSwitching && <QuickSwitcher workspace={workspace} close={() => setSwitching(false)} />}
    </div>
  );
}

/** Where a wide screen starts: where somebody asks for this person, else the first channel. */
function landingOf({ channels }: Workspace): string | undefined {
  const open = channels.filter((one) => one.kind !== 'dm' && !one.isArchived);
  return (open.find((one) => one.unreadMentions > 0) ?? open[0])?.id;
}
