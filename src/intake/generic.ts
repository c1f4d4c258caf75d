import type { Mention } from '../words.ts';
import { authorOf } from './author.ts';
import { canonicalUrl, link } from './canonical-url.ts';
import { count } from './count.ts';
import { engagementOf } from './engagement.ts';
import { type Fields, fieldsOf, read } from './fields.ts';
import { givenId, madeId, mentionId } from './mention-id.ts';
import { namedNetwork, networkOfUrl } from './network.ts';
import { publishedAt } from './published-at.ts';
import { sentimentOf } from './sentiment.ts';
import type { Mapped } from './source.ts';
import { cut, evidence, line, storable, TEXT_LIMIT } from './storable.ts';

/** The names under which tools send the same thing. Source: facts/intake.md, 1.3 "Generic JSON". */
const ID = ['external_id', 'id', 'mention_id', 'post_id', 'guid', 'uuid'];
const LINK = ['url', 'link', 'permalink', 'original_url'];
const FULL_TEXT = ['full_text', 'text', 'content', 'body', 'message', 'description'];
const SNIPPET = ['snippet', 'excerpt', 'summary'];
const PUBLISHED = ['published_at', 'published', 'date', 'datetime', 'created_at', 'timestamp', 'time'];
const NETWORK = ['network', 'platform', 'channel', 'page_type', 'source_type', 'source'];
const QUERY = ['query', 'query_name', 'keyword', 'alert', 'topic'];

/**
 * One item of generic JSON as a mention. It needs a link or a text; anything else may be missing or of the wrong type
 * and is then left out.
 */
export function mapGeneric(item: unknown, receivedAt: Date): Mapped {
  const fields = fieldsOf(item);
  if (!fields) return { why: 'It is not a JSON object.' };
  const url = read(fields, LINK, link);
  const { text, textState } = textOf(fields);
  if (url === null && text === null)
    return { why: 'It has neither a text nor a link that can be opened (http or https).' };

  const source = sourceOf(fields);
  const network = networkOf(fields, url);
  const canonical = url === null ? null : canonicalUrl(url);
  const author = authorOf(fields);
  const published = read(fields, PUBLISHED, (value) => publishedAt(value, receivedAt));
  const date = published?.toISOString() ?? read(fields, PUBLISHED, asWritten) ?? '';
  const externalId = read(fields, ID, givenId) ?? madeId({ canonicalUrl: canonical, url, network, text, author }, date);
  // No spread here: it would make this, the busiest line of the intake, ten times as slow in V8.
  const mention: Mention = {
    id: mentionId(source, externalId),
    source,
    externalId,
    network,
    url,
    canonicalUrl: canonical,
    author,
    title: read(fields, ['title', 'headline', 'subject'], line(300)),
    text,
    textState,
    publishedAt: published,
    receivedAt,
    sentiment: sentimentOf(fields),
    reach: read(fields, ['reach', 'impressions', 'audience'], count),
    engagement: engagementOf(fields),
    query: read(fields, QUERY, line(200)),
  };
  return { mention };
}

/** No text means withheld: the card sends people to the post. A text we cut is a snippet of it. */
function textOf(fields: Fields): Pick<Mention, 'text' | 'textState'> {
  const full = read(fields, FULL_TEXT, evidence);
  const text = full ?? read(fields, SNIPPET, evidence);
  if (text === null) return { text, textState: 'withheld' };
  const kept = cut(text, TEXT_LIMIT);
  const whole = full !== null && kept === text;
  return { text: kept, textState: read(fields, ['text_state'], knownState) ?? (whole ? 'full' : 'snippet') };
}

function knownState(value: unknown): Mention['textState'] | null {
  return value === 'full' || value === 'snippet' || value === 'withheld' ? value : null;
}

/** Tools that share the generic address keep their ids apart by the `source` they name: `generic:zapier`. */
function sourceOf(fields: Fields): string {
  const name = read(fields, ['source'], line(40));
  const plain = name?.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return plain ? `generic:${plain}` : 'generic';
}

/** What the tool says, else where the link leads. What is rated is a review. */
function networkOf(fields: Fields, url: string | null): Mention['network'] {
  const network = read(fields, NETWORK, namedNetwork) ?? (url === null ? 'other' : networkOfUrl(url));
  const isRated = ['rating', 'stars'].some((name) => fields.get(name) !== undefined && fields.get(name) !== null);
  return network === 'other' && isRated ? 'review' : network;
}

function asWritten(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? storable(String(value)) : null;
}
