/** What an administrator switches for the whole workspace. */
import { announce } from '../delivery/events.ts';
import type { WorkspaceSettings } from '../protocol.ts';
import { nextTs, type Workspace } from '../state/workspace.ts';

/** What is not named in `set` stays as it is. */
export function changeSettings(workspace: Workspace, set: Partial<WorkspaceSettings>): void {
  const before = workspace.state.settings;
  workspace.commit({ type: 'settings', settings: { ...before, ...set } });
  const { tokenRefusal } = workspace.state.settings;
  if (tokenRefusal !== before.tokenRefusal) announceLost(workspace);
}

/** The last the app hears of its token. That Slack does not know a token is no event. */
function announceLost(workspace: Workspace): void {
  const { tokenRefusal } = workspace.state.settings;
  if (tokenRefusal !== 'token_revoked' && tokenRefusal !== 'account_inactive') return;
  const tokens = { oauth: [], bot: [workspace.app.botUserId] };
  announce(workspace, 'tokens_revoked', { type: 'tokens_revoked', tokens, event_ts: nextTs(workspace) });
  if (tokenRefusal === 'account_inactive')
    announce(workspace, 'app_uninstalled', { type: 'app_uninstalled', event_ts: nextTs(workspace) });
}
