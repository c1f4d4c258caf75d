/** Modals and home tabs in the shape Slack sends them. */
import { stateOf } from '../blocks/fields.ts';
import type { StoredHome, StoredView } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';

type Json = Record<string, unknown>;

/** A modal. `values` are what its fields hold; without them, what they held when it was drawn. */
export function slackView(workspace: Workspace, stored: StoredView, values?: Json): Json {
  const { view } = stored;
  return {
    ...viewBase(workspace, stored.id, stored.hash),
    ...view,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    external_id: view.external_id ?? '',
    close: view.close ?? null,
    submit: view.submit ?? null,
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    state: { values: values ?? stateOf(view.blocks) },
    root_view_id: stored.rootId,
    previous_view_id: stored.previousId,
  };
}

export function slackHome(workspace: Workspace, home: StoredHome, values?: Json): Json {
  return {
    ...viewBase(workspace, home.id, home.hash),
    ...home.view,
    private_metadata: home.view.private_metadata ?? '',
    callback_id: home.view.callback_id ?? '',
    external_id: home.view.external_id ?? '',
    title: { type: 'plain_text', text: 'View Title', emoji: true },
    close: null,
    submit: null,
    clear_on_close: false,
    notify_on_close: false,
    state: { values: values ?? stateOf(home.view.blocks) },
    root_view_id: home.id,
    previous_view_id: null,
  };
}

function viewBase({ app, team }: Workspace, id: string, hash: string): Json {
  return { id, hash, team_id: team.id, app_id: app.appId, app_installed_team_id: team.id, bot_id: app.botId };
}
