import type { LookupFunction } from 'node:net';
import { beginTurn } from '../../turns.ts';
import { after, minutes } from '../../words/time.ts';
import { wordsMatcher, wrongWords } from '../matcher.ts';
import { lookup, wrongAddress } from '../pull/safe-fetch.ts';
import { messagesOf } from '../pull/websocket.ts';
import { readEach } from '../push/body.ts';
import { type Ask, type OpenSource, Refused, type SourceKind, Wait } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';
import { parseJson } from '../values/json.ts';
import { mentionId } from '../values/mention-id.ts';
import { cut } from '../values/storable.ts';
import { blueskyEvent, blueskyHeard, type Found, saidIn } from './post.ts';

/** Matches are stored once a second, or when there are so many. */
const MOST_UNSTORED = 100;
/** Without matches, the place in the stream is kept this often. Milliseconds. */
const PLACE_EVERY = 15_000;
/** We go back this far when reconnecting: servers disagree a little about time. Microseconds. */
const OVERLAP = 5_000_000;
/** After a longer time away, what lies before is given up: a day of the whole network takes hours to read. Minutes. */
const LOOK_BACK = 24 * 60;
/** Posts of which deletions and edits are passed on. A cursor holds them. */
const MOST_MATCHED = 1000;
/** Handles are only told now and then, for all of Bluesky. */
const MOST_HANDLES = 10_000;
/** The server leaves out what is larger; we refuse what is much larger. Bytes. */
const LARGEST = 1_000_000;

interface Cursor {
  /** `time_us` of the last event that was looked at; null before the first. */
  at: number | null;
  /** Marks of the posts that were found, the newest at the end. */
  matched: string[];
}

/** Decides which addresses may be called. */
export interface Guard {
  lookup?: LookupFunction;
  /** Why an address may not be called, in a sentence; null when it may, as far as can be told without DNS. */
  wrongAddress: (address: string) => string | null;
}

async function pull({ source, cursor, now, signal, keep }: Ask, guard: Guard): Promise<void> {
  const wordIn = wordsMatcher(source.settings.words ?? '');
  const { at: from, matched } = cursorOf(cursor);
  const place = { at: from, matched: new Set(matched) };
  const handles = new Map<string, string>();
  const found = new Map<unknown, Found>();
  let keptAt = now();
  let keptPlace = from;

  async function store(): Promise<void> {
    if (found.size === 0 && place.at === keptPlace) return;
    const read = await readEach([...found.keys()], (item) => blueskyHeard(item, source.name, now(), found.get(item)));
    await keep(read, { at: place.at, matched: [...place.matched].slice(-MOST_MATCHED) } satisfies Cursor);
    found.clear();
    [keptAt, keptPlace] = [now(), place.at];
  }

  async function look(message: string): Promise<void> {
    const parsed = await parseJson(Buffer.from(message));
    const item = 'value' in parsed ? parsed.value : cut(message, 1000);
    const event = blueskyEvent(item);
    if (!event) {
      found.set(item, {});
      return;
    }
    // A time to come would make us leave out all that is posted until then.
    const at = Math.min(event.at ?? 0, now().getTime() * 1000);
    place.at = Math.max(place.at ?? 0, at) || null;
    if (event.kind === 'identity') remember(handles, event.did, event.handle);
    if (event.kind !== 'post' && event.kind !== 'deletion') return;
    const mark = mentionId(event.did, event.rkey).slice(0, 12);
    const word = event.kind === 'post' ? wordIn(saidIn(item)) : null;
    // All deletions of Bluesky come by. Only those of posts that we found concern us, and so do their edits.
    if (word === null && !place.matched.has(mark)) return;
    place.matched.add(mark);
    found.set(item, { word, handle: handles.get(event.did) ?? null });
  }

  const dial = {
    ...(guard.lookup ? { lookup: guard.lookup } : {}),
    largest: 4 * LARGEST,
    signal,
    refused: refusedBy(now),
  };
  try {
    for await (const messages of messagesOf(addressOf(source, from, now(), guard), dial)) {
      const turn = beginTurn();
      for (const message of messages) {
        if (turn.isOver()) await turn.next();
        await look(message);
        if (found.size >= MOST_UNSTORED) await store();
      }
      // Of either sign: the clock may be set back.
      const waited = Math.abs(now().getTime() - keptAt.getTime());
      if (waited >= PLACE_EVERY || (found.size > 0 && waited >= 1000)) await store();
    }
  } finally {
    await store();
  }
}

function remember(handles: Map<string, string>, did: string, handle: string | null): void {
  handles.delete(did);
  if (handle !== null) handles.set(did, handle);
  const [oldest] = handles.keys();
  if (handles.size > MOST_HANDLES && oldest !== undefined) handles.delete(oldest);
}

function cursorOf(value: unknown): Cursor {
  const fields = fieldsOf(value);
  const [at, matched] = [fields?.get('at'), fields?.get('matched')];
  return {
    at: typeof at === 'number' && Number.isSafeInteger(at) ? at : null,
    matched: Array.isArray(matched) ? matched.filter((mark) => typeof mark === 'string') : [],
  };
}

/** Without a cursor the stream begins with what is posted now. Throws `Refused` for an address that may not be called. */
function addressOf({ settings }: OpenSource, at: number | null, now: Date, guard: Guard): string {
  const base = settings.address?.trim() || `https://${settings.server || DEFAULT_SERVER}`;
  const why = guard.wrongAddress(base);
  if (why !== null) throw new Refused(why);
  const url = new URL('/subscribe', base);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  url.searchParams.set('wantedCollections', 'app.bsky.feed.post');
  url.searchParams.set('maxMessageSizeBytes', String(LARGEST));
  const earliest = after(now, -minutes(LOOK_BACK)).getTime() * 1000;
  if (at !== null) url.searchParams.set('cursor', String(Math.max(at - OVERLAP, earliest)));
  return url.href;
}

function refusedBy(now: () => Date) {
  return ({ statusCode = 0 }: { statusCode?: number | undefined }): Error => {
    if (statusCode === 429)
      return new Wait(after(now(), minutes(5)), 'The Bluesky stream asks us to connect less often.');
    if (statusCode === 400 || statusCode === 404) return new Refused('There is no Jetstream server at this address.');
    return new Error(`The Bluesky stream answered with HTTP ${statusCode}.`);
  };
}

const DEFAULT_SERVER = 'jetstream2.us-east.bsky.network';
const SERVERS = {
  [DEFAULT_SERVER]: 'US East 2',
  'jetstream1.us-east.bsky.network': 'US East 1',
  'jetstream2.us-west.bsky.network': 'US West 2',
  'jetstream1.us-west.bsky.network': 'US West 1',
};

/** All of Bluesky as it is posted, looked through for the administrator's words. */
export function blueskyBehind(guard: Guard): SourceKind {
  return {
    kind: 'bluesky',
    title: 'Bluesky',
    guide: {
      hears:
        'Every public Bluesky post with one of your words in its text or in the title of the page it links to, and its deletion.',
      needs: [
        'Nothing: the stream is open to all. No account is used.',
        'A few gigabytes of incoming traffic a day, for all posts of Bluesky are read.',
      ],
      steps: [
        'Add a source of the kind Bluesky.',
        'Give the words to look for, with commas between them: your name, your products, your handle.',
        'Keep the server that is filled in, unless Bluesky says otherwise or you run a Jetstream of your own.',
      ],
      limits: [
        'Words are found whole: "Acme" finds "#acme" and "Acme\'s", not "acmeology". Text in pictures is not read.',
        'How many people an author reaches is not told, and handles only sometimes: the card links to the profile.',
        'It begins with what is posted after it was added. After downtime it goes on where it stopped, at most 24 hours back and as far as the server remembers.',
        'Words have three letters or more: shorter ones are in too many posts.',
        `Deletions are passed on for the last ${MOST_MATCHED.toLocaleString('en')} posts that were found. When an author closes the whole account, its posts are not told one by one.`,
      ],
      builtTo:
        'github.com/bluesky-social/jetstream: the stream "/subscribe" (version 1), which version 2 servers offer as well.',
    },
    fields: [
      {
        name: 'words',
        label: 'Words',
        hint: 'What to look for, with commas between: Acme, Acme Cola, acme.example. A phrase of several words is one.',
        wrong: wrongWords,
      },
      { name: 'server', label: 'Server', hint: 'One of the servers that Bluesky runs.', choices: SERVERS },
      {
        name: 'address',
        label: 'Your own Jetstream',
        hint: 'Only when you run one: https://jetstream.example.com. It is used instead of the server above.',
        optional: true,
        isAddress: true,
      },
    ],
    pull: { every: () => 5000, turn: minutes(10), pull: (ask) => pull(ask, guard) },
    again: (item, source, receivedAt) => [blueskyHeard(item, source.name, receivedAt)],
  };
}

export const BLUESKY = blueskyBehind({ lookup, wrongAddress });
