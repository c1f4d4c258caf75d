/** What Slack's error codes mean for a delivery. Source: the method pages of docs.slack.dev. */

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

/** Slack may be better in a moment. Everything that is in neither list counts as this too. */
const PASSING = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited']);

/** Trying again will not help; a person can. What is wrong, and the fix. */
const PERMANENT: Record<string, string> = {
  invalid_auth: 'Slack does not accept the bot token. Check SLACK_BOT_TOKEN.',
  token_revoked: 'The bot token was revoked. Install the app again and set SLACK_BOT_TOKEN.',
  token_expired: 'The bot token has expired. Install the app again and set SLACK_BOT_TOKEN.',
  account_inactive: 'The app was removed from the workspace. Install it again.',
  missing_scope: 'The app lacks a permission. Install it again with the present manifest.',
  channel_not_found: 'The channel does not exist, or Firebreak is not in it. Invite @Firebreak there.',
  not_in_channel: 'Firebreak is not in the channel. Invite @Firebreak there.',
  is_archived: 'The channel is archived. Unarchive it.',
  is_inactive: 'The channel is archived. Unarchive it.',
  restricted_action: 'The workspace does not allow this to apps. Ask a workspace admin.',
  restricted_action_read_only_channel: 'The channel is read-only for Firebreak. Ask a workspace admin.',
  cannot_create_channel: 'The workspace does not let Firebreak create channels. Ask a workspace admin.',
  user_not_found: 'That person is not in this workspace.',
  user_disabled: 'That account is deactivated.',
  cant_invite: 'That person cannot be invited.',
  cannot_dm_bot: 'That is a bot, not a person.',
  user_is_restricted: 'That person is a guest and cannot be invited.',
  invalid_blocks: 'Slack refused the message as malformed. This is a bug in Firebreak; please report it.',
  msg_too_long: 'The message is too long for Slack. This is a bug in Firebreak; please report it.',
  msg_blocks_too_long: 'The message is too long for Slack. This is a bug in Firebreak; please report it.',
  messages_tab_disabled: "The app's Messages tab is off. Install it again with the present manifest.",
};

export function isAsGoodAsDone(code: string): boolean {
  return AS_GOOD_AS_DONE.has(code);
}

/** The sentence for people when trying again cannot help; null when it can. */
export function whyPermanent(code: string): string | null {
  return PASSING.has(code) ? null : (PERMANENT[code] ?? null);
}

/** Slack may be better in a moment. */
export function isPassing(code: string): boolean {
  return PASSING.has(code);
}

/** Why one person could not be invited, in a few words. */
export function whyNotInvited(code: string): string {
  return (PERMANENT[code] ?? `Slack says ${code}`).replace(/\.$/, '').toLowerCase();
}
