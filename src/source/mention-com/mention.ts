import type { Mapped } from '../source.ts';
import { inside, listInside } from '../values/inside.ts';
import { mentionOf } from '../values/mention.ts';
import { givenId } from '../values/mention-id.ts';
import { namedNetwork, networkOfUrl } from '../values/network.ts';

/** Mention passes on no more of a post. Characters. Source: its help centre, "API access explained". */
const SNIPPET = 250;

/**
 * A mention of Mention.com, and those it put under it because they say the same. `clickable_url` is never looked at: it
 * carries a token.
 */
export function mentionComHeard(item: unknown, source: string, receivedAt: Date): Mapped[] {
  const children = listInside(item, 'children', 'children');
  const id = inside(item, 'id');
  return [
    mapped(item, inside(item, 'parent_id'), source, receivedAt),
    ...children.map((child) => mapped(child, inside(child, 'parent_id') ?? id, source, receivedAt)),
  ];
}

function mapped(item: unknown, parent: unknown, source: string, receivedAt: Date): Mapped {
  const said = (name: string) => inside(item, name);
  // What people threw away, and what Mention took for spam.
  if (said('folder') === 'trash' || said('folder') === 'spam') return { kind: 'nothing' };
  const [title, text, url] = [said('title'), said('description'), said('original_url')];
  const author = (name: string) => inside(item, 'author_influence', name);
  const network = namedNetwork(said('source_type')) ?? namedNetwork(said('source_name'));
  return mentionOf(
    source,
    {
      id: said('id'),
      url,
      network: network ?? (typeof url === 'string' ? networkOfUrl(url) : null),
      title: title === text ? null : title,
      text: text ?? said('description_medium') ?? said('description_short'),
      isSnippet: typeof text !== 'string' || text.length >= SNIPPET,
      author: {
        id: author('id'),
        name: author('realname') || author('name'),
        handle: author('realname') ? author('name') : null,
        url: author('url'),
        followers: author('followers_count'),
      },
      publishedAt: said('published_at'),
      language: said('language_code'),
      sentiment: said('tone'),
      reach: said('cumulative_reach') ?? said('direct_reach') ?? said('domain_reach'),
      parent: parent ? { kind: 'repost', id: parent } : null,
      query: inside(item, 'alert_name') ?? alertOf(said('alert_id')),
    },
    receivedAt,
  );
}

/** The name of an alert is not passed on with its mentions. */
function alertOf(id: unknown): string | null {
  const known = givenId(id);
  return known === null ? null : `Alert ${known}`;
}
