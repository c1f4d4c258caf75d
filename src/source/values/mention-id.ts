import { hash } from 'node:crypto';
import type { Mention } from '../../alert/mention/words.ts';
import { storable } from './storable.ts';

/** Longer ids are replaced by their hash. Characters. */
const ID_LIMIT = 500;

/** The same post from the same source always gets the same id: 32 hex characters. */
export function mentionId(source: string, externalId: string): string {
  return hash('sha256', `${source}\0${externalId}`).slice(0, 32);
}

/**
 * The source's own id. Null for those that lost digits on the way and would make one post of two: `5.70306E+17` from a
 * spreadsheet, a JSON number above 2^53.
 */
export function givenId(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value !== 'string') return null;
  const id = storable(value).trim();
  if (!id || /^\d(\.\d+)?E\+?\d+$/i.test(id)) return null;
  return short(id);
}

/** What a mention is known by when its source gave no id. `date` as it was written, so unread dates differ too. */
export function madeId(
  mention: Pick<Mention, 'canonicalUrl' | 'url' | 'network' | 'text' | 'author'>,
  date: string,
): string {
  const said = hash('sha256', JSON.stringify([mention.text, mention.author.name, mention.author.handle, date]));
  if (!mention.canonicalUrl) return said;
  // All reviews of a shop share one address.
  if (mention.network === 'review' && mention.text) return short(`${mention.canonicalUrl}#${said}`);
  return short(mention.canonicalUrl + placeOnPage(mention.url ?? ''));
}

/** `#comment-55` and `#p123` name one comment on a page; `#top` and `#:~:text=…` do not. */
function placeOnPage(url: string): string {
  return /#[a-z]*[-_=]?\d+$/i.exec(url)?.[0] ?? '';
}

function short(id: string): string {
  return id.length > ID_LIMIT ? hash('sha256', id) : id;
}
