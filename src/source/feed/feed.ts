import { hash } from 'node:crypto';
import { after, minutes } from '../../words/time.ts';
import { refusedBy } from '../pull/refused-by.ts';
import { readText, wrongAddress } from '../pull/safe-fetch.ts';
import { readEach } from '../push/body.ts';
import type { Ask, SourceKind } from '../source.ts';
import { inside, listInside } from '../values/inside.ts';
import { type Entry, entriesOf, feedMention } from './entry.ts';

/** Before the first pull. What was said earlier is no news, and would open an alert for each. Minutes. */
const LOOK_BACK = 24 * 60;

interface Cursor {
  /** Sent back, so that a feed which has not changed answers in a few bytes. */
  etag: string | null;
  modified: string | null;
  /** ISO. What is dated before is left alone, also when it appears later: feeds move old entries up. */
  notBefore: string;
  /** Marks of the entries that the last answer had, with what they said. */
  seen: string[];
}

async function pull({ source, cursor, fetch, now, signal, keep }: Ask): Promise<void> {
  const known = cursorOf(cursor);
  const headers = {
    accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5',
    ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    ...(known?.modified ? { 'if-modified-since': known.modified } : {}),
  };
  const response = await fetch(source.secrets.address ?? '', { headers, signal });
  if (response.status === 304) return void (await response.body?.cancel());
  if (response.status !== 200) {
    throw await refusedBy(response, 'The feed', 'The server does not let us read this feed.', now());
  }
  const entries = await entriesOf(await readText(response));
  const notBefore = known?.notBefore ?? after(now(), -minutes(LOOK_BACK)).toISOString();
  const seen = new Set(known?.seen);
  const fresh = entries.filter((entry) => !seen.has(markOf(entry)) && isNews(entry, notBefore, known !== null));
  // A feed has its newest first.
  const read = await readEach(fresh.reverse(), (entry) => feedMention(entry, source.name, now()));
  await keep(read, {
    etag: response.headers.get('etag'),
    modified: response.headers.get('last-modified'),
    notBefore,
    seen: entries.map(markOf),
  } satisfies Cursor);
}

/** One without a date counts as news from the second pull on. */
function isNews({ at }: Entry, notBefore: string, isKnown: boolean): boolean {
  return at === null ? isKnown : at >= notBefore;
}

/** An edited entry is heard again, and the edit is shown. */
function markOf({ id, link, title, content }: Entry): string {
  return hash('sha256', JSON.stringify([id ?? link, title, content])).slice(0, 16);
}

function cursorOf(value: unknown): Cursor | null {
  const [etag, modified, notBefore] = ['etag', 'modified', 'notBefore'].map((name) => inside(value, name));
  if (typeof notBefore !== 'string') return null;
  return {
    etag: typeof etag === 'string' ? etag : null,
    modified: typeof modified === 'string' ? modified : null,
    notBefore,
    seen: listInside(value, 'seen').filter((mark) => typeof mark === 'string'),
  };
}

/** Google Alerts, and anything else with a feed: blogs, news sites, forums, subreddits. */
export const FEED: SourceKind = {
  kind: 'feed',
  title: 'Google Alerts, RSS or Atom',
  guide: {
    hears: 'What a Google Alert finds on the web, or what any RSS or Atom feed publishes.',
    needs: ['For Google Alerts: a Google account. For other feeds: an address that answers without logging in.'],
    steps: [
      'Open google.com/alerts and type what to look for, for instance "Acme Bank", or "Acme Bank" site:reddit.com.',
      'Under "Show options" set "How often" to "As-it-happens" and "Deliver to" to "RSS feed", then create the alert.',
      'Copy the address of the feed symbol beside the alert.',
      'Add a source of this kind and paste the address. Add one source for each alert.',
    ],
    limits: [
      'Google lags behind by minutes to a day, and shows about 150 characters of each page.',
      'Google passes on no author, no reach and no sentiment.',
      'When a feed is added, what it published in the last 24 hours is taken.',
      'Whoever has the address of an alert can read it. It is kept as a secret.',
      'Of a feed the first 1,000 entries are read, of an entry the first 30,000 characters. Entries of more than 2,000 tags are passed over.',
      'Feeds that only open after logging in, or that stand in a private network, cannot be read.',
    ],
    builtTo:
      'Google publishes no description of its alert feeds: built after feeds that others have published. Atom is RFC 4287, RSS is rssboard.org/rss-specification.',
  },
  fields: [
    {
      name: 'address',
      label: 'Address of the feed',
      hint: 'It begins with https://. For Google Alerts: https://www.google.com/alerts/feeds/…',
      secret: 'given',
      isAddress: true,
      wrong: (value) => wrongAddress(value),
    },
    {
      name: 'every',
      label: 'Look for news',
      hint: 'How often the feed is read.',
      choices: { 5: 'Every 5 minutes', 15: 'Every 15 minutes', 60: 'Every hour' },
    },
  ],
  pull: { every: ({ settings }) => minutes(Number(settings.every) || 5), pull },
  again: (item, source, receivedAt) => [feedMention(item, source.name, receivedAt)],
};
