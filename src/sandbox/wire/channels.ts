/** Channels in the shape Slack sends them. */
import { isGroupDm } from '../delivery/events.ts';
import type { StoredChannel } from '../state/things.ts';
import { isMember, type Workspace } from '../state/workspace.ts';

type Json = Record<string, unknown>;

export function slackChannel(workspace: Workspace, channel: StoredChannel): Json {
  const botUserId = workspace.app.botUserId;
  const base = { id: channel.id, created: channel.created, is_archived: channel.isArchived, is_org_shared: false };
  if (channel.kind === 'dm') {
    const other = channel.members.find((member) => member !== botUserId) ?? botUserId;
    return { ...base, is_im: true, user: other, is_user_deleted: false, priority: 0 };
  }
  const isGroup = isGroupDm(channel);
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private' && !isGroup,
    is_im: false,
    is_mpim: isGroup,
    is_private: channel.kind === 'private',
    is_general: channel.name === 'general',
    is_shared: false,
    is_ext_shared: false,
    is_member: isMember(channel, botUserId),
    creator: channel.creator,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: channel.purpose, creator: '', last_set: 0 },
    num_members: channel.members.length,
    context_team_id: workspace.team.id,
  };
}
