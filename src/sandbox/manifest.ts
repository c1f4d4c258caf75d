/** The parts of a Slack app manifest a workspace acts on. */
import { z } from 'zod';

const command = z.object({
  command: z.string().startsWith('/').min(2).max(32),
  description: z.string().max(2000),
  usage_hint: z.string().max(1000).default(''),
  should_escape: z.boolean().default(false),
});

const shortcut = z.object({
  name: z.string().max(24),
  type: z.enum(['message', 'global']),
  callback_id: z.string().max(255),
  description: z.string().max(150),
});

/** Limits: https://docs.slack.dev/reference/app-manifest. Fields a workspace does not act on are dropped. */
export const slackManifest = z.object({
  display_information: z.object({ name: z.string().min(1).max(35) }),
  features: z
    .object({
      app_home: z
        .object({ home_tab_enabled: z.boolean().default(false), messages_tab_enabled: z.boolean().default(false) })
        .default({ home_tab_enabled: false, messages_tab_enabled: false }),
      bot_user: z.object({ display_name: z.string().min(1).max(80) }).optional(),
      shortcuts: z.array(shortcut).max(10).default([]),
      slash_commands: z.array(command).max(50).default([]),
    })
    .default({
      app_home: { home_tab_enabled: false, messages_tab_enabled: false },
      shortcuts: [],
      slash_commands: [],
    }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).default([]) }) }),
  settings: z
    .object({
      event_subscriptions: z
        .object({ bot_events: z.array(z.string()).max(100).default([]) })
        .default({ bot_events: [] }),
      socket_mode_enabled: z.boolean().default(false),
    })
    .default({ event_subscriptions: { bot_events: [] }, socket_mode_enabled: false }),
});

/** As written in a manifest file: everything with a default may be left out. */
export type SlackManifest = z.input<typeof slackManifest>;

export type SlashCommand = z.output<typeof command>;
export type Shortcut = z.output<typeof shortcut>;

/** What the workspace knows of the installed app. */
export interface AppProfile {
  appId: string;
  botUserId: string;
  botId: string;
  /** The display name of its bot user. */
  name: string;
  scopes: string[];
  /** Event types it subscribed to, for instance `message.im`. */
  botEvents: string[];
  commands: SlashCommand[];
  shortcuts: Shortcut[];
  homeTab: boolean;
  messagesTab: boolean;
  socketMode: boolean;
}

/** Reads a manifest. Throws a ZodError that names the field and the rule it broke. */
export function readManifest(
  manifest: SlackManifest,
  ids: { appId: string; botUserId: string; botId: string },
): AppProfile {
  const { display_information, features, oauth_config, settings } = slackManifest.parse(manifest);
  return {
    ...ids,
    name: features.bot_user?.display_name ?? display_information.name,
    scopes: oauth_config.scopes.bot,
    botEvents: settings.event_subscriptions.bot_events,
    commands: features.slash_commands,
    shortcuts: features.shortcuts,
    homeTab: features.app_home.home_tab_enabled,
    messagesTab: features.app_home.messages_tab_enabled,
    socketMode: settings.socket_mode_enabled,
  };
}
