/** The payloads of what a person does with the app, in the shapes Slack sends. */
import type { Field } from '../blocks/fields.ts';
import type { ElementState, ViewValues } from '../protocol.ts';
import type { StoredChannel, StoredMessage, StoredPerson, StoredView } from '../state/things.ts';
import { nextTs, type Workspace } from '../state/workspace.ts';
import { slackMessage } from '../wire/messages.ts';
import { slackView } from '../wire/views.ts';
import { payloadChannel, type Spot, whereabouts } from './spots.ts';

export type Json = Record<string, unknown>;

/** What every interaction says: which workspace, who, to which app. */
export function envelope(workspace: Workspace, person: StoredPerson): Json {
  const { team, app, secrets } = workspace;
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: app.appId,
    token: secrets.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A click or a choice. `state` is what the element holds now. */
export function blockActions(
  workspace: Workspace,
  person: StoredPerson,
  spot: Spot,
  used: { field: Field; state: ElementState; values: ViewValues },
): Json {
  const { field, state, values } = used;
  const own = { [field.blockId]: { ...values[field.blockId], [field.actionId]: state } };
  return {
    type: 'block_actions',
    ...envelope(workspace, person),
    ...whereabouts(workspace, spot, { ...values, ...own }),
    trigger_id: workspace.triggers.issue({
      user: person.id,
      ...(spot.kind === 'view' ? { viewId: spot.view.id } : {}),
    }),
    ...(spot.kind === 'message' ? { response_url: messageResponseUrl(workspace, person, spot) } : {}),
    actions: [action(workspace, field, state)],
  };
}

function messageResponseUrl(
  workspace: Workspace,
  person: StoredPerson,
  spot: Extract<Spot, { kind: 'message' }>,
): string {
  const { channel, message } = spot;
  return responseUrl(workspace, {
    channel: channel.id,
    user: person.id,
    ts: message.ts,
    ...(message.threadTs ? { threadTs: message.threadTs } : {}),
    isEphemeral: message.ephemeralFor !== undefined,
  });
}

/** A new response_url, whole. */
function responseUrl(workspace: Workspace, place: Parameters<Workspace['responseUrls']['issue']>[0]): string {
  return workspace.url() + workspace.responseUrls.issue(place);
}

function action(workspace: Workspace, { element, actionId, blockId }: Field, state: ElementState): Json {
  const { type: _type, ...held } = state;
  const { text, value, url, style } = element;
  const button = Object.fromEntries(Object.entries({ text, value, url, style }).filter(([, one]) => one !== undefined));
  return {
    type: element.type,
    action_id: actionId,
    block_id: blockId,
    // What a button carries is the app's to say, not the page's.
    ...(element.type.endsWith('button') ? button : held),
    ...(element.placeholder ? { placeholder: element.placeholder } : {}),
    action_ts: nextTs(workspace),
  };
}

/** Somebody types into an external select. */
export function blockSuggestion(
  workspace: Workspace,
  person: StoredPerson,
  spot: Spot,
  field: Field,
  typed: string,
): Json {
  return {
    type: 'block_suggestion',
    ...envelope(workspace, person),
    ...whereabouts(workspace, spot, {}),
    action_id: field.actionId,
    block_id: field.blockId,
    value: typed,
  };
}

export function viewSubmission(workspace: Workspace, person: StoredPerson, view: StoredView, values: ViewValues): Json {
  return {
    type: 'view_submission',
    ...envelope(workspace, person),
    trigger_id: workspace.triggers.issue({ user: person.id, viewId: view.id }),
    view: slackView(workspace, view, values),
    response_urls: [],
  };
}

export function viewClosed(workspace: Workspace, person: StoredPerson, view: StoredView, isCleared: boolean): Json {
  return {
    type: 'view_closed',
    ...envelope(workspace, person),
    view: slackView(workspace, view),
    is_cleared: isCleared,
  };
}

export function globalShortcut(workspace: Workspace, person: StoredPerson, callbackId: string): Json {
  return {
    type: 'shortcut',
    ...envelope(workspace, person),
    callback_id: callbackId,
    action_ts: nextTs(workspace),
    trigger_id: workspace.triggers.issue({ user: person.id }),
  };
}

export function messageShortcut(
  workspace: Workspace,
  person: StoredPerson,
  callbackId: string,
  channel: StoredChannel,
  message: StoredMessage,
): Json {
  return {
    type: 'message_action',
    ...envelope(workspace, person),
    callback_id: callbackId,
    action_ts: nextTs(workspace),
    trigger_id: workspace.triggers.issue({ user: person.id }),
    response_url: responseUrl(workspace, { channel: channel.id, user: person.id, ts: message.ts, isEphemeral: false }),
    channel: payloadChannel(channel),
    message_ts: message.ts,
    message: slackMessage(workspace, message),
  };
}

export function slashCommand(
  workspace: Workspace,
  person: StoredPerson,
  channel: StoredChannel,
  command: string,
  text: string,
): Record<string, string> {
  const { team, app, secrets } = workspace;
  const { id, name } = payloadChannel(channel);
  return {
    token: secrets.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: id,
    channel_name: name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: app.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl(workspace, { channel: id, user: person.id, isEphemeral: false }),
    trigger_id: workspace.triggers.issue({ user: person.id }),
  };
}
