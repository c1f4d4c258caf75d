import type { Mention } from '../words.ts';

/** Text shorter than this many words is too little to say that two posts tell the same story. */
const ENOUGH_WORDS = 5;

/** A story goes on while its mentions come at most this far apart. Milliseconds. */
export const STORY_WINDOW = 48 * 60 * 60_000;

/**
 * What a post says, without what differs between copies of it: case, links, handles, hash signs, "RT", punctuation.
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\b(rt|via)\s+@\w+:?/g, ' ')
    .replace(/@\w+/g, ' ')
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The keys under which a mention's story is found: two mentions that share one tell the same story.
 * Withheld and very short texts have no text key, so they never group by text.
 */
export function storyKeys(mention: Pick<Mention, 'canonicalUrl' | 'text' | 'textState'>): string[] {
  const keys: string[] = [];
  if (mention.canonicalUrl) keys.push(`url:${mention.canonicalUrl}`);
  if (mention.text && mention.textState !== 'withheld') {
    const said = normaliseText(mention.text);
    if (said.split(' ').length >= ENOUGH_WORDS) keys.push(`text:${said}`);
  }
  return keys;
}

/**
 * Are these one post? The same source and id give the same `id`. The same address is the same post too, unless one
 * source tells two different texts apart there: reviews share their page's address.
 */
export function isSamePost(a: Seen, b: Seen): boolean {
  if (a.id === b.id) return true;
  if (a.canonicalUrl === null || a.canonicalUrl !== b.canonicalUrl) return false;
  if (a.source !== b.source || a.text === null || b.text === null) return true;
  return normaliseText(a.text) === normaliseText(b.text);
}

/** What of a mention is needed to recognise it. */
export type Seen = Pick<Mention, 'id' | 'source' | 'canonicalUrl' | 'text'>;
