/** What an event of the X Activity API says. */
import type { Parent } from '../../alert/mention/words.ts';
import type { Mapped } from '../source.ts';
import { count } from '../values/count.ts';
import { fieldsOf } from '../values/fields.ts';
import { inside, listInside } from '../values/inside.ts';
import { mentionOf } from '../values/mention.ts';
import { givenId, mentionId } from '../values/mention-id.ts';
import { publishedAt } from '../values/published-at.ts';
import { line } from '../values/storable.ts';
import { xPostUrl } from './post.ts';

/** `post.create` is what our own account posts: it holds our answers. */
const POSTED = ['post.mention.create', 'post.reply.create', 'post.quote.create', 'post.create'];
const REFERENCES = { replied_to: 'reply', quoted: 'quote', retweeted: 'repost' } as const;
const NOTHING: Mapped = { kind: 'nothing' };

/** One event: the `data` of a delivery. */
export function mapXEvent(event: unknown, source: string, receivedAt: Date): Mapped {
  if (!fieldsOf(event)) return { kind: 'unusable', why: 'It is not an event of the X Activity API.' };
  const type = inside(event, 'event_type');
  const post = inside(event, 'payload');
  if (type === 'post.delete') {
    const id = givenId(inside(post, 'id'));
    return id === null ? NOTHING : { kind: 'deleted', mentionId: mentionId(source, id) };
  }
  if (typeof type !== 'string' || !POSTED.includes(type)) return NOTHING;
  if (!fieldsOf(post)) return { kind: 'unusable', why: 'The event has no post in its payload.' };

  const author = authorOf(event, inside(post, 'author_id'));
  const ours = givenId(inside(event, 'filter', 'user_id'));
  if (ours !== null && givenId(inside(post, 'author_id')) === ours) return ownReply(post, author, source, receivedAt);
  // A post that only its author's followers may read belongs in no channel.
  if (type === 'post.create' || inside(author, 'protected') === true) return NOTHING;
  const metrics = inside(post, 'public_metrics');
  const replied = parentOf(post);
  return mentionOf(
    source,
    {
      id: inside(post, 'id'),
      url: xPostUrl(inside(post, 'id')),
      network: 'x',
      // Posts over 280 characters have their whole text here.
      text: inside(post, 'note_tweet', 'text') ?? inside(post, 'text'),
      author: {
        id: inside(post, 'author_id'),
        name: inside(author, 'name'),
        handle: inside(author, 'username'),
        url: profileOf(inside(author, 'username')),
        followers: inside(author, 'public_metrics', 'followers_count'),
        verified: inside(author, 'verified'),
      },
      publishedAt: inside(post, 'created_at'),
      language: languageOf(inside(post, 'lang')),
      // A post is sent the moment it is written: 0 says that nobody counted yet.
      reach: count(inside(metrics, 'impression_count')) || null,
      engagement: engagementOf(metrics),
      parent: replied && { kind: replied.kind, id: replied.id, url: xPostUrl(replied.id) },
      query: inside(event, 'tag'),
    },
    receivedAt,
  );
}

/** The account among `includes.users`; some events wrap each in `data`. */
function authorOf(event: unknown, id: unknown): unknown {
  const users = listInside(event, 'includes', 'users').map((user) => inside(user, 'data') ?? user);
  const known = givenId(id);
  return known === null ? undefined : users.find((user) => givenId(inside(user, 'id')) === known);
}

function profileOf(handle: unknown): string | null {
  return typeof handle === 'string' && /^\w{1,30}$/.test(handle) ? `https://x.com/${handle}` : null;
}

/** `und`, `zxx` and `qme` stand for posts of links, pictures or one word. */
function languageOf(lang: unknown): unknown {
  return typeof lang === 'string' && /^(und|zxx|art|q[a-z]{2})$/.test(lang) ? null : lang;
}

function engagementOf(metrics: unknown): number | null {
  const names = ['retweet_count', 'reply_count', 'like_count', 'quote_count'];
  const said = names.map((name) => count(inside(metrics, name))).filter((figure) => figure !== null);
  return said.length > 0 ? said.reduce((total, figure) => total + figure, 0) : null;
}

/** What it answers, else what it quotes or repeats. */
function parentOf(post: unknown): { kind: Parent['kind']; id: string } | null {
  const references = listInside(post, 'referenced_tweets');
  for (const [type, kind] of Object.entries(REFERENCES)) {
    const reference = references.find((one) => inside(one, 'type') === type);
    const id = givenId(inside(reference, 'id'));
    if (id !== null) return { kind, id };
  }
  const id = givenId(inside(post, 'in_reply_to_tweet_id')) ?? givenId(inside(post, 'in_reply_to_status_id'));
  return id === null ? null : { kind: 'reply', id };
}

/** What our own account posts is no mention. Where it answers somebody it may be the response. */
function ownReply(post: unknown, author: unknown, source: string, receivedAt: Date): Mapped {
  const parent = parentOf(post);
  const id = givenId(inside(post, 'id'));
  const url = xPostUrl(id);
  if (parent?.kind !== 'reply' || id === null || url === null) return NOTHING;
  const handle = line(100)(inside(author, 'username'));
  const reply = {
    id: mentionId(source, id),
    to: mentionId(source, parent.id),
    url,
    network: 'x' as const,
    by: handle === null ? (line(100)(inside(author, 'name')) ?? 'our account on X') : `@${handle}`,
    at: publishedAt(inside(post, 'created_at'), receivedAt) ?? receivedAt,
  };
  return { kind: 'own_reply', reply };
}
