/** Messages in the shape Slack sends them, to the Web API's callers and in payloads. */
import { conversation } from '../state/state.ts';
import type { StoredMessage } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';
import { slackFiles } from './files.ts';

type Json = Record<string, unknown>;

/** `isFull` adds the metadata, as history does when asked for it. */
export function slackMessage(workspace: Workspace, message: StoredMessage, isFull = false): Json {
  const { app, team } = workspace;
  const replies = conversation(workspace.state, message.channel).replies.get(message.ts) ?? [];
  const byApp = message.user === app.botUserId && !message.subtype;
  return {
    type: 'message',
    ...(message.subtype ? { subtype: message.subtype } : {}),
    ...(message.isBroadcast && !message.subtype ? { subtype: 'thread_broadcast' } : {}),
    ...(message.files.length > 0 && !byApp ? { subtype: 'file_share' } : {}),
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: team.id,
    ...(byApp ? { bot_id: app.botId, app_id: app.appId, bot_profile: botProfile(workspace) } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments ? { attachments: message.attachments } : {}),
    ...(message.files.length > 0 ? { files: slackFiles(workspace, message.files), upload: false } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...threadSummary(workspace, message, replies),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((reaction) => ({ ...reaction, count: reaction.users.length })) }
      : {}),
    ...(isFull && message.metadata ? { metadata: message.metadata } : {}),
  };
}

function threadSummary(workspace: Workspace, message: StoredMessage, replies: string[]): Json {
  if (replies.length === 0) return {};
  const { messages } = conversation(workspace.state, message.channel);
  const users = [...new Set(replies.flatMap((ts) => messages.get(ts)?.user ?? []))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users.slice(0, 5),
    latest_reply: replies.at(-1),
    is_locked: false,
    subscribed: false,
  };
}

function botProfile({ app, team }: Workspace): Json {
  return { id: app.botId, app_id: app.appId, name: app.name, deleted: false, icons: {}, updated: 0, team_id: team.id };
}
