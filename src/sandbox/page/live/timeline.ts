/** Which messages a channel or a thread shows, and where its day headings and author groups begin. Pure. */
import type { Message } from '../../protocol.ts';
import { dayKey } from '../dates.ts';

/** Messages by one author this close together share one avatar (seconds). */
const GROUP_SECONDS = 5 * 60;

export interface Row {
  message: Message;
  /** Seconds since 1970. */
  at: number;
  /** First of its calendar day. */
  startsDay: boolean;
  /** Follows a message by the same author closely: drawn without avatar and name. */
  isContinued: boolean;
  /** The first one the person had not seen when the channel was opened. */
  startsUnread: boolean;
}

/** What stands in the channel itself: no thread replies, except those also sent to the channel. */
export function channelMessages(messages: Message[]): Message[] {
  return messages.filter((message) => !isReply(message) || message.isBroadcast);
}

/** The parent first (when it is still there), then its replies. */
export function threadMessages(messages: Message[], threadTs: string): Message[] {
  return messages.filter((message) => message.ts === threadTs || message.threadTs === threadTs);
}

/** People who replied, most recent first, without repeats. */
export function repliersOf(messages: Message[], threadTs: string): string[] {
  const replies = messages.filter((message) => message.threadTs === threadTs && message.ts !== threadTs);
  return [...new Set(replies.map((message) => message.user).reverse())];
}

export function rowsOf(messages: Message[], tz: string, unreadFrom?: string): Row[] {
  return messages.map((message, index) => {
    const at = Number(message.ts);
    const before = messages[index - 1];
    const startsDay = !before || dayKey(Number(before.ts), tz) !== dayKey(at, tz);
    const startsUnread = unreadFrom !== undefined && message.ts === unreadFrom;
    return {
      message,
      at,
      startsDay,
      startsUnread,
      isContinued: !startsDay && !startsUnread && continues(before, message),
    };
  });
}

/**
 * The `ts` of the first message not seen yet, given how many there are.
 * Messages of the person's own are never unread.
 */
export function firstUnread(messages: Message[], unread: number, me: string): string | undefined {
  if (unread <= 0) return undefined;
  return messages.filter((message) => message.user !== me && !message.ephemeralFor).at(-unread)?.ts;
}

export function isReply(message: Message): boolean {
  return message.threadTs !== undefined && message.threadTs !== message.ts;
}

function continues(before: Message | undefined, message: Message): boolean {
  if (!before || before.user !== message.user || before.subtype || message.subtype) return false;
  if (before.ephemeralFor !== message.ephemeralFor || message.isBroadcast) return false;
  return Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
}
