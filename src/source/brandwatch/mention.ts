import type { Mapped } from '../source.ts';
import { inside } from '../values/inside.ts';
import { mentionOf } from '../values/mention.ts';
import { givenId } from '../values/mention-id.ts';
import { namedNetwork } from '../values/network.ts';
import { xPostUrl } from '../x-activity/post.ts';

/**
 * One mention of the Consumer Research API. Much of it may be null, and of X posts nearly all is: their licence lets
 * Brandwatch pass on the address alone.
 */
export function brandwatchMention(item: unknown, source: string, receivedAt: Date): Mapped {
  const [resource, query] = [inside(item, 'resourceId'), inside(item, 'queryId')];
  if (typeof resource !== 'string' || resource === '') {
    return { kind: 'unusable', why: 'It is no mention of Brandwatch: it has no resourceId.' };
  }
  const network = namedNetwork(inside(item, 'pageType')) ?? namedNetwork(inside(item, 'pageTypeName'));
  const [url, title] = [addressOf(item, network), inside(item, 'title')];
  const handle = inside(item, 'author');
  const [repost, reply] = [inside(item, 'retweetOf'), inside(item, 'replyTo')];
  return mentionOf(
    source,
    {
      // One post that two queries find is two mentions to Brandwatch, with a name of its own each.
      id: `${resource}:${givenId(query) ?? ''}`,
      url,
      network,
      title: isAddress(title) ? null : title,
      text: inside(item, 'snippet'),
      isSnippet: true,
      author: { handle, name: nameOf(inside(item, 'fullname'), handle), followers: inside(item, 'twitterFollowers') },
      publishedAt: inside(item, 'date'),
      language: inside(item, 'language'),
      sentiment: inside(item, 'sentiment'),
      // 0 stands for "not estimated".
      reach: inside(item, 'reachEstimate') || null,
      parent: repost ? { kind: 'repost', url: repost } : reply ? { kind: 'reply', url: reply } : null,
      query: inside(item, 'queryName'),
    },
    receivedAt,
  );
}

/** `http://twitter.com/1/statuses/1980…` names no author, and leads to the post by way of an old address. */
function addressOf(item: unknown, network: string | null): unknown {
  const [original, url] = [inside(item, 'originalUrl'), inside(item, 'url')];
  const post = network === 'x' && typeof url === 'string' ? /\/status(?:es)?\/(\d+)/.exec(url)?.[1] : undefined;
  return xPostUrl(post) ?? original ?? url;
}

/** `jan_e (Jan E)` is Jan E. */
function nameOf(fullname: unknown, handle: unknown): unknown {
  if (typeof fullname !== 'string' || typeof handle !== 'string') return fullname;
  const begin = `${handle} (`;
  const inner = fullname.startsWith(begin) && fullname.endsWith(')') ? fullname.slice(begin.length, -1) : '';
  return inner || (fullname === handle ? null : fullname);
}

function isAddress(title: unknown): boolean {
  return typeof title === 'string' && /^https?:\/\/\S+$/i.test(title.trim());
}
