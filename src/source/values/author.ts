import type { Author } from '../../alert/mention/words.ts';
import { link } from './canonical-url.ts';
import { count } from './count.ts';
import { type Fields, fieldsOf, read } from './fields.ts';
import { line } from './storable.ts';

const NAME_LIMIT = 200;
const NAME = ['name', 'real_name', 'display_name', 'full_name'];
const HANDLE = ['handle', 'screen_name', 'username', 'login'];
const FOLLOWERS = ['followers', 'followers_count', 'follower_count'];

/** Who said it: `author` or `user` as a name, a handle or an object, and the fields beside them. Unknown is absent. */
export function authorOf(fields: Fields): Author {
  const person = read(fields, ['author', 'user'], fieldsOf) ?? new Map<string, unknown>();
  const author = read(fields, ['author'], line(NAME_LIMIT));
  // `@jane` is how people are called on networks, not what they are named.
  const called = author && /^@\S+$/.test(author) ? author : null;
  const name =
    (called ? null : author) ??
    read(fields, ['author_name', 'user.name'], line(NAME_LIMIT)) ??
    read(person, NAME, line(NAME_LIMIT)) ??
    read(fields, ['user'], line(NAME_LIMIT));
  const handle =
    read(fields, ['author_handle', 'author_username', 'username', 'screen_name', 'handle'], line(NAME_LIMIT)) ??
    read(person, HANDLE, line(NAME_LIMIT)) ??
    called;
  const url = read(fields, ['author_url', 'author_link'], link) ?? read(person, ['url', 'profile_url', 'link'], link);
  const followers = read(fields, ['author_followers', ...FOLLOWERS], count) ?? read(person, FOLLOWERS, count);
  const verified = read(fields, ['author_verified', 'verified'], yesOrNo) ?? read(person, ['verified'], yesOrNo);
  return {
    ...(name === null ? {} : { name }),
    ...(handle === null ? {} : { handle: handle.replace(/^@/, '') }),
    ...(url === null ? {} : { url }),
    ...(followers === null ? {} : { followers }),
    ...(verified === null ? {} : { verified }),
  };
}

function yesOrNo(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : null;
}
