/** `oldest`, `latest`, `inclusive`, `limit` and `cursor`, as conversations.history and .replies take them. */
import { refuse } from '../refusal.ts';
import { parseTs } from '../state/ids.ts';
import type { StoredMessage } from '../state/things.ts';
import { type Args, count, flag, text } from './arguments.ts';

export interface MessagePage {
  messages: StoredMessage[];
  /** Of the next page; empty on the last. */
  cursor: string;
}

interface Span {
  /** In microseconds since 1970. */
  contains: (at: number) => boolean;
  isBefore: (at: number) => boolean;
}

/** Throws `invalid_ts_oldest` or `invalid_ts_latest`. */
function spanArgument(args: Args): Span {
  const oldest = parseTs(text(args, 'oldest') ?? '0');
  const latest = parseTs(text(args, 'latest') ?? 'Infinity');
  if (Number.isNaN(oldest)) throw refuse('invalid_ts_oldest');
  if (Number.isNaN(latest)) throw refuse('invalid_ts_latest');
  const isInclusive = flag(args, 'inclusive');
  const isBefore = (at: number) => (isInclusive ? at < oldest : at <= oldest);
  const isAfter = (at: number) => (isInclusive ? at > latest : at >= latest);
  return { contains: (at) => !isBefore(at) && !isAfter(at), isBefore };
}

/** A cursor names the message that begins the page, so that new messages move nothing. Throws `invalid_cursor`. */
function cursorArgument(args: Args, fallback: number): number {
  const given = text(args, 'cursor');
  if (given === undefined) return fallback;
  const [, micros] = /^next_ts:(\d+)$/.exec(Buffer.from(given, 'base64').toString()) ?? [];
  if (micros === undefined) throw refuse('invalid_cursor');
  return Number(micros);
}

function cursorTo(message: StoredMessage): string {
  return Buffer.from(`next_ts:${parseTs(message.ts)}`).toString('base64');
}

/** The newest first. `messages` come oldest first; no more of them are looked at than the page needs. */
export function newestFirst(
  messages: StoredMessage[],
  args: Args,
  isShown: (message: StoredMessage) => boolean,
): MessagePage {
  const limit = count(args, 'limit', 100, 999);
  const span = spanArgument(args);
  const from = cursorArgument(args, Number.POSITIVE_INFINITY);
  const page: StoredMessage[] = [];
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (!message) break;
    const at = parseTs(message.ts);
    if (span.isBefore(at)) break;
    if (at > from || !span.contains(at) || !isShown(message)) continue;
    if (page.length === limit) return { messages: page, cursor: cursorTo(message) };
    page.push(message);
  }
  return { messages: page, cursor: '' };
}

/** The oldest first, after `head`, which stands on the first page whatever the span. */
export function oldestFirst(head: StoredMessage, messages: StoredMessage[], args: Args): MessagePage {
  const limit = count(args, 'limit', 1000, 1000);
  const span = spanArgument(args);
  const from = cursorArgument(args, 0);
  const found = messages.filter((message) => {
    const at = parseTs(message.ts);
    return at >= from && span.contains(at);
  });
  const all = from === 0 ? [head, ...found] : found;
  const next = all[limit];
  return { messages: all.slice(0, limit), cursor: next ? cursorTo(next) : '' };
}
