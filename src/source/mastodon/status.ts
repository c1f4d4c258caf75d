import type { Mapped } from '../source.ts';
import { type Fields, fieldsOf } from '../values/fields.ts';
import { mentionOf } from '../values/mention.ts';
import { mentionId } from '../values/mention-id.ts';
import { publishedAt } from '../values/published-at.ts';

/** One thing a Mastodon server told, on the stream or in its list of notifications. */
export interface Told {
  /** `notification`, `update`, `status.update`, `delete`, and others that say nothing to us. */
  event: string;
  data: unknown;
}

export interface Known {
  /** The account's own id. */
  me: string | null;
  /** Ids of posts that mentioned us: their edits concern us. */
  heard: ReadonlySet<string>;
}

/** What a told thing means: a mention, its edit, a deletion, our own answer to a mention, or nothing. */
export function mastodonHeard(item: unknown, source: string, receivedAt: Date, { me, heard }: Known): Mapped {
  const told = fieldsOf(item);
  const [event, data] = [told?.get('event'), told?.get('data')];
  if (event === 'delete') {
    return typeof data === 'string' && data !== ''
      ? { kind: 'deleted', mentionId: mentionId(source, data) }
      : { kind: 'nothing' };
  }
  if (event !== 'notification' && event !== 'update' && event !== 'status.update') return { kind: 'nothing' };
  const fields = fieldsOf(data);
  if (!fields) return { kind: 'unusable', why: 'It is not a JSON object.' };

  if (event === 'update') return ownReply(fields, source, receivedAt, me);
  if (event === 'status.update')
    return heard.has(text(fields.get('id'))) ? post(fields, fields, source, receivedAt) : { kind: 'nothing' };
  const status = fieldsOf(fields.get('status'));
  if (fields.get('type') === 'update' && heard.has(text(status?.get('id')))) {
    return status ? post(status, status, source, receivedAt) : { kind: 'nothing' };
  }
  if (fields.get('type') !== 'mention') return { kind: 'nothing' };
  return status
    ? post(status, fields, source, receivedAt)
    : { kind: 'unusable', why: 'The notification holds no post.' };
}

/** @param around what holds the account in full: the notification, or the post itself */
function post(status: Fields, around: Fields, source: string, receivedAt: Date): Mapped {
  // What is private stays private: a channel has other readers.
  if (!['public', 'unlisted'].includes(text(status.get('visibility')))) return { kind: 'nothing' };
  const account = fieldsOf(around.get('account')) ?? fieldsOf(status.get('account'));
  const counts = ['repliescount', 'reblogscount', 'favouritescount'].map((name) => status.get(name));
  const answered = status.get('inreplytoid');
  return mentionOf(
    source,
    {
      id: status.get('id'),
      url: status.get('url') ?? status.get('uri'),
      network: 'mastodon',
      title: status.get('spoilertext'),
      html: status.get('content'),
      author: {
        id: account?.get('id'),
        name: account?.get('displayname'),
        handle: account?.get('acct'),
        url: account?.get('url'),
        followers: account?.get('followerscount'),
      },
      publishedAt: status.get('createdat'),
      language: status.get('language'),
      engagement: counts.some((one) => typeof one === 'number') ? sum(counts) : null,
      parent: answered ? { kind: 'reply', id: answered } : null,
    },
    receivedAt,
  );
}

/** Our account's public answer to somebody's post. Whether that one was heard is known where mentions are stored. */
function ownReply(status: Fields, source: string, receivedAt: Date, me: string | null): Mapped {
  const account = fieldsOf(status.get('account'));
  const answered = text(status.get('inreplytoid'));
  const isPublic = ['public', 'unlisted'].includes(text(status.get('visibility')));
  const isOurs = me !== null && account?.get('id') === me && isPublic && answered !== '';
  const [id, url] = [text(status.get('id')), text(status.get('url'))];
  if (!isOurs || id === '' || !/^https?:\/\//.test(url)) return { kind: 'nothing' };
  return {
    kind: 'own_reply',
    reply: {
      id: mentionId(source, id),
      to: mentionId(source, answered),
      url,
      network: 'mastodon',
      by: text(account?.get('acct')) || 'our account',
      at: publishedAt(status.get('createdat'), receivedAt) ?? receivedAt,
    },
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function sum(counts: unknown[]): number {
  return counts.reduce<number>((total, one) => total + (typeof one === 'number' ? one : 0), 0);
}
