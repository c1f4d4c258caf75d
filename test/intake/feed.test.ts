import { expect, test } from 'vitest';
import { entriesOf, feedMention } from '../../src/source/feed/entry.ts';
import { FEED } from '../../src/source/feed/feed.ts';
import { Refused, Wait } from '../../src/source/source.ts';
import { fixture } from './fixture.ts';
import { noon } from './mapped.ts';
import { pullOf, startVendor } from './vendor.ts';

const alerts = fixture('feed/fixture.atom.xml').toString();
const address = 'https://www.google.com/alerts/feeds/1/2';
const source = { secrets: { address } };

/** An RSS feed with entries of these numbers, each a minute before noon for its number. */
function rss(numbers: number[], more = ''): string {
  const items = numbers.map(
    (n) =>
      `<item><guid>post-${n}</guid><title>Post ${n}</title><link>https://blog.example.com/${n}</link>
       <description>&lt;p&gt;Number ${n}&lt;/p&gt;</description>
       <pubDate>${new Date(noon.getTime() - n * 60_000).toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Acme watch</title>${items.join('')}${more}</channel></rss>`;
}

/** A feed that answers with whatever `body` is at the time. */
async function feed(first: string, head: Record<string, string> = {}) {
  const at = { body: first, status: 200, head };
  const vendor = await startVendor((asked, response) => {
    const isKnown = at.head.etag !== undefined && asked.headers['if-none-match'] === at.head.etag;
    response.writeHead(isKnown ? 304 : at.status, at.head).end(isKnown ? undefined : at.body);
  });
  return { ...vendor, at };
}

test('a Google Alert is heard with the page it found, not with Google in between', async () => {
  const { fetch } = await feed(alerts);
  const { mentions } = await pullOf(FEED, source, fetch);
  expect(mentions).toMatchObject([
    {
      source: 'a-source',
      externalId: 'tag:google.com,2013:googlealerts/feed:12501224780620368192',
      network: 'news',
      url: 'https://news.example.com/2026/11/20/acme-outage?a=1&utm_source=x',
      canonicalUrl: 'https://news.example.com/2026/11/20/acme-outage?a=1',
      title: 'Acme Bank app outage leaves customers locked out & angry',
      textState: 'snippet',
      author: {},
      publishedAt: new Date('2026-11-20T14:26:15Z'),
      query: '"Acme Bank"',
    },
  ]);
  expect(mentions[0]?.text).toMatch(/^Thousands of Acme Bank users \.\.\. could not log in,/);
});

test('a find on a network we know is of that network', async () => {
  const [entry] = await entriesOf(
    alerts.replace('news.example.com/2026/11/20/acme-outage', 'www.reddit.com/r/banks/comments/1/x'),
  );
  expect(feedMention(entry, 'a-source', noon)).toMatchObject({ mention: { network: 'reddit' } });
});

test('a feed that was just added opens no alerts for what is older than a day', async () => {
  const { fetch } = await feed(rss([10, 24 * 60 - 1, 24 * 60 + 1, 40 * 24 * 60]));
  const { mentions } = await pullOf(FEED, source, fetch);
  expect(mentions.map(({ externalId }) => externalId)).toEqual([`post-${24 * 60 - 1}`, 'post-10']);
});

test('an entry without a date is heard when it was not there the first time', async () => {
  const undated = (n: number) =>
    `<item><guid>undated-${n}</guid><title>Undated ${n}</title><description>x</description></item>`;
  const { fetch, at } = await feed(rss([1], undated(1)));
  const first = await pullOf(FEED, source, fetch);
  at.body = rss([1], undated(1) + undated(2));
  const second = await pullOf(FEED, source, fetch, { cursor: first.cursor });
  expect(first.mentions.map(({ externalId }) => externalId)).toEqual(['post-1']);
  expect(second.mentions.map(({ externalId }) => externalId)).toEqual(['undated-2']);
});

test('what was heard is not heard again, and what moves up from further back is left alone', async () => {
  const { fetch, at } = await feed(rss([5, 60]));
  const first = await pullOf(FEED, source, fetch);
  at.body = rss([1, 5, 3 * 24 * 60]);
  const second = await pullOf(FEED, source, fetch, { cursor: first.cursor });
  expect(second.mentions.map(({ externalId }) => externalId)).toEqual(['post-1']);
});

test('an edited entry is heard again under the same id', async () => {
  const { fetch, at } = await feed(rss([5]));
  const first = await pullOf(FEED, source, fetch);
  at.body = rss([5]).replace('Number 5', 'Number five, corrected');
  const second = await pullOf(FEED, source, fetch, { cursor: first.cursor });
  expect(second.mentions[0]?.id).toBe(first.mentions[0]?.id);
  expect(second.mentions[0]?.text).toBe('Number five, corrected');
});

test('a feed that has not changed answers 304 and costs nothing', async () => {
  const { fetch, asked } = await feed(rss([5]), { etag: '"v1"', 'last-modified': 'Fri, 20 Nov 2026 17:00:00 GMT' });
  const first = await pullOf(FEED, source, fetch);
  const second = await pullOf(FEED, source, fetch, { cursor: first.cursor });
  expect(asked[1]?.headers).toMatchObject({
    'if-none-match': '"v1"',
    'if-modified-since': 'Fri, 20 Nov 2026 17:00:00 GMT',
  });
  expect(second).toMatchObject({ keeps: [], failure: null });
});

test('the whole article is no snippet, and its language is what the feed says', async () => {
  const xml = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
    <title>Acme watch</title><language>de-at</language><item><guid>1</guid><title>A</title>
    <content:encoded>&lt;p&gt;Alles steht still&lt;/p&gt;</content:encoded></item></channel></rss>`;
  expect(feedMention((await entriesOf(xml))[0], 'a-source', noon)).toMatchObject({
    mention: { text: 'Alles steht still', textState: 'full', language: 'de', query: 'Acme watch' },
  });
});

test('what is no feed is refused in a sentence', async () => {
  const { fetch } = await feed('<html><body>Log in</body></html>');
  const { failure } = await pullOf(FEED, source, fetch);
  expect(failure).toBeInstanceOf(Refused);
  expect(String(failure)).toContain('What stands at this address is no RSS or Atom feed.');
});

test.each([
  [403, Refused, 'does not let us read'],
  [404, Refused, 'is not there (HTTP 404)'],
  [500, Error, 'answered with an error (HTTP 500)'],
])('an answer %i is told in a sentence without the address', async (status, kind, why) => {
  const { fetch, at } = await feed('');
  at.status = status;
  const { failure } = await pullOf(FEED, source, fetch);
  expect(failure).toBeInstanceOf(kind);
  expect(String(failure)).toContain(why);
  expect(String(failure)).not.toContain('alerts/feeds');
});

test.each([
  ['120', noon.getTime() + 120_000],
  ['Fri, 20 Nov 2026 18:30:00 GMT', Date.UTC(2026, 10, 20, 18, 30)],
  ['9999999', noon.getTime() + 24 * 60 * 60_000],
])('a feed that asks us to wait is waited for: %s', async (after, until) => {
  const { fetch, at } = await feed('', { 'retry-after': after });
  at.status = 429;
  const { failure } = await pullOf(FEED, source, fetch);
  expect(failure).toBeInstanceOf(Wait);
  expect((failure as Wait).until.getTime()).toBe(until);
});

test('a rejected entry can be tried again', async () => {
  const nothing = { id: 'x', link: 'javascript:alert(1)', title: 'T', content: '' };
  expect(FEED.again(nothing, { name: 'a', kind: 'feed', settings: {}, secrets: {} }, noon)).toMatchObject([
    { kind: 'unusable' },
  ]);
  expect(
    FEED.again((await entriesOf(alerts))[0], { name: 'a', kind: 'feed', settings: {}, secrets: {} }, noon),
  ).toMatchObject([{ kind: 'mention' }]);
});
