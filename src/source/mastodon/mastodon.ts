import { minutes } from '../../words/time.ts';
import { readEach } from '../push/body.ts';
import type { Ask, OpenSource, SourceKind } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';
import { eventsOf, missedMentions, ownId, type Server, streamOf } from './server.ts';
import { mastodonHeard, type Told } from './status.ts';

/** Mentions whose edits we recognise. */
const MOST_HEARD = 500;

interface Cursor {
  /** The newest notification that is stored. */
  last: string | null;
  /** Ids of the posts heard last, the newest at the end. */
  heard: string[];
}

/**
 * Opens the stream first, then asks for what was missed since the last turn, so that no moment lies between. What comes
 * twice is stored once.
 */
async function pull({ source, cursor, fetch, now, signal, keep }: Ask): Promise<void> {
  const { last, heard } = cursorOf(cursor);
  const place = { last, heard: new Set(heard) };
  const server: Server = { address: addressOf(source), token: source.secrets.token ?? '', fetch, signal, now };
  const stream = await streamOf(server);
  try {
    const me = await ownId(server);
    for await (const page of missedMentions(server, last)) await store(page.told, page.last);
    for await (const told of eventsOf(stream, signal)) await store(told, null);

    async function store(told: Told[], upTo: string | null): Promise<void> {
      const read = await readEach(told, (item) => {
        const mapped = mastodonHeard(item, source.name, now(), { me, heard: place.heard });
        if (mapped.kind === 'mention') place.heard.add(mapped.mention.externalId);
        return mapped;
      });
      place.last = upTo ?? place.last;
      const isNews = read.heard.length > 0 || read.rejected.length > 0 || upTo !== null;
      if (isNews) await keep(read, { last: place.last, heard: [...place.heard].slice(-MOST_HEARD) } satisfies Cursor);
    }
  } finally {
    await stream.body?.cancel().catch(() => undefined);
  }
}

function cursorOf(value: unknown): Cursor {
  const fields = fieldsOf(value);
  const [last, heard] = [fields?.get('last'), fields?.get('heard')];
  return {
    last: typeof last === 'string' ? last : null,
    heard: Array.isArray(heard) ? heard.filter((id) => typeof id === 'string') : [],
  };
}

/** `mastodon.social` is as good as `https://mastodon.social/`. */
function addressOf({ settings }: OpenSource): string {
  const typed = (settings.address ?? '').trim();
  return new URL(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`).origin;
}

/** Who mentions an account on Mastodon, or on a server that speaks like it. */
export const MASTODON: SourceKind = {
  kind: 'mastodon',
  title: 'Mastodon',
  guide: {
    hears:
      'Public and unlisted posts that mention your account on Mastodon, their edits and deletions, and your own answers to them.',
    needs: ['An account on a Mastodon server.', 'Leave to make an application in its settings.'],
    steps: [
      'In Mastodon, open Preferences, Development, and make a new application. Any name will do.',
      'Give it the scopes read:notifications, read:statuses and read:accounts. Nothing else is needed.',
      'Open the application and copy "Your access token".',
      'Add a source of the kind Mastodon with the address of your server and that token.',
    ],
    limits: [
      "Posts that do not name the account are not heard. For words and hashtags use a listening tool or the server's RSS feed of a hashtag.",
      'Private posts and direct messages are never taken, for a channel is no place for them.',
      'Edits are heard when the server tells your account of them: always from those it follows, otherwise not reliably.',
      'When the source is added, mentions of the last 24 hours are taken, at most 40.',
    ],
    builtTo:
      'docs.joinmastodon.org: "streaming API methods", "notifications API methods". Mastodon 4.0 or newer, and servers with the same API.',
  },
  fields: [
    {
      name: 'address',
      label: 'Server',
      hint: 'Where the account lives, for instance https://mastodon.social.',
      isAddress: true,
      wrong: (value) =>
        /^(https:\/\/)?([a-z\d-]+\.)+[a-z\d-]{2,}(:\d+)?\/?$/i.test(value.trim())
          ? null
          : 'Give the address of the server alone: https://mastodon.social.',
    },
    { name: 'token', label: 'Access token', hint: 'Preferences, Development, your application.', secret: 'given' },
  ],
  // Reconnecting: three calls, of 300 in five minutes. A connection that went dead unnoticed is renewed with the turn.
  pull: { every: () => 10_000, turn: minutes(5), pull },
  again: (item, source, receivedAt) => [mastodonHeard(item, source.name, receivedAt, { me: null, heard: new Set() })],
};
