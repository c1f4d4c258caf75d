/** The one door through which sources call the outside: what people typed must not reach behind our own firewall. */
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher, fetch } from 'undici';
import { decode } from '../files/decode.ts';
import { Refused, type SafeFetch } from '../source.ts';

const MOST_REDIRECTS = 5;
/** For the head of an answer, redirects included. Milliseconds. */
const HEAD_WITHIN = 15_000;
/** 5 MiB. */
export const ANSWER_LIMIT = 5 * 1_048_576;
/** What another server may see of a request that the first one passed on: nothing that proves who we are. */
const HARMLESS = new Set(['accept', 'accept-language', 'user-agent']);

/** Private, loopback, link-local (cloud metadata), carrier's, reserved: all but what is reached over the internet. */
const NOT_PUBLIC = 'This address is in a private network. Firebreak calls public addresses only.';

export interface Allowed {
  /** For tests alone, which talk to loopback: hosts that may be private. Nothing else passes it. */
  allowPrivate?: (host: string) => boolean;
  /** Asks DNS. Default: the system's. */
  lookup?: LookupFunction;
}

/**
 * Why an address cannot be called, in a sentence; null when it can, as far as it says itself. DNS is asked later, when
 * it is called.
 */
export function wrongAddress(value: string, { allowPrivate }: Pick<Allowed, 'allowPrivate'> = {}): string | null {
  if (!URL.canParse(value)) return 'This is no web address. It begins with https://.';
  // What people write as 2130706433, 0x7f.1 or 127.1 is 127.0.0.1 to a URL.
  const { protocol, hostname, username, password } = new URL(value);
  if (protocol !== 'https:' && protocol !== 'http:') return 'The address begins with https:// or http://.';
  if (username || password) return 'Leave the name and password out of the address.';
  const host = bare(hostname);
  if (allowPrivate?.(host)) return null;
  if (/(^|\.)(localhost|local|internal|home\.arpa)$/.test(host)) return NOT_PUBLIC;
  return ipaddr.isValid(host) && !isPublic(host) ? NOT_PUBLIC : null;
}

/**
 * DNS for `net.connect`: gives public addresses alone, so that a name cannot lead inside, not even one that answers
 * otherwise the second time. Literal addresses are never looked up: `wrongAddress` tells those.
 */
export function safeLookup({ allowPrivate, lookup }: Allowed = {}): LookupFunction {
  const ask: LookupFunction = lookup ?? ((...question) => dns.lookup(...question));
  return (hostname, options, callback) => {
    const answer = (addresses: { address: string; family: number }[]) => {
      const found = allowPrivate?.(bare(hostname)) ? addresses : addresses.filter(({ address }) => isPublic(address));
      const [first] = found;
      if (!first) callback(new Refused(NOT_PUBLIC), '', 0);
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    };
    ask(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) callback(error, '', 0);
      else answer(typeof found === 'string' ? [{ address: found, family: family ?? 4 }] : found);
    });
  };
}

/** The same for whatever opens its own connections, such as a web socket. */
export const lookup = safeLookup();

/**
 * A fetch for addresses that an administrator typed. It refuses private ones, in the address, in what DNS says and in
 * each redirect; names and passwords in an address; other protocols than http and https. It gives up after 15 seconds
 * without an answer; how long the body may take is for the caller's signal.
 * Throws `Refused` with a sentence that does not contain the address, or what the network said.
 */
export function safeFetch(allowed: Allowed = {}): SafeFetch {
  const dispatcher = new Agent({ connect: { lookup: safeLookup(allowed), timeout: HEAD_WITHIN } });
  return async (address, init = {}) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('It did not answer within 15 seconds.')), HEAD_WITHIN);
    const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
    try {
      return await follow(address, { 'user-agent': 'Firebreak', ...init.headers }, signal, dispatcher, allowed);
    } catch (error) {
      // A refusal in DNS arrives wrapped by the network's error.
      throw error instanceof Error && error.cause instanceof Refused ? error.cause : error;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** By hand, because each step must be looked at before it is taken. */
async function follow(
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  dispatcher: Dispatcher,
  allowed: Allowed,
): Promise<Response> {
  let [url, sent] = [address, headers];
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const wrong = wrongAddress(url, allowed);
    if (wrong) throw new Refused(hop === 0 ? wrong : `It leads elsewhere, and there: ${wrong}`);
    // undici's own fetch, not the platform's: a dispatcher is only sure to fit the fetch it was made with.
    const response = await fetch(url, { headers: sent, signal, dispatcher, redirect: 'manual' });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) return response as unknown as Response;
    await response.body?.cancel().catch(() => undefined);
    if (!URL.canParse(location, url)) throw new Refused('It leads elsewhere, to what is no web address.');
    const next = new URL(location, url);
    if (next.origin !== new URL(url).origin) sent = harmless(sent);
    url = next.href;
  }
  throw new Refused(`It leads elsewhere more than ${MOST_REDIRECTS} times.`);
}

function harmless(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name.toLowerCase())));
}

/**
 * The whole body as text, in the encoding that it names, its XML declaration included.
 * Throws `Refused` when it is larger than `most` bytes.
 */
export async function readText(response: Response, most = ANSWER_LIMIT): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    // Leaving the loop ends the connection.
    if (size > most) throw new Refused(`It sends more than ${Math.floor(most / 1_048_576)} MiB at once.`);
    parts.push(part);
  }
  const raw = Buffer.concat(parts);
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1];
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)/.exec(raw.toString('latin1', 0, 200))?.[1];
  return (await decode(raw, charset ?? declared ?? null)).text;
}

/** IPv6 in all its ways to carry an IPv4 address (mapped, 6to4, NAT64) has ranges of its own and is refused with them. */
function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast';
}

/** Without the brackets of IPv6 and the dot at the end, which change nothing about where it leads. */
function bare(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
