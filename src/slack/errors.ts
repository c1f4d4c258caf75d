/** What Slack's error codes mean for a delivery. Source: the method pages of docs.slack.dev. */
import type { Obstacle } from '../words/decision.ts';
import { escaped } from './kit/text.ts';

/** Slack answered `ok: false`. */
export class SlackRefusal extends Error {
  readonly method: string;
  readonly code: string;
  readonly data: Record<string, unknown>;

  constructor(method: string, code: string, data: Record<string, unknown>) {
    super(`Slack refused ${method} (${code}).`);
    this.method = method;
    this.code = code;
    this.data = data;
  }
}

/** Slack did not answer, or not as itself: whether the call was carried out is unknown. */
export class NoAnswer extends Error {
  constructor(method: string, cause: unknown) {
    super(`Slack did not answer ${method}.`, { cause });
  }
}

/** The outside is already as we want it. */
const AS_GOOD_AS_DONE = new Set(['already_in_channel', 'cant_invite_self', 'already_pinned', 'already_archived']);

/** Slack may be better in a moment. Everything that is in no list counts as this too. */
const PASSING = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited']);

/** Slack did not take the message as it is. The words alone are sent instead. */
const MALFORMED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'invalid_attachments',
  'block_mismatch',
  'no_text',
]);

/** Nothing of ours is accepted any more. Whether that is so is asked with `auth.test`. */
const TOKEN: Record<string, string> = {
  invalid_auth: 'Slack does not accept the bot token. Check SLACK_BOT_TOKEN.',
  not_authed: 'Slack was called without a bot token. Check SLACK_BOT_TOKEN.',
  token_revoked: 'The bot token was revoked. Install the app again and set SLACK_BOT_TOKEN.',
  token_expired: 'The bot token has expired. Install the app again and set SLACK_BOT_TOKEN.',
  account_inactive: 'The app was removed from the workspace. Install it again and set SLACK_BOT_TOKEN.',
  org_login_required: 'The workspace is being moved to an organisation. Wait, or install the app there.',
  team_access_not_granted: 'The app has no access to this workspace. Ask a workspace admin to grant it.',
};

/** About one channel. `{channel}` is its link. */
const CHANNEL: Record<string, string> = {
  channel_not_found: '{channel} does not exist, or Firebreak is not in it. Invite @Firebreak there.',
  not_in_channel: 'Firebreak is not in {channel}. Invite @Firebreak there.',
  is_archived: '{channel} is archived. Unarchive it.',
  is_inactive: '{channel} is archived. Unarchive it.',
  restricted_action: 'The workspace does not let Firebreak post in {channel}. Ask a workspace admin to allow it.',
  restricted_action_read_only_channel:
    '{channel} is read-only for Firebreak. Ask a workspace admin to let it post there.',
  restricted_action_thread_only_channel:
    '{channel} takes replies only. Ask a workspace admin to let Firebreak post there.',
  restricted_action_non_threadable_channel: '{channel} takes no replies. Ask a workspace admin to allow them.',
  restricted_action_thread_locked: 'A thread in {channel} is locked. Ask a workspace admin to unlock it.',
  message_limit_exceeded: 'The workspace has reached its limit of messages. Ask a workspace admin.',
};

/** About one person. `{person}` is their mention. */
const PERSON: Record<string, string> = {
  user_not_found: '{person} is not in this workspace',
  user_not_visible: '{person} cannot be seen by Firebreak',
  users_not_found: '{person} is not in this workspace',
  user_disabled: "{person}'s account is deactivated",
  account_inactive: "{person}'s account is deactivated",
  cannot_dm_bot: '{person} is a bot, not a person',
  channel_not_found: '{person} cannot be written to: the account does not exist, or takes no messages from apps',
  is_archived: '{person} cannot be written to: the conversation is archived',
  not_in_channel: '{person} cannot be written to',
  restricted_action: 'The workspace does not let Firebreak write to {person}',
  user_is_restricted: 'The workspace does not let Firebreak write to {person}',
  messages_tab_disabled: '{person} cannot be written to while the Messages tab of the app is off',
};

/** What a refused method was for, where a right is missing: what is wrong, and whom to ask for what. */
const RIGHTS: Record<string, string> = {
  'conversations.create':
    'The workspace does not let Firebreak create channels. Ask a workspace admin to allow apps to create them.',
  'conversations.invite': 'The workspace does not let Firebreak invite people. Ask a workspace admin to allow it.',
  'conversations.setTopic': 'The workspace does not let Firebreak set topics. Ask a workspace admin to allow it.',
  'pins.add': 'The workspace does not let Firebreak pin messages. Ask a workspace admin to allow it.',
  'bookmarks.add': 'The workspace does not let Firebreak add bookmarks. Ask a workspace admin to allow it.',
};
const NO_RIGHT = new Set([
  'restricted_action',
  'cannot_create_channel',
  'user_is_restricted',
  'user_is_ultra_restricted',
  'no_permission',
  'not_allowed_token_type',
  'ekm_access_denied',
]);

/** Why one person could not be invited. */
const NOT_INVITED: Record<string, string> = {
  user_not_found: 'that person is not in this workspace',
  user_disabled: 'that account is deactivated',
  cant_invite: 'that person cannot be invited',
  user_is_restricted: 'that person is a guest and cannot be invited',
  ura_max_channels: 'that guest may be in no more channels',
  org_user_not_in_team: 'that person is not in this workspace',
  invitee_cant_see_channel: 'that person may not see this channel',
  no_external_invite_permission: 'that person is from another company, and Firebreak may not invite them',
};

export function isAsGoodAsDone(code: string): boolean {
  return AS_GOOD_AS_DONE.has(code);
}

/** Slack may be better in a moment. */
export function isPassing(code: string): boolean {
  return PASSING.has(code);
}

/** Slack takes the words of the message, but not its form. */
export function isMalformed(code: string): boolean {
  return MALFORMED.has(code);
}

/** By this code Slack says that it knows us no more, which `auth.test` must confirm. */
export function isAboutToken(code: string): boolean {
  return code in TOKEN;
}

/** Why one person could not be invited, in a few words. */
export function whyNotInvited(code: string): string {
  return NOT_INVITED[code] ?? `Slack says ${escaped(code)}`;
}

/** All codes by which Slack refuses an invitation because of who is invited. */
export const ABOUT_THE_INVITED = Object.keys(NOT_INVITED);

/**
 * What a person must mend so that this call is not refused any more; null when it may pass by itself. `isKnown`: Slack
 * still knows us, so that a code about the token is about this call alone.
 */
export function obstacleOf(
  { method, code, data }: Pick<SlackRefusal, 'method' | 'code' | 'data'>,
  args: Record<string, unknown>,
  isKnown: boolean,
): Obstacle | null {
  if (PASSING.has(code) || MALFORMED.has(code)) return null;
  const place = placeOf(args);
  const toPerson = isToPerson(args);
  const token = TOKEN[code];
  if (token && !(isKnown && toPerson)) return obstacle('token', token, method, code);
  if (code === 'missing_scope') return missingScope(data, method);
  const aboutPerson = toPerson ? PERSON[code] : undefined;
  if (place && aboutPerson) {
    const who = place.startsWith('D') ? 'Somebody' : `<@${place}>`;
    const why = `${aboutPerson.replace('{person}', who)}. Choose somebody else, or ask a workspace admin.`;
    return obstacle(`person:${place}`, why, method, code);
  }
  if (code === 'messages_tab_disabled') {
    const why =
      "The app's Messages tab is off, so nobody can be written to. Install it again with the present manifest.";
    return obstacle('messages-tab', why, method, code);
  }
  const right = RIGHTS[method];
  if (right && NO_RIGHT.has(code)) return obstacle(`right:${method}`, right, method, code);
  const aboutChannel = CHANNEL[code];
  if (place && aboutChannel) {
    return obstacle(`channel:${place}`, aboutChannel.replace('{channel}', `<#${place}>`), method, code);
  }
  if (NO_RIGHT.has(code)) {
    const why = `The workspace does not let Firebreak do this (${method}). Ask a workspace admin to allow it.`;
    return obstacle(`right:${method}`, why, method, code);
  }
  return null;
}

function missingScope({ needed }: Record<string, unknown>, method: string): Obstacle {
  const scope = typeof needed === 'string' && needed !== '' ? needed : null;
  const named = scope ? `the permission \`${escaped(scope)}\`` : 'a permission';
  const why = `The app lacks ${named}. Install it again with the present manifest, and a workspace admin may have to agree.`;
  return obstacle(`scope:${scope ?? method}`, why, method, 'missing_scope');
}

function obstacle(key: string, why: string, method: string, code: string): Obstacle {
  return { key, why: `${why} (${method}: ${escaped(code)})` };
}

/** Whether what is in the way concerns one person alone. */
export function isAboutPerson({ key }: Obstacle): boolean {
  return key.startsWith('person:');
}

/** Whether a call is about a person's direct messages. */
export function isToPerson(args: Record<string, unknown>): boolean {
  return /^[UWD]/.test(placeOf(args) ?? '');
}

/** The channel or the person a call is about. */
function placeOf({ channel, channel_id, users }: Record<string, unknown>): string | null {
  if (typeof channel === 'string') return channel;
  if (typeof channel_id === 'string') return channel_id;
  return typeof users === 'string' && !users.includes(',') ? users : null;
}
