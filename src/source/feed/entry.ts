import { parseFeed } from '@rowanmanning/feed-parser';
import { finishInTurns, mapInTurns } from '../../turns.ts';
import type { Mapped } from '../source.ts';
import { Refused } from '../source.ts';
import { unwrap } from '../values/canonical-url.ts';
import { textOfHtml } from '../values/html.ts';
import { inside } from '../values/inside.ts';
import { mentionOf } from '../values/mention.ts';
import { networkOfUrl } from '../values/network.ts';
import { partsOf } from './parts.ts';

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

/** Every entry of an RSS or Atom feed, the first thousand. Throws `Refused` when it is none. */
export async function entriesOf(xml: string): Promise<Entry[]> {
  const parts = await finishInTurns(partsOf(xml));
  if (parts === null) throw new Refused('What stands at this address is too large to be a feed.');
  const read = await mapInTurns(parts, readPart);
  const isGoogle = read.some(({ entries }) => entries.some(({ id }) => id?.startsWith(OF_GOOGLE)));
  const name = read[0]?.title ?? null;
  // `Google Alert - "Acme Bank"`, the first part in the language of the account.
  const query = isGoogle ? (name?.replace(/^.*? [-–] /, '') ?? null) : name;
  return read.flatMap(({ entries, language }) =>
    entries.map((entry) => ({ ...entry, language, query, isSnippet: isGoogle || entry.isSnippet })),
  );
}

const OF_GOOGLE = 'tag:google.com,2013:googlealerts/';

interface Part {
  title: string | null;
  language: string | null;
  entries: Omit<Entry, 'language' | 'query'>[];
}

function readPart(xml: string): Part {
  const feed = parsed(xml);
  const { title, language } = feed;
  const entries = feed.items.map((item) => {
    const { id, url, title } = item;
    const content = item.content ?? item.description;
    const at = (item.published ?? item.updated)?.toISOString() ?? null;
    const author = item.authors[0]?.name ?? null;
    return { id, link: url, title, content, author, at, isSnippet: item.content === null };
  });
  return { title, language, entries };
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
