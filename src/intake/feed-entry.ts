import { parseFeed } from '@rowanmanning/feed-parser';
import type { Mapped } from './source.ts';
import { Refused } from './source.ts';
import { unwrap } from './values/canonical-url.ts';
import { textOfHtml } from './values/html.ts';
import { inside } from './values/inside.ts';
import { mentionOf } from './values/mention.ts';
import { networkOfUrl } from './values/network.ts';

/** More entries than any feed has. */
const MOST_ENTRIES = 1_000;

/** One entry of a feed, in its own words, with what its feed says of all of them. Strings as they came, times ISO. */
export interface Entry {
  id: string | null;
  link: string | null;
  /** Markup. */
  title: string | null;
  content: string | null;
  author: string | null;
  /** When it was published, or else changed. */
  at: string | null;
  language: string | null;
  /** The search of Google Alerts, or the name of the feed. */
  query: string | null;
  /** Its content is the beginning of an article. */
  isSnippet: boolean;
}

/** Every entry of an RSS or Atom feed. Throws `Refused` when it is none. */
export function entriesOf(xml: string): Entry[] {
  const feed = parsed(xml);
  const isGoogle = feed.items.some(({ id }) => id?.startsWith('tag:google.com,2013:googlealerts/'));
  // `Google Alert - "Acme Bank"`, the first part in the language of the account.
  const query = isGoogle ? (feed.title?.replace(/^.*? [-–] /, '') ?? null) : feed.title;
  return feed.items.slice(0, MOST_ENTRIES).map((item) => {
    const isSnippet = isGoogle || item.content === null;
    const content = item.content ?? item.description;
    const at = (item.published ?? item.updated)?.toISOString() ?? null;
    const author = item.authors[0]?.name ?? null;
    const { id, url, title } = item;
    return { id, link: url, title, content, author, at, language: feed.language, query, isSnippet };
  });
}

function parsed(xml: string): ReturnType<typeof parseFeed> {
  try {
    return parseFeed(xml);
  } catch (error) {
    throw new Refused('What stands at this address is no RSS or Atom feed.', { cause: error });
  }
}

/** An entry as a mention. Where its host says nothing of the network, it is news. */
export function feedMention(entry: unknown, source: string, receivedAt: Date): Mapped {
  const [link, title] = [inside(entry, 'link'), inside(entry, 'title')];
  const url = typeof link === 'string' ? (unwrap(link)?.href ?? null) : null;
  const network = url === null ? 'other' : networkOfUrl(url);
  return mentionOf(
    source,
    {
      id: inside(entry, 'id') ?? undefined,
      url,
      network: network === 'other' ? 'news' : network,
      title: typeof title === 'string' ? textOfHtml(title) : null,
      html: inside(entry, 'content'),
      isSnippet: inside(entry, 'isSnippet') === true,
      author: { name: inside(entry, 'author') },
      publishedAt: inside(entry, 'at'),
      language: inside(entry, 'language'),
      query: inside(entry, 'query'),
    },
    receivedAt,
  );
}
