import { count } from './count.ts';
import { type Fields, fieldsOf, read } from './fields.ts';

/** Kinds of reaction, each under the names it goes by. One name of each kind counts. */
const KINDS = [
  ['likes', 'like_count', 'favorites', 'favorite_count', 'reactions'],
  ['replies', 'reply_count', 'comments', 'comment_count', 'num_comments'],
  ['shares', 'share_count', 'retweets', 'retweet_count', 'reposts'],
  ['quotes', 'quote_count'],
] as const;

/** Reactions of all kinds: a number, an object of them, or fields beside the text. Null when nothing is said. */
export function engagementOf(fields: Fields): number | null {
  return read(fields, ['engagement', 'engagements', 'interactions'], countOrSum) ?? sum(fields);
}

function countOrSum(value: unknown): number | null {
  const kinds = fieldsOf(value);
  if (!kinds) return count(value);
  return read(kinds, ['total', 'count'], count) ?? sum(kinds);
}

function sum(fields: Fields): number | null {
  const said = KINDS.map((names) => read(fields, names, count)).filter((figure) => figure !== null);
  return said.length > 0 ? said.reduce((total, figure) => total + figure, 0) : null;
}
