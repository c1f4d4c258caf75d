import type { Mention } from '../mention/words.ts';
import { normalised } from './normalised.ts';

/** Text shorter than this many words is too little to say that two posts tell the same story. */
const ENOUGH_WORDS = 5;

/** Scripts that set no spaces between words; about two characters make one. */
export const UNSPACED =
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
  // Marks are vowels in Hindi and Thai; only those that style an emoji go.
  return normalised(text.replace(/[\uFE00-\uFE0F\u20E3]/g, ''), 'NFKC')
    .toLowerCase()
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\b(rt|via)\s+(?=@)/g, ' ')
    .replace(HANDLE, ' ')
    .replace(/[^\p{L}\p{M}\p{N}\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Is what a mention says, normalised, enough to tell a story by? Never where it is withheld or very short. */
export function isTelling(said: string | null, textState: Mention['textState']): said is string {
  return said !== null && textState !== 'withheld' && countWords(said) >= ENOUGH_WORDS;
}

function countWords(said: string): number {
  const unspaced = said.match(UNSPACED)?.length ?? 0;
  const spaced = said.replace(UNSPACED, ' ').split(' ').filter(Boolean).length;
  return spaced + Math.floor(unspaced / UNSPACED_PER_WORD);
}

/** What of a mention is needed to recognise it. `said` is its text, normalised. */
export interface Seen {
  id: string;
  source: string;
  canonicalUrl: string | null;
  said: string | null;
}

/**
 * Are these one post? The same source and id give the same `id`. The same address is the same post too, unless one
 * source tells two different texts apart there: reviews share their page's address.
 */
export function isSamePost(a: Seen, b: Seen): boolean {
  if (a.id === b.id) return true;
  if (a.canonicalUrl === null || a.canonicalUrl !== b.canonicalUrl) return false;
  if (a.source !== b.source || a.said === null || b.said === null) return true;
  return a.said === b.said;
}
