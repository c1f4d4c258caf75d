import type { Mention } from '../words.ts';

/** Text shorter than this many words is too little to say that two posts tell the same story. */
const ENOUGH_WORDS = 5;

/** Scripts that set no spaces between words; about two characters make one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
const UNSPACED_PER_WORD = 2;

/** `@acme`, `@acme.bsky.social`, `@acme@mastodon.social`. ASCII, so that it ends where Japanese goes on without a space. */
const HANDLE = /@\w+(?:[.@-]\w+)*/g;

/** A story goes on while its mentions come at most this far apart. Milliseconds. */
export const STORY_WINDOW = 48 * 60 * 60_000;

/**
 * What a post says, without what differs between copies of it: case, links, handles, hash signs, "RT", punctuation.
 */
export function normaliseText(text: string): string {
  return (
    text
      // Marks are vowels in Hindi and Thai; only those that style an emoji go.
      .replace(/[\uFE00-\uFE0F\u20E3]/g, '')
      .normalize('NFKC')
      .toLowerCase()
      .replace(/https?:\/\/\S+/g, ' ')
      .replace(/\b(rt|via)\s+(?=@)/g, ' ')
      .replace(HANDLE, ' ')
      .replace(/[^\p{L}\p{M}\p{N}\s]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
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
    if (countWords(said) >= ENOUGH_WORDS) keys.push(`text:${said}`);
  }
  return keys;
}

function countWords(said: string): number {
  const unspaced = said.match(UNSPACED)?.length ?? 0;
  const spaced = said.replace(UNSPACED, ' ').split(' ').filter(Boolean).length;
  return spaced + Math.floor(unspaced / UNSPACED_PER_WORD);
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
