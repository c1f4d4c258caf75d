import type { Mapped } from '../source.ts';
import { type Fields, fieldsOf } from '../values/fields.ts';
import { mentionOf } from '../values/mention.ts';
import { mentionId } from '../values/mention-id.ts';

/** What an event of the stream is about, before anything is made of it. */
export type Happened =
  | { kind: 'post' | 'deletion'; did: string; rkey: string; at: number | null }
  | { kind: 'identity'; did: string; handle: string | null; at: number | null }
  | { kind: 'other'; at: number | null };

/** What is known of an event beside itself. */
export interface Found {
  /** The word it was found by. */
  word?: string | null;
  handle?: string | null;
}

const POST = 'app.bsky.feed.post';

/** `at`: `time_us`, microseconds. Null: it is no event. */
export function blueskyEvent(item: unknown): Happened | null {
  const event = fieldsOf(item);
  if (!event) return null;
  const time = event.get('timeus');
  const at = typeof time === 'number' && Number.isSafeInteger(time) && time > 0 ? time : null;
  const did = event.get('did');
  if (typeof did !== 'string' || !/^did:[a-z]+:[\w.:%-]+$/.test(did)) return { kind: 'other', at };
  const handle = fieldsOf(event.get('identity'))?.get('handle');
  if (event.get('kind') === 'identity') {
    const isHandle =
      typeof handle === 'string' && /^([a-z\d-]+\.)+[a-z\d-]+$/i.test(handle) && handle !== 'handle.invalid';
    return { kind: 'identity', did, handle: isHandle ? handle : null, at };
  }
  const commit = fieldsOf(event.get('commit'));
  const rkey = commit?.get('rkey');
  if (commit?.get('collection') !== POST || typeof rkey !== 'string' || !/^[\w.~:-]{1,512}$/.test(rkey)) {
    return { kind: 'other', at };
  }
  const operation = commit.get('operation');
  if (operation === 'delete') return { kind: 'deletion', did, rkey, at };
  return operation === 'create' || operation === 'update' ? { kind: 'post', did, rkey, at } : { kind: 'other', at };
}

/** What is looked through for the words: the text, and the title of a page it links to. */
export function saidIn(item: unknown): string {
  const record = recordOf(item);
  return [record?.get('text'), linkedTitle(record)].filter((part) => typeof part === 'string').join('\n');
}

/** A post as a mention, a deletion as that. */
export function blueskyHeard(item: unknown, source: string, receivedAt: Date, { word, handle }: Found = {}): Mapped {
  const event = blueskyEvent(item);
  if (!event) return { kind: 'unusable', why: 'It is not a JSON object.' };
  if (event.kind !== 'post' && event.kind !== 'deletion') return { kind: 'nothing' };
  const { did, rkey } = event;
  if (event.kind === 'deletion') return { kind: 'deleted', mentionId: mentionId(source, uriOf(did, rkey)) };
  const record = recordOf(item);
  if (!record) return { kind: 'unusable', why: 'The event holds no post.' };
  const languages = record.get('langs');
  return mentionOf(
    source,
    {
      id: uriOf(did, rkey),
      url: addressOf(did, rkey),
      network: 'bluesky',
      title: linkedTitle(record),
      text: record.get('text'),
      author: { id: did, handle, url: `https://bsky.app/profile/${did}` },
      publishedAt: record.get('createdat'),
      // Several mean that the author named all languages they write.
      language: Array.isArray(languages) && languages.length === 1 ? languages[0] : null,
      parent: parentOf(record),
      query: word,
    },
    receivedAt,
  );
}

function recordOf(item: unknown): Fields | null {
  return fieldsOf(fieldsOf(fieldsOf(item)?.get('commit'))?.get('record'));
}

function linkedTitle(record: Fields | null | undefined): string | null {
  const title = fieldsOf(fieldsOf(record?.get('embed'))?.get('external'))?.get('title');
  return typeof title === 'string' ? title : null;
}

function parentOf(record: Fields) {
  const answered = fieldsOf(fieldsOf(record.get('reply'))?.get('parent'))?.get('uri');
  const embedded = fieldsOf(fieldsOf(record.get('embed'))?.get('record'));
  const quoted = embedded?.get('uri') ?? fieldsOf(embedded?.get('record'))?.get('uri');
  const kind = answered ? ('reply' as const) : ('quote' as const);
  const uri = answered ?? quoted;
  const [, did, rkey] =
    /^at:\/\/(did:[a-z]+:[\w.:%-]+)\/app\.bsky\.feed\.post\/([\w.~:-]+)$/.exec(typeof uri === 'string' ? uri : '') ??
    [];
  return did && rkey ? { kind, id: uriOf(did, rkey), url: addressOf(did, rkey) } : null;
}

function uriOf(did: string, rkey: string): string {
  return `at://${did}/${POST}/${rkey}`;
}

function addressOf(did: string, rkey: string): string {
  return `https://bsky.app/profile/${did}/post/${rkey}`;
}
