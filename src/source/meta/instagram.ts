/** Comments on our Instagram posts, and word of mentions elsewhere. */

import type { Mapped } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';
import { inside } from '../values/inside.ts';
import { mentionOf } from '../values/mention.ts';
import { givenId, mentionId } from '../values/mention-id.ts';
import { line } from '../values/storable.ts';
import type { Change } from './change.ts';

/** @param ourName the user name of our own account, when it was typed */
export function mapInstagram(
  { account, field, value }: Change,
  source: string,
  ourName: string | undefined,
  receivedAt: Date,
): Mapped {
  if (field === 'mentions') return onlyIds(value);
  const id = givenId(inside(value, 'id'));
  if (id === null) return { kind: 'unusable', why: 'The comment has no id.' };
  const from = fieldsOf(inside(value, 'from')) ? inside(value, 'from') : {};
  const handle = line(100)(inside(from, 'username'));
  const parentId = givenId(inside(value, 'parent_id'));
  if (isOurs(account, from, handle, ourName)) {
    if (parentId === null) return { kind: 'nothing' };
    // There is no link to a comment; the profile is the nearest place people can go to.
    const name = handle ?? bare(ourName);
    if (!/^[\w.]{1,60}$/.test(name)) return { kind: 'nothing' };
    const known = { id: mentionId(source, id), to: mentionId(source, parentId) };
    const where = { url: `https://www.instagram.com/${name}/`, network: 'instagram' as const };
    return { kind: 'own_reply', reply: { ...known, ...where, by: `@${name}`, at: receivedAt } };
  }
  const media = givenId(inside(value, 'media', 'id'));
  return mentionOf(
    source,
    {
      id,
      network: 'instagram',
      text: inside(value, 'text'),
      author: { id: inside(from, 'id'), handle },
      parent: parentId === null ? { kind: 'comment', id: media } : { kind: 'reply', id: parentId },
    },
    receivedAt,
  );
}

/** The id is the account's own with one way of logging in, and another one with the other: the name holds for both. */
function isOurs(account: unknown, from: unknown, handle: string | null, ourName: string | undefined): boolean {
  const ours = givenId(account);
  if (ours !== null && givenId(inside(from, 'id')) === ours) return true;
  return handle !== null && bare(ourName) !== '' && handle.toLowerCase() === bare(ourName).toLowerCase();
}

function bare(name: string | undefined): string {
  return (name ?? '').trim().replace(/^@/, '');
}

function onlyIds(value: unknown): Mapped {
  const [comment, media] = [givenId(inside(value, 'comment_id')), givenId(inside(value, 'media_id'))];
  const what = comment !== null ? `comment ${comment}` : media !== null ? `post ${media}` : 'post without an id';
  return {
    kind: 'unusable',
    why: `Instagram says that a ${what} mentions you, but gives neither its text nor a link: look in the app.`,
  };
}
