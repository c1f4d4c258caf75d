import { z } from 'zod';
import type { Receipt } from '../../db/schema.ts';
import type { Delivery } from '../../delivery/claim.ts';
import type { SlackApi } from '../api.ts';
import { SlackRefusal } from '../errors.ts';
import type { MessageView } from '../views/text.ts';

const EVENT_TYPE = 'firebreak_delivery';
const postAnswer = z.object({ channel: z.string(), ts: z.string() });
const historyAnswer = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
/** Looked through for our own post; more was never posted in a channel between two attempts. */
const MOST_PAGES = 10;
const CLOCK_SKEW = 120_000;

/** What of a delivery matters here, whatever its kind. */
type Attempt = Pick<Delivery, 'key' | 'attempt' | 'receipt' | 'createdAt'>;

export interface Thread {
  ts: string;
  /** Shown in the channel as well. */
  broadcast: boolean;
}

export interface Posted extends Receipt {
  channel: string;
  ts: string;
}

/**
 * Post exactly once, whatever happened to earlier attempts: each post carries its delivery's key, and a later attempt
 * looks for it before posting again. `channel` may be a person's id: their direct messages with the app.
 */
export async function postOnce(
  api: SlackApi,
  delivery: Attempt,
  channel: string,
  view: MessageView,
  thread: Thread | null = null,
  refused: readonly string[] = [],
): Promise<Posted> {
  if (delivery.attempt > 1) {
    const place = await channelOf(api, channel, refused);
    const earlier = await findPosted(api, delivery, place, thread);
    if (earlier) return { channel: place, ts: earlier };
  }
  const answer = await api.call(
    'chat.postMessage',
    {
      channel,
      ...message(delivery, view),
      unfurl_links: false,
      unfurl_media: false,
      ...(thread ? { thread_ts: thread.ts, reply_broadcast: thread.broadcast } : {}),
    },
    refused,
  );
  return postAnswer.parse(answer);
}

/** Edit what was posted before, or post it for the first time. A message somebody deleted is posted anew. */
export async function postOrEdit(
  api: SlackApi,
  delivery: Attempt,
  channel: string,
  view: MessageView,
  refused: readonly string[] = [],
): Promise<Posted> {
  const before = delivery.receipt;
  if (!before?.channel || !before.ts) return postOnce(api, delivery, channel, view, null, refused);
  const posted = { channel: before.channel, ts: before.ts };
  try {
    await api.call('chat.update', { ...posted, ...message(delivery, view) }, ['message_not_found', ...refused]);
    return posted;
  } catch (error) {
    if (!(error instanceof SlackRefusal && error.code === 'message_not_found')) throw error;
    return postOnce(api, { ...delivery, attempt: 1 }, channel, view, null, refused);
  }
}

function message(delivery: Attempt, view: MessageView) {
  return {
    text: [...view.text].slice(0, 3_000).join(''),
    blocks: view.blocks,
    metadata: { event_type: EVENT_TYPE, event_payload: { key: delivery.key } },
  };
}

async function channelOf(api: SlackApi, channel: string, refused: readonly string[]): Promise<string> {
  if (!/^[UW]/.test(channel)) return channel;
  const answer = await api.call('conversations.open', { users: channel }, refused);
  return z.object({ channel: z.object({ id: z.string() }) }).parse(answer).channel.id;
}

async function findPosted(
  api: SlackApi,
  delivery: Attempt,
  channel: string,
  thread: Thread | null,
): Promise<string | null> {
  const method = thread ? 'conversations.replies' : 'conversations.history';
  const oldest = String((delivery.createdAt.getTime() - CLOCK_SKEW) / 1_000);
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await api.call(method, {
      channel,
      oldest,
      limit: 200,
      include_all_metadata: true,
      ...(thread ? { ts: thread.ts } : {}),
      ...(cursor ? { cursor } : {}),
    });
    const { messages, response_metadata } = historyAnswer.parse(answer);
    const ours = messages.find(
      ({ metadata }) => metadata?.event_type === EVENT_TYPE && metadata.event_payload.key === delivery.key,
    );
    if (ours) return ours.ts;
    cursor = response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  return null;
}
