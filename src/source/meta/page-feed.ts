/** What happened on a Facebook page, or where it was mentioned. */
import type { Parent } from '../../alert/mention/words.ts';
import type { Mapped } from '../source.ts';
import { link } from '../values/canonical-url.ts';
import { fieldsOf } from '../values/fields.ts';
import { inside } from '../values/inside.ts';
import { mentionOf } from '../values/mention.ts';
import { givenId, mentionId } from '../values/mention-id.ts';
import { publishedAt } from '../values/published-at.ts';
import { line } from '../values/storable.ts';
import type { Change } from './change.ts';

/** Reactions, likes, shares and events are no mentions. */
const ITEMS = ['comment', 'post', 'status', 'photo', 'video'];
/** An edited one has its known id and a new text. */
const SAID = ['add', 'edit', 'edited', 'update'];
const GONE = ['remove', 'delete'];
const NOTHING: Mapped = { kind: 'nothing' };

export function mapPageFeed({ account, value }: Change, source: string, receivedAt: Date): Mapped {
  const [item, verb] = [inside(value, 'item'), inside(value, 'verb')];
  if (typeof item !== 'string' || !ITEMS.includes(item) || typeof verb !== 'string') return NOTHING;
  const postId = givenId(inside(value, 'post_id'));
  const id =
    item === 'comment'
      ? givenId(inside(value, 'comment_id'))
      : (postId ?? givenId(inside(value, 'photo_id')) ?? givenId(inside(value, 'video_id')));
  if (GONE.includes(verb)) return id === null ? NOTHING : { kind: 'deleted', mentionId: mentionId(source, id) };
  if (!SAID.includes(verb)) return NOTHING;
  if (item === 'comment' && id === null) return { kind: 'unusable', why: 'The comment has no id.' };

  const from = fieldsOf(inside(value, 'from'))
    ? inside(value, 'from')
    : { id: inside(value, 'sender_id'), name: inside(value, 'sender_name') };
  const parentId = item === 'comment' ? (givenId(inside(value, 'parent_id')) ?? postId) : null;
  const url = item === 'comment' ? commentUrl(value, postId, parentId, id) : postUrl(value, postId);
  const ours = givenId(account);
  if (ours !== null && givenId(inside(from, 'id')) === ours) {
    if (parentId === null || id === null || url === null) return NOTHING;
    const by = line(100)(inside(from, 'name')) ?? ours;
    const at = publishedAt(inside(value, 'created_time'), receivedAt) ?? receivedAt;
    const known = { id: mentionId(source, id), to: mentionId(source, parentId), url };
    return { kind: 'own_reply', reply: { ...known, network: 'facebook', by, at } };
  }
  return mentionOf(
    source,
    {
      id,
      url,
      network: 'facebook',
      text: inside(value, 'message'),
      author: { id: inside(from, 'id'), name: inside(from, 'name') },
      publishedAt: inside(value, 'created_time'),
      parent: parentId === null ? null : { kind: kindOf(parentId, postId), id: parentId, url: postUrl(value, postId) },
    },
    receivedAt,
  );
}

/** Under a post it is a comment, under another comment a reply. */
function kindOf(parentId: string, postId: string | null): Parent['kind'] {
  return postId !== null && parentId !== postId ? 'reply' : 'comment';
}

/** As Meta says it, else by the id: Facebook leads `<page>_<post>` on to the post. */
function postUrl(value: unknown, postId: string | null): string | null {
  const said = link(inside(value, 'post', 'permalink_url')) ?? link(inside(value, 'permalink_url'));
  return said ?? (postId !== null && /^\d+_\d+$/.test(postId) ? `https://www.facebook.com/${postId}` : null);
}

/** The post's address alone would make one of all the comments below it, so each names its own place on the page. */
function commentUrl(value: unknown, postId: string | null, parentId: string | null, id: string | null): string | null {
  const post = postUrl(value, postId);
  const comment = ownPart(id);
  if (post === null || comment === null) return null;
  const url = new URL(post);
  const isReply = parentId !== null && parentId !== postId;
  const under = isReply ? ownPart(parentId) : null;
  if (under !== null) url.searchParams.set('comment_id', under);
  url.searchParams.set(under === null ? 'comment_id' : 'reply_comment_id', comment);
  return link(url.href);
}

/** Ids are made of those of what is around: `<page>_<post>_<comment>` or `<post>_<comment>`. */
function ownPart(id: string | null): string | null {
  return /(?:^|_)(\d+)$/.exec(id ?? '')?.[1] ?? null;
}
