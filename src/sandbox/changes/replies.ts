/** What an app answers where something was done: in a response_url, or in the ack of a slash command. */
import type { Block } from '@slack/types';
import { blocksArgument, flag, text } from '../api/arguments.ts';
import { ringsEveryone } from '../blocks/ringing.ts';
import type { ReplyPlace } from '../grants/response-urls.ts';
import { refuse } from '../refusal.ts';
import type { StoredChannel, StoredMessage } from '../state/things.ts';
import { findMessage, type Workspace } from '../state/workspace.ts';
import { change, post, remove, whisper } from './messages.ts';

type Json = Record<string, unknown>;

/** Shows the answer. Throws a SlackRefusal when Slack would not take it. */
export function replyAt(workspace: Workspace, place: ReplyPlace, body: Json): void {
  const channel = workspace.state.channels.get(place.channel);
  if (!channel) throw refuse('channel_not_found');
  const original = originalOf(workspace, place);
  if (flag(body, 'delete_original')) {
    deleteOriginal(workspace, channel, original);
    return;
  }
  const blocks = blocksArgument(body, 'message') ?? [];
  const content = { text: text(body, 'text') ?? '', blocks };
  if (!content.text.trim() && blocks.length === 0) throw refuse('no_text');
  if (flag(body, 'replace_original')) {
    replaceOriginal(workspace, channel, original, content);
    return;
  }
  const threadTs = text(body, 'thread_ts');
  const draft = { user: workspace.app.botUserId, ...content, ...(threadTs ? { threadTs } : {}) };
  if (body.response_type === 'in_channel') {
    if (!workspace.state.settings.appsMayRingEveryone && ringsEveryone(content)) throw refuse('restricted_action');
    post(workspace, channel, draft);
  } else whisper(workspace, channel.id, place.user, draft);
}

function originalOf(workspace: Workspace, { channel, ts, isEphemeral }: ReplyPlace): StoredMessage | undefined {
  if (!ts) return undefined;
  return isEphemeral ? workspace.state.ephemerals.get(ts) : findMessage(workspace, channel, ts);
}

function deleteOriginal(workspace: Workspace, channel: StoredChannel, original: StoredMessage | undefined): void {
  if (!original) throw refuse('message_not_found');
  if (original.ephemeralFor) workspace.commit({ type: 'ephemeral_deleted', channel: channel.id, ts: original.ts });
  else remove(workspace, channel, original);
}

function replaceOriginal(
  workspace: Workspace,
  channel: StoredChannel,
  original: StoredMessage | undefined,
  content: { text: string; blocks: Block[] },
): void {
  if (!original) throw refuse('message_not_found');
  if (original.ephemeralFor) workspace.commit({ type: 'ephemeral', message: { ...original, ...content } });
  else change(workspace, channel, original, { ...original, ...content });
}
