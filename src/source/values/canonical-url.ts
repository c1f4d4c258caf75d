import normalizeUrl from 'normalize-url';
import { storable } from './storable.ts';

/** Slack refuses a button with a longer URL. Characters. */
export const URL_LIMIT = 3000;

const TRACKING = [/^utm_/i, /^(fbclid|gclid|dclid|msclkid|mc_eid|mc_cid|igshid|igsh|si|ref|ref_src)$/i];
const TLD = String.raw`(com|co|[a-z]{2,3})(\.[a-z]{2})?`;
/** Pages that only lead on, and the parameters that say where to. */
const REDIRECTS: { page: RegExp; to: string[] }[] = [
  { page: new RegExp(String.raw`^(www\.)?google\.${TLD}/url$`), to: ['url', 'q'] },
  { page: /^lm?\.facebook\.com\/l\.php$/, to: ['u'] },
  { page: /^l\.instagram\.com\/$/, to: ['u'] },
];
/** Other doors to the same post. */
const SAME_HOST = new Map(
  Object.entries({
    'twitter.com': 'x.com',
    'mobile.twitter.com': 'x.com',
    'mobile.x.com': 'x.com',
    'm.facebook.com': 'facebook.com',
    'm.youtube.com': 'youtube.com',
    'old.reddit.com': 'reddit.com',
    'm.reddit.com': 'reddit.com',
  }),
);

/**
 * A link people can open: http or https, at most 3,000 characters. `example.com/post` gets its missing `https://`.
 * Null when it is no such link.
 */
export function link(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > URL_LIMIT) return null;
  const text = storable(value).trim();
  const bare = /^([a-z\d-]+\.)+[a-z]{2,}([/?#]|$)/i.test(text);
  const url = parse(bare ? `https://${text}` : text);
  return url && url.href.length <= URL_LIMIT ? url.href : null;
}

/**
 * The same for every link to one post: redirects unwrapped; tracking, hash and `www.` gone; https; parameters sorted.
 * For recognising a post, not for showing. Null when it is no http or https URL; never throws.
 */
export function canonicalUrl(value: string): string | null {
  const target = unwrap(value);
  if (!target) return null;
  const host = SAME_HOST.get(target.hostname.replace(/^www\./, ''));
  if (host) target.hostname = host;
  // `?s=20&t=…` tells how an X post was shared, never which post it is.
  if (target.hostname === 'x.com' && /\/status\/\d+/.test(target.pathname)) target.search = '';
  try {
    return normalizeUrl(target.href, { forceHttps: true, stripHash: true, removeQueryParameters: TRACKING });
  } catch {
    target.hash = '';
    return target.href;
  }
}

/** Where a link leads in the end, as far as the link itself says. Null when it is no http or https URL. */
export function unwrap(value: string): URL | null {
  let url = parse(value);
  for (let hop = 0; url && hop < 3; hop++) {
    const page = `${url.hostname}${url.pathname}`;
    const { searchParams } = url;
    const names = REDIRECTS.find((redirect) => redirect.page.test(page))?.to ?? [];
    const next: URL | null = names.map((name) => parse(searchParams.get(name) ?? '')).find((to) => to !== null) ?? null;
    if (!next) break;
    url = next;
  }
  return url;
}

function parse(text: string): URL | null {
  if (!/^https?:\/\//i.test(text)) return null;
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
