import { z } from 'zod';
import type { Receipt } from '../db/schema.ts';
import type { Delivery } from '../delivery/claim.ts';
import type { Delivered } from '../delivery/outcome.ts';
import type { SlackAnswer, SlackApi } from './api.ts';
import { isMalformed, SlackRefusal } from './errors.ts';
import { inWords, rings, unrung } from './kit/in-words.ts';
import type { MessageView } from './kit/text.ts';

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
/** Looked through for our own post, 200 messages each. Where that is not enough, it is not known whether it is there. */
const MOST_PAGES = 20;
/** Slack's clock may differ from ours; and a call goes on for some seconds after it was begun. Milliseconds. */
const CLOCK_SKEW = 120_000;

/** Slack cuts longer ones, or refuses them. */
const TEXT_LENGTH = 3_000;
/** How a workspace forbids apps to ring a whole channel. It may mean the channel itself, which the second try tells. */
const MAY_NOT_RING = ['restricted_action', 'no_permission', 'user_is_restricted', 'not_allowed_token_type'];

/** The message is gone, or was written by an installation of the app before this one: it can never be edited. */
const UNEDITABLE = ['message_not_found', 'cant_update_message', 'edit_window_closed'];
/** What a thread hangs from is gone. */
const NO_THREAD = ['cannot_reply_to_message', 'thread_not_found', 'message_not_found'];

/** What of a delivery matters here, whatever its kind. */
type Attempt = Pick<Delivery, 'key' | 'attempt' | 'receipt' | 'createdAt' | 'triedAt' | 'owed'>;

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
  refused: readonly string[] = [],
): Promise<Posted> {
  return (await findEarlier(api, delivery, channel, refused)) ?? post(api, delivery, channel, view, null, refused);
}

/** The same, as a reply; in the channel itself when there is nothing to reply to. */
export async function postReplyOnce(
  api: SlackApi,
  delivery: Attempt,
  channel: string,
  view: MessageView,
  thread: Thread | null,
): Promise<Posted> {
  if (delivery.attempt > 1 && thread) {
    const earlier = await findInThread(api, delivery, channel, thread.ts);
    if (earlier) return earlier;
  }
  if (!thread) return postOnce(api, delivery, channel, view);
  const alone = await findEarlier(api, delivery, channel);
  if (alone) return alone;
  try {
    return await post(api, delivery, channel, view, thread, NO_THREAD);
  } catch (error) {
    if (!(error instanceof SlackRefusal && NO_THREAD.includes(error.code))) throw error;
    return post(api, delivery, channel, view, null);
  }
}

/** Edit what was posted before, or post it for the first time. A message somebody deleted is posted anew. */
export async function postOrEdit(
  api: SlackApi,
  delivery: Attempt,
  channel: string,
  view: MessageView,
  refused: readonly string[] = [],
): Promise<Delivered> {
  const stands = standsAt(delivery.receipt);
  const edited = stands && (await editAt(api, delivery, stands, view, refused));
  if (edited) return { receipt: edited };
  const earlier = await recover(api, delivery, channel, refused);
  return earlier ?? { receipt: await post(api, delivery, channel, view, null, refused) };
}

/** Edit what stands there. Null when it is gone, or can never be edited. */
export async function editAt(
  api: SlackApi,
  delivery: Attempt,
  { channel, ts }: Posted,
  view: MessageView,
  refused: readonly string[] = [],
): Promise<Posted | null> {
  try {
    await say(api, 'chat.update', { channel, ts }, delivery, view, [...UNEDITABLE, ...refused]);
    return { channel, ts };
  } catch (error) {
    if (!(error instanceof SlackRefusal && UNEDITABLE.includes(error.code))) throw error;
    return null;
  }
}

/** Where the message stands that a receipt is of. */
export function standsAt(receipt: Receipt | null | undefined): Posted | null {
  return receipt?.channel && receipt.ts ? { channel: receipt.channel, ts: receipt.ts } : null;
}

/**
 * What an earlier attempt posted without our hearing of it, or null. It shows the state of that time, so it is owed
 * once more, as an edit.
 */
export async function recover(
  api: SlackApi,
  delivery: Attempt,
  channel: string,
  refused: readonly string[] = [],
): Promise<Delivered | null> {
  const earlier = await findEarlier(api, delivery, channel, refused);
  return earlier && { receipt: earlier, owes: [delivery.owed] };
}

async function post(
  api: SlackApi,
  delivery: Attempt,
  channel: string,
  view: MessageView,
  thread: Thread | null,
  refused: readonly string[] = [],
): Promise<Posted> {
  const where = {
    channel,
    unfurl_links: false,
    unfurl_media: false,
    ...(thread ? { thread_ts: thread.ts, reply_broadcast: thread.broadcast } : {}),
  };
  return postAnswer.parse(await say(api, 'chat.postMessage', where, delivery, view, refused));
}

/**
 * Send it as it is. What Slack does not take in this form goes out as words alone, and what may not ring a whole channel
 * goes out without that: said plainly is better than not said. The next redrawing tries the whole again.
 */
async function say(
  api: SlackApi,
  method: 'chat.postMessage' | 'chat.update',
  where: Record<string, unknown>,
  delivery: Attempt,
  view: MessageView,
  refused: readonly string[],
): Promise<SlackAnswer> {
  const metadata = { event_type: EVENT_TYPE, event_payload: { key: delivery.key } };
  const send = (shown: MessageView, also: readonly string[] = []) => {
    const { blocks } = shown;
    const text = [...shown.text].slice(0, TEXT_LENGTH).join('');
    return api.call(method, { ...where, text, ...(blocks.length > 0 ? { blocks } : {}), metadata }, [
      ...refused,
      ...also,
    ]);
  };
  const attempt = async (shown: MessageView, also?: readonly string[]) => {
    try {
      return await send(shown, also);
    } catch (error) {
      if (!(error instanceof SlackRefusal && isMalformed(error.code)) || refused.includes(error.code)) throw error;
      return await send(inWords(shown), also);
    }
  };
  if (!rings(view)) return attempt(view);
  try {
    return await attempt(view, MAY_NOT_RING);
  } catch (error) {
    if (!(error instanceof SlackRefusal && MAY_NOT_RING.includes(error.code))) throw error;
    return attempt(unrung(view));
  }
}

async function findEarlier(
  api: SlackApi,
  delivery: Attempt,
  channel: string,
  refused: readonly string[] = [],
): Promise<Posted | null> {
  if (delivery.attempt === 1) return null;
  const place = await channelOf(api, channel, refused);
  return findPosted(api, delivery, 'conversations.history', { channel: place });
}

async function findInThread(api: SlackApi, delivery: Attempt, channel: string, ts: string): Promise<Posted | null> {
  try {
    return await findPosted(api, delivery, 'conversations.replies', { channel, ts }, NO_THREAD);
  } catch (error) {
    if (error instanceof SlackRefusal && NO_THREAD.includes(error.code)) return null;
    throw error;
  }
}

async function channelOf(api: SlackApi, channel: string, refused: readonly string[]): Promise<string> {
  if (!/^[UW]/.test(channel)) return channel;
  const answer = await api.call('conversations.open', { users: channel }, refused);
  return z.object({ channel: z.object({ id: z.string() }) }).parse(answer).channel.id;
}

async function findPosted(
  api: SlackApi,
  delivery: Attempt,
  method: 'conversations.history' | 'conversations.replies',
  where: { channel: string; ts?: string },
  refused: readonly string[] = [],
): Promise<Posted | null> {
  const oldest = seconds(delivery.createdAt.getTime() - CLOCK_SKEW);
  const latest = delivery.triedAt ? { latest: seconds(delivery.triedAt.getTime() + CLOCK_SKEW) } : {};
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const args = { ...where, oldest, ...latest, limit: 200, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const { messages, response_metadata } = historyAnswer.parse(await api.call(method, args, refused));
    const ours = messages.find(
      ({ ts, metadata }) =>
        metadata?.event_type === EVENT_TYPE &&
        metadata.event_payload.key === delivery.key &&
        ts !== delivery.receipt?.ts,
    );
    if (ours) return { channel: where.channel, ts: ours.ts };
    cursor = response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  throw new Error('It could not be made sure that it was not posted before: too much was said in the channel since.');
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(6);
}
