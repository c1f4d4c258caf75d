/** Which event types there are for what, and to whom they go: to an app that subscribed, may hear it, and is there. */
import { newId } from '../state/ids.ts';
import type { StoredChannel } from '../state/things.ts';
import { hasScope, isMember, nowSeconds, type Workspace } from '../state/workspace.ts';

/** The three names Slack gives to a kind of channel. */
export interface ChannelType {
  /** As `channel_type` of messages. */
  channelType: 'channel' | 'group' | 'im' | 'mpim';
  /** As `channel_type` of memberships. */
  letter: 'C' | 'G' | 'D';
  messageEvent: string;
  /** `channel_archive` or `group_archive`. */
  prefix: 'channel' | 'group';
}

export function channelType(channel: StoredChannel): ChannelType {
  if (channel.kind === 'dm') return { channelType: 'im', letter: 'D', messageEvent: 'message.im', prefix: 'group' };
  if (channel.kind === 'public') {
    return { channelType: 'channel', letter: 'C', messageEvent: 'message.channels', prefix: 'channel' };
  }
  if (isGroupDm(channel)) return { channelType: 'mpim', letter: 'G', messageEvent: 'message.mpim', prefix: 'group' };
  return { channelType: 'group', letter: 'G', messageEvent: 'message.groups', prefix: 'group' };
}

/** A direct message among several people. */
export function isGroupDm(channel: StoredChannel): boolean {
  return channel.name.startsWith('mpdm-');
}

/** https://docs.slack.dev/reference/events: the scope an event needs besides the subscription. */
const SCOPES: Record<string, string> = {
  app_mention: 'app_mentions:read',
  file_shared: 'files:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
  pin_added: 'pins:read',
  pin_removed: 'pins:read',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  user_change: 'users:read',
};

/** Undefined when it needs none. Of channels and their members each kind has its own. */
function scopeOf(subscription: string, channel: StoredChannel | undefined): string | undefined {
  if (subscription.startsWith('channel_')) return 'channels:read';
  if (subscription.startsWith('group_')) return 'groups:read';
  if (subscription.startsWith('member_')) return channel?.kind === 'public' ? 'channels:read' : 'groups:read';
  return SCOPES[subscription];
}

/**
 * Sends the event to the app, if it subscribed to `subscription`, has the scope for it and, for an event of a channel,
 * is in it.
 */
export function announce(
  workspace: Workspace,
  subscription: string,
  event: Record<string, unknown>,
  channel?: StoredChannel,
): void {
  const { app, team, secrets } = workspace;
  if (!app.botEvents.includes(subscription)) return;
  const scope = scopeOf(subscription, channel);
  if (scope && !hasScope(workspace, scope)) return;
  if (channel && !isMember(channel, app.botUserId)) return;
  const eventId = newId('Ev');
  workspace.deliveries.sendEvent({
    token: secrets.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: nowSeconds(workspace),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: app.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${Buffer.from(`${team.id}-${app.appId}-${eventId}`).toString('base64url')}`,
  });
}
