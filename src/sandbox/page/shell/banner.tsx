import type { Connection } from '../live/live.ts';
import type { Workspace } from '../live/workspace.ts';
import { troublesOf } from '../settings/troubles.ts';

interface Props {
  connection: Connection;
  workspace: Workspace;
  openSettings: () => void;
}

/** What is wrong with the line, when something is; otherwise what the workspace's settings take from the app. */
export function Banner({ connection, workspace, openSettings }: Props) {
  const { app, settings, people } = workspace;
  const lost = connection === 'lost';
  const line = lost
    ? 'Reconnecting…'
    : app.isReachable
      ? ''
      : `${app.name} is not answering. Buttons and commands will fail until it is back.`;
  const [first, ...others] = troublesOf(settings, app.name, people);
  const sentence = line || first || '';
  return (
    <div class={`banner ${lost ? 'banner-lost' : ''}`} role="status" hidden={sentence === ''}>
      {sentence && <span class="banner-dot" />}
      <span>
        {sentence} {!line && others.length > 0 && `And ${others.length} more.`}
      </span>
      {!line && first && (
        <button type="button" class="banner-button" aria-label="Open the workspace settings" onClick={openSettings}>
          Settings
        </button>
      )}
    </div>
  );
}
