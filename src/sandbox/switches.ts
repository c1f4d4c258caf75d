/** An administrator's switches, for tests. Each returns its undoing. */
import { changeSettings } from './changes/settings.ts';
import type { Outage, TokenRefusal, WorkspaceSettings } from './protocol.ts';
import type { Workspace } from './state/workspace.ts';

export interface Switches {
  settings(): WorkspaceSettings;
  /** Changes what is named. The undoing puts the same fields back to what they were. */
  set(settings: Partial<WorkspaceSettings>): () => void;
  /**
   * Slack is away: no call is done, its response URLs and files neither, and Socket Mode breaks off. The page goes on,
   * and so do events and what people press, as far as there is a way to the app. A second outage takes the place of
   * the first; either's undoing ends it.
   */
  outage(how: Outage): () => void;
  /** Every call is refused so. The undoing makes the same token good again. */
  revokeToken(refusal?: TokenRefusal): () => void;
  /** Calls that need the scope are refused with `missing_scope`, and its events do not come. */
  takeScope(scope: string): () => void;
  /** Apps may not write to this person: `restricted_action`. */
  closeToApps(user: string): () => void;
}

export function switches(workspace: Workspace): Switches {
  const settings = () => workspace.state.settings;

  function set(change: Partial<WorkspaceSettings>): () => void {
    const before = settings();
    const names = Object.keys(change) as (keyof WorkspaceSettings)[];
    const old = Object.fromEntries(names.map((name) => [name, before[name]]));
    changeSettings(workspace, change);
    return () => changeSettings(workspace, old);
  }

  function addTo(list: 'withheldScopes' | 'closedToApps', one: string): () => void {
    changeSettings(workspace, { [list]: [...new Set([...settings()[list], one])] });
    return () => changeSettings(workspace, { [list]: settings()[list].filter((other) => other !== one) });
  }

  function until(change: Partial<WorkspaceSettings>, after: Partial<WorkspaceSettings>): () => void {
    changeSettings(workspace, change);
    return () => changeSettings(workspace, after);
  }

  return {
    settings,
    set,
    outage: (how) => until({ outage: how }, { outage: null }),
    revokeToken: (refusal = 'token_revoked') => until({ tokenRefusal: refusal }, { tokenRefusal: null }),
    takeScope: (scope) => addTo('withheldScopes', scope),
    closeToApps: (user) => addTo('closedToApps', user),
  };
}
