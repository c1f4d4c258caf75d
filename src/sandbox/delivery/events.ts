/** Which event types there are for what, and to whom they go: only to an app that subscribed and is in the channel. */
import { newId } from '../state/ids.ts';
import type { StoredChannel } from '../state/things.ts';
import { isMember, nowSeconds, type Workspace } from '../state/workspace.ts';

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

/** Sends the event to the app, if it subscribed to `subscription` and, for an event of a channel, is in it. */
export function announce(
  workspace: Workspace,
  subscription: string,
  event: Record<string, unknown>,
  channel?: StoredChannel,
): void {
  const { app, team, secrets } = workspace;
  if (!app.botEvents.includes(subscription)) return;
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
