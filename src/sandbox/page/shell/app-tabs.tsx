import { useSession } from '../live/context.ts';
import { useOpenDm } from '../live/use-open-dm.ts';
import { appChannel, type Workspace } from '../live/workspace.ts';

/** Home and Messages, the two faces of an app. */
export function AppTabs({ workspace, open }: { workspace: Workspace; open: 'home' | 'messages' }) {
  const session = useSession();
  const openDm = useOpenDm(session);
  const dm = appChannel(workspace);
  const openMessages = () => {
    if (dm) session.go({ pane: 'channel', channel: dm.id });
    else void openDm(workspace.app.userId);
  };
  return (
    <div class="tabs" role="tablist" aria-label={workspace.app.name}>
      <button
        type="button"
        role="tab"
        aria-selected={open === 'home'}
        class="tab"
        onClick={() => session.go({ pane: 'home' })}
      >
        Home
      </button>
      <button type="button" role="tab" aria-selected={open === 'messages'} class="tab" onClick={openMessages}>
        Messages
        {open === 'home' && (dm?.unread ?? 0) > 0 && <span class="badge">{dm?.unread}</span>}
      </button>
    </div>
  );
}
