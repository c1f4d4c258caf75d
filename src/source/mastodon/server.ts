import { createParser } from 'eventsource-parser';
import { beginTurn } from '../../turns.ts';
import { after, minutes } from '../../words/time.ts';
import { bytesOf, jsonOf } from '../pull/turn.ts';
import { Refused, type SafeFetch, Wait } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';
import { parseJson } from '../values/json.ts';
import { publishedAt } from '../values/published-at.ts';
import type { Told } from './status.ts';

export interface Server {
  /** `https://mastodon.social` */
  address: string;
  token: string;
  fetch: SafeFetch;
  signal: AbortSignal;
  now: () => Date;
}

/** Pages of what was missed, in one turn. The rest comes in the next. */
const MOST_PAGES = 50;
const PAGE = 40;
/** One event. Characters: 1 MiB. */
const EVENT_LIMIT = 1_048_576;
/** Before the first pull. Minutes. */
const LOOK_BACK = 24 * 60;

/**
 * The stream of what concerns the account. Not `user/notification`: deletions and our own answers are told on `user`
 * alone, at the price of the home timeline, which is passed over.
 * Throws `Refused` or `Wait` when the server says so.
 */
export async function streamOf(server: Server): Promise<Response> {
  const address = await streamingAddress(server);
  return ask(server, `${address}/api/v1/streaming/user`, 'text/event-stream');
}

/** The streaming server may have a name of its own: the instance says which. */
async function streamingAddress({ address, fetch, signal }: Server): Promise<string> {
  const response = await fetch(`${address}/api/v2/instance`, { headers: { accept: 'application/json' }, signal });
  const instance = response.ok ? await jsonOf(response, signal) : null;
  await response.body?.cancel().catch(() => undefined);
  const urls = fieldsOf(fieldsOf(fieldsOf(instance)?.get('configuration'))?.get('urls'));
  const named = String(urls?.get('streaming') ?? '');
  // The token goes there: never unencrypted, unless the server itself is asked that way.
  const isSafe = /^(wss|https):\/\//i.test(named) || (address.startsWith('http://') && /^ws:\/\//i.test(named));
  return isSafe && URL.canParse(named) ? new URL(named.replace(/^ws/i, 'http')).origin : address;
}

/** The account's own id; null when the token may not ask for it. */
export async function ownId(server: Server): Promise<string | null> {
  const { address, token, fetch, signal } = server;
  const response = await fetch(`${address}/api/v1/accounts/verify_credentials`, { headers: bearer(token), signal });
  const account = response.ok ? await jsonOf(response, signal) : null;
  await response.body?.cancel().catch(() => undefined);
  const id = fieldsOf(account)?.get('id');
  return typeof id === 'string' ? id : null;
}

/**
 * Mentions since the notification `last`, a page at a time, the oldest first; of the last day when there is none yet.
 * `last` of a page is to be kept with it.
 */
export async function* missedMentions(
  server: Server,
  last: string | null,
): AsyncGenerator<{ told: Told[]; last: string | null }> {
  const earliest = after(server.now(), -minutes(LOOK_BACK));
  for (let page = 0, from = last; page < MOST_PAGES && !server.signal.aborted; page++) {
    const since = from === null ? '' : `&min_id=${encodeURIComponent(from)}`;
    const url = `${server.address}/api/v1/notifications?types[]=mention&limit=${PAGE}${since}`;
    const found = await jsonOf(await ask(server, url, 'application/json'), server.signal);
    if (server.signal.aborted) return;
    if (!Array.isArray(found)) throw new Error('The server did not answer as Mastodon does.');
    const newest = found.map(idOf).reduce(newer, from);
    // The newest come first. On the first pull there is no place to go on from, and older ones are left alone.
    const taken = found
      .filter((one) => from !== null || isSince(fieldsOf(one)?.get('createdat'), earliest, server.now()))
      .reverse();
    yield { told: taken.map((data) => ({ event: 'notification', data })), last: newest };
    if (found.length === 0 || from === null || newest === from) return;
    from = newest;
  }
}

/** What the stream tells, as it comes. Throws when one event is larger than 1 MiB. */
export async function* eventsOf(stream: Response, signal: AbortSignal): AsyncGenerator<Told[]> {
  let events: { event: string; data: string }[] = [];
  let isTooLarge = false;
  const decoder = new TextDecoder();
  const parser = createParser({
    maxBufferSize: EVENT_LIMIT,
    onEvent: ({ event = 'message', data }) => void events.push({ event, data }),
    onError: ({ type }) => {
      isTooLarge ||= type === 'max-buffer-size-exceeded';
    },
  });
  for await (const bytes of bytesOf(stream, signal)) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    if (isTooLarge) throw new Error('The server sent an event larger than 1 MiB.');
    const told: Told[] = [];
    const turn = beginTurn();
    for (const { event, data } of events) {
      if (turn.isOver()) await turn.next();
      told.push({ event, data: await dataOf(event, data) });
    }
    events = [];
    if (told.length > 0) yield told;
  }
}

/**
 * A deletion is an id, all else is JSON. Of what is not, nothing is kept: rejected items can be looked at, and nobody
 * knows whether this one was private.
 */
async function dataOf(event: string, data: string): Promise<unknown> {
  if (event === 'delete') return data.trim();
  const parsed = await parseJson(Buffer.from(data));
  return 'value' in parsed ? parsed.value : null;
}

async function ask({ token, fetch, signal, now }: Server, url: string, accept: string): Promise<Response> {
  const response = await fetch(url, { headers: { ...bearer(token), accept }, signal });
  if (response.ok) return response;
  await response.body?.cancel().catch(() => undefined);
  if (response.status === 401) throw new Refused('The Mastodon server does not accept the access token.');
  if (response.status === 403) {
    throw new Refused('The Mastodon access token lacks the scope read:notifications or read:statuses.');
  }
  if (response.status === 404) throw new Refused('There is no Mastodon server at this address.');
  if (response.status === 429) {
    const reset = publishedAt(response.headers.get('x-ratelimit-reset'), now());
    const isAhead = reset !== null && reset > now();
    throw new Wait(isAhead ? reset : after(now(), minutes(5)), 'The Mastodon server asks us to call less often.');
  }
  throw new Error(`The Mastodon server answered with HTTP ${response.status}.`);
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function idOf(notification: unknown): string | null {
  const id = fieldsOf(notification)?.get('id');
  return typeof id === 'string' && id !== '' ? id : null;
}

/** The later of two ids: numbers of any length, or words that sort by time. */
function newer(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return b.length > a.length || (b.length === a.length && b > a) ? b : a;
}

function isSince(written: unknown, earliest: Date, now: Date): boolean {
  const at = publishedAt(written, now);
  return at === null || at >= earliest;
}
