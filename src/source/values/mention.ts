import type { Author, Mention, Parent } from '../../alert/mention/words.ts';
import type { Network } from '../../words/judgement.ts';
import type { Mapped } from '../source.ts';
import { canonicalUrl, link } from './canonical-url.ts';
import { count } from './count.ts';
import { textOfHtml } from './html.ts';
import { detectLanguage, namedLanguage } from './language.ts';
import { givenId, madeId, mentionId } from './mention-id.ts';
import { networkOfUrl } from './network.ts';
import { publishedAt } from './published-at.ts';
import { sentiment } from './sentiment.ts';
import { cut, evidence, line, TEXT_LIMIT } from './storable.ts';

/**
 * What a tool says of one post, in its own values: whatever is of the wrong type is passed over, never an error.
 * A link or a text is all that is needed.
 */
export interface Said {
  /** Its id in the tool; without one, one is made from the rest. */
  id?: unknown;
  url?: unknown;
  /** Null or absent: as the link says. */
  network?: Network | null;
  title?: unknown;
  /** Without markup. */
  text?: unknown;
  /** With markup; used where there is no `text`. */
  html?: unknown;
  /** Only the beginning of what was said. */
  isSnippet?: boolean;
  author?: { id?: unknown; name?: unknown; handle?: unknown; url?: unknown; followers?: unknown; verified?: unknown };
  publishedAt?: unknown;
  language?: unknown;
  sentiment?: unknown;
  reach?: unknown;
  engagement?: unknown;
  rating?: { value: unknown; max: number };
  /** `id` as the same tool gives it to mentions. */
  parent?: { kind: Parent['kind']; id?: unknown; url?: unknown } | null;
  query?: unknown;
}

export const NEITHER = 'It has neither a text nor a link that can be opened (http or https).';

/** One post as a mention of `source`; unusable when it has neither a text nor a link. */
export function mentionOf(source: string, said: Said, receivedAt: Date): Mapped {
  const url = link(said.url);
  const words = evidence(said.text) ?? (typeof said.html === 'string' ? evidence(textOfHtml(said.html)) : null);
  if (url === null && words === null) return { kind: 'unusable', why: NEITHER };
  const text = words === null ? null : cut(words, TEXT_LIMIT);
  const author = authorOf(said.author ?? {});
  const network = said.network ?? (url === null ? 'other' : networkOfUrl(url));
  const canonical = url === null ? null : canonicalUrl(url);
  const published = publishedAt(said.publishedAt, receivedAt);
  const date = published?.toISOString() ?? (typeof said.publishedAt === 'object' ? '' : String(said.publishedAt ?? ''));
  const externalId = givenId(said.id) ?? madeId({ canonicalUrl: canonical, url, network, text, author }, date);
  const mention: Mention = {
    id: mentionId(source, externalId),
    source,
    externalId,
    network,
    url,
    canonicalUrl: canonical,
    author,
    title: line(300)(said.title),
    text,
    textState: text === null ? 'withheld' : said.isSnippet || text !== words ? 'snippet' : 'full',
    publishedAt: published,
    receivedAt,
    sentiment: sentiment(said.sentiment) ?? null,
    reach: count(said.reach),
    engagement: count(said.engagement),
    rating: ratingOf(said.rating),
    language: namedLanguage(said.language) ?? (text === null ? null : detectLanguage(text)),
    parent: parentOf(source, said.parent),
    query: line(200)(said.query),
  };
  return { kind: 'mention', mention };
}

function authorOf({ id, name, handle, url, followers, verified }: NonNullable<Said['author']>): Author {
  const [knownId, called, known] = [givenId(id), line(200)(handle)?.replace(/^@/, ''), line(200)(name)];
  const [address, audience] = [link(url), count(followers)];
  return {
    ...(knownId === null ? {} : { id: knownId }),
    ...(known === null ? {} : { name: known }),
    ...(called ? { handle: called } : {}),
    ...(address === null ? {} : { url: address }),
    ...(audience === null ? {} : { followers: audience }),
    ...(typeof verified === 'boolean' ? { verified } : {}),
  };
}

function ratingOf(rating: Said['rating']): Mention['rating'] {
  const value = rating && (typeof rating.value === 'string' ? Number(rating.value) : rating.value);
  // 0 stands for "not rated".
  if (!rating || typeof value !== 'number' || !(value > 0 && value <= rating.max)) return null;
  return { value, max: rating.max };
}

function parentOf(source: string, parent: Said['parent']): Parent | null {
  if (!parent) return null;
  const id = givenId(parent.id);
  const url = link(parent.url);
  if (id === null && url === null) return null;
  return { kind: parent.kind, id: id === null ? null : mentionId(source, id), url };
}
