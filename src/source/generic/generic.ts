import type { IncomingHttpHeaders } from 'node:http';
import type { Mention } from '../../alert/mention/words.ts';
import { FULL_TEXT, ID, LANGUAGE, LINK, NETWORK, PUBLISHED, QUERY, SNIPPET } from '../files/aliases.ts';
import { againCsv, CSV_TYPES, charsetOfCsv, DATES_FIELDS, datesOf, readCsv } from '../files/csv.ts';
import { refuseBearer } from '../push/bearer.ts';
import { readItems } from '../push/body.ts';
import { isStandardWebhook, refuseStandardWebhook } from '../push/standard-webhooks.ts';
import type { Mapped, SourceKind } from '../source.ts';
import { authorOf } from '../values/author.ts';
import { canonicalUrl, link } from '../values/canonical-url.ts';
import { count } from '../values/count.ts';
import { engagementOf } from '../values/engagement.ts';
import { type Fields, fieldsOf, read } from '../values/fields.ts';
import { textOfHtml } from '../values/html.ts';
import { detectLanguage, namedLanguage } from '../values/language.ts';
import { NEITHER } from '../values/mention.ts';
import { givenId, madeId, mentionId } from '../values/mention-id.ts';
import { namedNetwork, networkOfUrl } from '../values/network.ts';
import { publishedAt } from '../values/published-at.ts';
import { ratingOf, sentimentOf } from '../values/sentiment.ts';
import { cut, evidence, line, storable, TEXT_LIMIT } from '../values/storable.ts';

const HTML = ['html', 'content_html', 'body_html'];

/**
 * One item of generic JSON as a mention. It needs a link or a text; anything else may be missing or of the wrong type
 * and is then left out.
 */
export function mapGeneric(item: unknown, receivedAt: Date, from = 'generic'): Mapped {
  const fields = fieldsOf(item);
  if (!fields) return { kind: 'unusable', why: 'It is not a JSON object.' };
  const url = read(fields, LINK, link);
  const { text, textState } = textOf(fields);
  const given = read(fields, ID, givenId);
  const isGone = isDeleted(fields);
  if (url === null && text === null && !(isGone && given !== null)) return { kind: 'unusable', why: NEITHER };

  const source = sourceOf(fields, from);
  const network = networkOf(fields, url);
  const canonical = url === null ? null : canonicalUrl(url);
  const author = authorOf(fields);
  const published = read(fields, PUBLISHED, (value) => publishedAt(value, receivedAt));
  const date = published?.toISOString() ?? read(fields, PUBLISHED, asWritten) ?? '';
  const externalId = given ?? madeId({ canonicalUrl: canonical, url, network, text, author }, date);
  if (isGone) return { kind: 'deleted', mentionId: mentionId(source, externalId) };
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
    rating: read(fields, ['rating', 'stars', 'star_rating'], ratingOf),
    language: read(fields, LANGUAGE, namedLanguage) ?? (text === null ? null : detectLanguage(text)),
    parent: parentOf(fields, source),
    query: read(fields, QUERY, line(200)),
  };
  return { kind: 'mention', mention };
}

/** No text means withheld: the card sends people to the post. A text we cut is a snippet of it. */
function textOf(fields: Fields): Pick<Mention, 'text' | 'textState'> {
  const full = read(fields, FULL_TEXT, evidence) ?? read(fields, HTML, withoutMarkup);
  const text = full ?? read(fields, SNIPPET, evidence);
  if (text === null) return { text, textState: 'withheld' };
  const kept = cut(text, TEXT_LIMIT);
  const whole = full !== null && kept === text;
  return { text: kept, textState: read(fields, ['text_state'], knownState) ?? (whole ? 'full' : 'snippet') };
}

function withoutMarkup(value: unknown): string | null {
  return typeof value === 'string' ? evidence(textOfHtml(value)) : null;
}

/** `"action": "deleted"` or `"deleted": true`: its author took it down. */
function isDeleted(fields: Fields): boolean {
  const action = fields.get('action');
  const deleted = fields.get('deleted');
  return (typeof action === 'string' && /^deleted?$/i.test(action)) || deleted === true || deleted === 'true';
}

/** `in_reply_to` is the address of the parent where it looks like one, else its id. */
function parentOf(fields: Fields, source: string): Mention['parent'] {
  const id = read(fields, ['parent_id'], givenId) ?? read(fields, ['in_reply_to'], idOnly);
  const url = read(fields, ['parent_url'], link) ?? read(fields, ['in_reply_to'], addressOnly);
  return id === null && url === null ? null : { kind: 'reply', id: id === null ? null : mentionId(source, id), url };
}

function idOnly(value: unknown): string | null {
  return addressOnly(value) === null ? givenId(value) : null;
}

function addressOnly(value: unknown): string | null {
  return typeof value === 'string' && /^https?:\/\//i.test(value) ? link(value) : null;
}

function knownState(value: unknown): Mention['textState'] | null {
  return value === 'full' || value === 'snippet' || value === 'withheld' ? value : null;
}

/** Tools that share the generic address keep their ids apart by the `source` they name: `generic:zapier`. */
function sourceOf(fields: Fields, from: string): string {
  const name = read(fields, ['source'], line(40));
  const plain = name?.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return plain ? `${from}:${plain}` : from;
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

/** Who sends a token is judged by it, whatever else it sends. */
function isSignedOnly(headers: IncomingHttpHeaders): boolean {
  return isStandardWebhook(headers) && !/^Bearer\b/i.test(headers.authorization ?? '');
}

/** Anything that can send JSON: Zapier, Make, n8n, and every tool with a webhook whose body can be written by hand. */
export const GENERIC: SourceKind = {
  kind: 'generic',
  title: 'Generic webhook',
  guide: {
    hears: 'Whatever a tool or a script of yours sends as JSON: one mention, a list of them, or an export.',
    needs: ['A tool that can send an HTTP POST with a header of your choice, or one that signs as Standard Webhooks.'],
    steps: [
      'Let it POST JSON to {address} with the header "Authorization: Bearer" and the token.',
      'A tool that signs as Standard Webhooks needs no token: give it the signing secret.',
      'Send "url" or "text", or both. Everything else is welcome and may be missing: id, author, followers, published_at, sentiment, reach, network, query, rating, language, parent_id, parent_url.',
      'A CSV or TSV file goes to the same address, with "Content-Type: text/csv" or "text/tab-separated-values". Its first row names the columns, like the fields above.',
      'Send the same id again with a new text when a post was edited, and with "action": "deleted" when it was taken down.',
    ],
    limits: [
      'One request holds at most 10,000 mentions and 1 MiB, uncompressed.',
      'Dates in JSON need a time zone: 2026-11-20T17:05:00Z or seconds since 1970. Anything else is left out rather than guessed.',
      'A row of a file whose date can be read in two ways (03/04/2026) is refused unless "Dates in files" says how it is meant.',
      'An id that a spreadsheet rounded (5.70306E+17) is not trusted: in JSON the link or the text tells posts apart then, in a file its row is refused.',
    ],
    builtTo: 'Firebreak defines this format. Signatures: standardwebhooks.com',
  },
  fields: [
    { name: 'token', label: 'Token', hint: 'What senders put after "Authorization: Bearer".', secret: 'made' },
    {
      name: 'signingSecret',
      label: 'Signing secret',
      hint: 'For tools that sign as Standard Webhooks: "whsec_" and 24 to 64 random bytes in base64.',
      secret: 'made',
      begins: 'whsec_',
      optional: true,
    },
    ...DATES_FIELDS,
  ],
  push: {
    refuseEarly: ({ headers }, { secrets }) =>
      secrets.signingSecret && isSignedOnly(headers) ? null : refuseBearer(headers.authorization, secrets.token),
    refuse: (raw, { headers }, { secrets }, now) =>
      isSignedOnly(headers) ? refuseStandardWebhook(raw, headers, secrets.signingSecret, now) : null,
    types: ['application/json', ...CSV_TYPES],
    read: (raw, { headers }, source, receivedAt) => {
      const map = (item: unknown) => mapGeneric(item, receivedAt, source.name);
      const charset = charsetOfCsv(headers['content-type']);
      return charset === null
        ? readItems(raw, map)
        : readCsv(raw, datesOf(source.settings), receivedAt, map, charset.name);
    },
    sample: ({ secrets }, now) => ({
      headers: { authorization: `Bearer ${secrets.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        id: `test-${now.getTime()}`,
        text: 'This is a test mention from Firebreak itself. Nothing happened.',
        url: `https://example.com/firebreak-test/${now.getTime()}`,
        published_at: now.toISOString(),
      }),
    }),
  },
  again: (item, source, receivedAt) => {
    const map = (one: unknown) => mapGeneric(one, receivedAt, source.name);
    return [againCsv(item, datesOf(source.settings), receivedAt, map) ?? map(item)];
  },
};
