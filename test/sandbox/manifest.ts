/** The manifest of an app that uses everything, for tests of the workspace. */
import type { SlackManifest } from '../../src/sandbox/manifest.ts';

export const MANIFEST = {
  display_information: { name: 'Test App' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    bot_user: { display_name: 'Tester' },
    shortcuts: [
      { name: 'Open something', type: 'global', callback_id: 'open_something', description: 'Opens something' },
      { name: 'Look at this', type: 'message', callback_id: 'look_at_this', description: 'Looks at a message' },
    ],
    slash_commands: [
      { command: '/try', description: 'Tries', usage_hint: '[open | status <id> | help]', should_escape: true },
      { command: '/raw', description: 'Tries, as typed' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        ...['app_mentions:read', 'bookmarks:read', 'bookmarks:write', 'channels:history', 'channels:join'],
        ...['channels:manage', 'channels:read', 'chat:write', 'commands', 'files:read', 'files:write'],
        ...['groups:history', 'groups:read', 'groups:write', 'im:history', 'im:read', 'im:write', 'mpim:write'],
        ...['pins:read', 'pins:write', 'reactions:read', 'reactions:write', 'team:read', 'usergroups:read'],
        ...['users:read', 'users:read.email', 'dnd:read'],
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        ...['app_home_opened', 'app_mention', 'channel_archive', 'channel_deleted', 'channel_left', 'channel_rename'],
        ...['channel_unarchive', 'file_shared', 'group_archive', 'group_deleted', 'group_left', 'group_rename'],
        ...['group_unarchive', 'member_joined_channel', 'member_left_channel', 'message.channels', 'message.groups'],
        ...['message.im', 'reaction_added', 'reaction_removed', 'user_change'],
      ],
    },
  },
} satisfies SlackManifest;
