import type { Network } from '../../words/judgement.ts';
import type { Mapped } from '../source.ts';
import { canonicalUrl, link } from '../values/canonical-url.ts';
import { type Fields, fieldsOf } from '../values/fields.ts';
import { mentionOf } from '../values/mention.ts';
import { namedNetwork, networkOfUrl } from '../values/network.ts';
import { publishedAt } from '../values/published-at.ts';

/** Carries why a chunk could not be read, in place of the chunk. */
export const NOT_UNDERSTOOD = 'notUnderstood';

/** Talkwalker's names that are not a network's own. Source: facts/intake.md, 1.3, and its source types. */
const SOURCE_TYPES: [RegExp, Network][] = [
  [/^(ONLINENEWS|NEWSPAPER|MAGAZINE|PRESS|NEWS|PRINT|TV|RADIO|BROADCAST)/, 'news'],
  [/^BLOG/, 'blog'],
  [/^(MESSAGEBOARD|FORUM)/, 'forum'],
  [/^(REVIEW|CONSUMERREVIEW)/, 'review'],
];

/**
 * A chunk with a result as a mention. Chunks of other types say nothing.
 * @param notBefore ISO; what was indexed earlier is left out
 */
export function talkwalkerMention(item: unknown, source: string, receivedAt: Date, notBefore?: string): Mapped {
  const chunk = fieldsOf(item);
  const why = chunk?.get(NOT_UNDERSTOOD.toLowerCase());
  if (typeof why === 'string') return { kind: 'unusable', why };
  if (!chunk || (chunk.has('chunktype') && chunk.get('chunktype') !== 'CT_RESULT')) return { kind: 'nothing' };
  const result = fieldsOf(fieldsOf(chunk.get('chunkresult'))?.get('data'));
  const post = fieldsOf(result?.get('data'));
  if (!result || !post) return { kind: 'unusable', why: 'The result holds no document.' };
  const indexed = publishedAt(post.get('searchindexed') ?? post.get('indexed') ?? post.get('published'), receivedAt);
  if (notBefore && indexed && indexed < new Date(notBefore)) return { kind: 'nothing' };

  const types = textsOf(post.get('sourcetype'));
  const url = post.get('url') ?? xAddress(post);
  const author = fieldsOf(post.get('extraauthorattributes'));
  return mentionOf(
    source,
    {
      id: idOf(post),
      url,
      network: networkOf(types, post, link(url)),
      title: post.get('title'),
      text: post.get('content'),
      isSnippet: types.some((type) => type.startsWith('ONLINENEWS')),
      author: {
        id: author?.get('id') ?? post.get('externalauthorid'),
        name: author?.get('name'),
        url: author?.get('url'),
      },
      publishedAt: post.get('published'),
      language: post.get('lang'),
      sentiment: post.get('sentiment'),
      reach: post.get('reach'),
      engagement: post.get('engagement'),
      parent: parentOf(post.get('parenturl'), link(url)),
      query: queriesOf(result.get('highlighteddata')),
    },
    receivedAt,
  );
}

/** Posts that Talkwalker may not show are known by their id in the network. The others are known by their address. */
function idOf(post: Fields): string | null {
  const [provider, id] = [post.get('externalprovider'), post.get('externalid')];
  const isId = typeof id === 'string' ? id !== '' : Number.isSafeInteger(id);
  return isId && typeof provider === 'string' ? `${provider}:${id}` : null;
}

function xAddress(post: Fields): string | null {
  const [id, provider] = [post.get('externalid'), post.get('externalprovider')];
  const isX = typeof provider === 'string' && /^(twitter|x)$/i.test(provider);
  return isX && typeof id === 'string' && /^\d+$/.test(id) ? `https://x.com/i/web/status/${id}` : null;
}

/** A named network first (`SOCIALMEDIA_TWITTER`), then where the link leads, then the kind of page. */
function networkOf(types: string[], post: Fields, url: string | null): Network | null {
  const named = [...types.map((type) => type.replace('SOCIALMEDIA_', '')), post.get('externalprovider')]
    .map(namedNetwork)
    .find((network) => network !== null && !['blog', 'news', 'forum', 'review'].includes(network));
  const led = url === null ? 'other' : networkOfUrl(url);
  if (named || led !== 'other') return named ?? led;
  return SOURCE_TYPES.find(([sign]) => types.some((type) => sign.test(type)))?.[1] ?? null;
}

/** A document that is its own parent has none. Our ids are made from addresses, so the parent's can be told. */
function parentOf(value: unknown, own: string | null) {
  const url = link(value);
  const canonical = url === null ? null : canonicalUrl(url);
  if (canonical === null || (own !== null && canonical === canonicalUrl(own))) return null;
  return { kind: 'reply' as const, id: canonical, url };
}

function queriesOf(highlighted: unknown): string | null {
  const found = Array.isArray(highlighted) ? highlighted : [];
  const names = found.flatMap((one) => textsOf(fieldsOf(fieldsOf(one)?.get('matched'))?.get('collectorqueryids')));
  return [...new Set(names)].join(', ') || null;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
