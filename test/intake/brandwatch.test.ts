import { describe, expect, test } from 'vitest';
import { BRANDWATCH } from '../../src/source/brandwatch/brandwatch.ts';
import { brandwatchMention } from '../../src/source/brandwatch/mention.ts';
import { Refused, Wait } from '../../src/source/source.ts';
import { parsedFixture } from './fixture.ts';
import { noon } from './mapped.ts';
import { answerJson, pullOf, startVendor } from './vendor.ts';

const { results } = parsedFixture('brandwatch/fixture.json') as { results: Record<string, unknown>[] };
const [full = {}, onX = {}] = results;
const source = { settings: { project: '1998232810', queries: '1, 2' }, secrets: { token: 'a-token' } };

/** A mention that was added so many minutes before noon. */
function added(minutes: number) {
  const at = new Date(noon.getTime() - minutes * 60_000).toISOString().replace('Z', '+0000');
  return { ...full, resourceId: `r-${minutes}`, url: `https://example.com/${minutes}`, added: at };
}

const ids = (mentions: { externalId: string }[]) => mentions.map(({ externalId }) => externalId.split(':')[0]);

describe('a mention', () => {
  test('is read as Brandwatch documents it', () => {
    expect(brandwatchMention(full, 'a-source', noon)).toMatchObject({
      mention: {
        externalId: 'c54d12f5107496bac30b5ddc3478bbab:1999933037',
        network: 'reddit',
        url: 'http://www.reddit.com/r/x/comments/1',
        title: 'Charger caught fire',
        text: "THE CHARGER CAUGHT FIRE in my kid's bedroom",
        textState: 'snippet',
        author: { name: 'Jan E', handle: 'jan_e' },
        publishedAt: new Date('2026-11-20T17:40:00Z'),
        sentiment: 'negative',
        reach: 5200,
        language: 'en',
        query: 'VoltCo brand',
      },
    });
  });

  test('of X comes without text, author and time, and leads to the post', () => {
    expect(brandwatchMention(onX, 'a-source', noon)).toMatchObject({
      mention: {
        network: 'x',
        url: 'https://x.com/i/web/status/1980000000000000003',
        title: null,
        text: null,
        textState: 'withheld',
        author: {},
        publishedAt: null,
        reach: null,
      },
    });
  });

  test('that passes on a post or answers one says so', () => {
    const url = 'https://www.reddit.com/r/x/comments/2';
    expect(brandwatchMention({ ...full, replyTo: url }, 'a-source', noon)).toMatchObject({
      mention: { parent: { kind: 'reply', url } },
    });
    expect(brandwatchMention({ ...full, retweetOf: url }, 'a-source', noon)).toMatchObject({
      mention: { parent: { kind: 'repost', url } },
    });
  });

  test('without its id is rejected', () => {
    expect(brandwatchMention({ ...full, resourceId: null }, 'a-source', noon)).toMatchObject({ kind: 'unusable' });
  });
});

describe('asking', () => {
  test('is for all queries at once, the last added first', async () => {
    const { fetch, asked } = await startVendor((_asked, response) => answerJson(response, { results: [] }));
    await pullOf(BRANDWATCH, source, fetch);
    expect(asked).toMatchObject([
      {
        host: 'api.brandwatch.com',
        path: '/projects/1998232810/data/mentions',
        headers: { authorization: 'Bearer a-token' },
      },
    ]);
    const [{ query } = { query: new URLSearchParams() }] = asked;
    expect(query.getAll('queryId')).toEqual(['1', '2']);
    expect(Object.fromEntries(query)).toMatchObject({
      orderBy: 'added',
      orderDirection: 'desc',
      startDate: '2026-11-13T18:00:00.000+0000',
      endDate: '2026-11-21T18:00:00.000+0000',
    });
  });

  test('goes page by page until what was heard, ten minutes more, and no further', async () => {
    const pages = [
      { results: [added(1), added(3)], nextCursor: 'p2' },
      { results: [added(14), added(16)], nextCursor: 'p3' },
    ];
    const { fetch, asked } = await startVendor((_asked, response) => answerJson(response, pages.shift()));
    const cursor = { heardUntil: new Date(noon.getTime() - 5 * 60_000).toISOString(), open: null, calls: [] };
    const pulled = await pullOf(BRANDWATCH, source, fetch, { cursor });
    expect(asked.map(({ query }) => query.get('cursor'))).toEqual([null, 'p2']);
    expect(ids(pulled.mentions)).toEqual(['r-3', 'r-1', 'r-14']);
    expect(pulled.cursor).toMatchObject({ heardUntil: new Date(noon.getTime() - 60_000).toISOString(), open: null });
  });

  test('at first takes what was added in the last day', async () => {
    const page = { results: [added(1), added(23 * 60), added(25 * 60)], nextCursor: 'p2' };
    const { fetch, asked } = await startVendor((_asked, response) => answerJson(response, page));
    expect(ids((await pullOf(BRANDWATCH, source, fetch)).mentions)).toEqual([`r-${23 * 60}`, 'r-1']);
    expect(asked).toHaveLength(1);
  });

  test('keeps to 30 calls in ten minutes, across restarts, and goes on in the same window', async () => {
    let page = 0;
    const { fetch, asked } = await startVendor((_asked, response) => {
      page++;
      answerJson(response, page > 31 ? { results: [] } : { results: [added(page)], nextCursor: `p${page}` });
    });
    const first = await pullOf(BRANDWATCH, source, fetch);
    expect(asked).toHaveLength(30);
    expect(first.failure).toBeInstanceOf(Wait);
    expect((first.failure as Wait).until).toEqual(new Date(noon.getTime() + 10 * 60_000));
    expect(first.mentions).toHaveLength(30);

    const early = await pullOf(BRANDWATCH, source, fetch, {
      cursor: first.cursor,
      now: new Date(noon.getTime() + 9 * 60_000),
    });
    expect([early.failure instanceof Wait, asked.length]).toEqual([true, 30]);

    const later = new Date(noon.getTime() + 10 * 60_000);
    const second = await pullOf(BRANDWATCH, source, fetch, { cursor: first.cursor, now: later });
    expect(asked[30]?.query.get('cursor')).toBe('p30');
    expect(asked[30]?.query.get('endDate')).toBe(asked[0]?.query.get('endDate'));
    expect(ids(second.mentions)).toEqual(['r-31']);
    expect(second.cursor).toMatchObject({ heardUntil: new Date(noon.getTime() - 60_000).toISOString(), open: null });
  });

  test('calls that were made before the clock was set back are no reason to wait for an hour', async () => {
    const { fetch, asked } = await startVendor((_asked, response) => answerJson(response, { results: [added(1)] }));
    const calls = Array.from({ length: 30 }, () => new Date(noon.getTime() + 60 * 60_000).toISOString());
    const cursor = { heardUntil: new Date(noon.getTime() - 5 * 60_000).toISOString(), open: null, calls };
    expect((await pullOf(BRANDWATCH, source, fetch, { cursor })).failure).toBeNull();
    expect(asked).toHaveLength(1);
  });

  test('an unfinished window whose page is gone is begun anew', async () => {
    const { fetch } = await startVendor((_asked, response) => answerJson(response, {}, 400));
    const at = noon.toISOString();
    const open = { startDate: at, endDate: at, newest: at, next: 'gone' };
    const pulled = await pullOf(BRANDWATCH, source, fetch, { cursor: { heardUntil: at, open, calls: [] } });
    expect(pulled.failure).toBeInstanceOf(Error);
    expect(pulled.cursor).toEqual({ heardUntil: at, open: null, calls: [] });
  });

  test.each([
    [429, { 'retry-after': '60' }, Wait, 60_000],
    [429, {}, Wait, 5 * 60_000],
    [401, {}, Refused, 0],
  ])('an answer %i %j is told for what it is', async (status, headers, kind, wait) => {
    const { fetch } = await startVendor((_asked, response) => answerJson(response, {}, status, headers));
    const { failure } = await pullOf(BRANDWATCH, source, fetch);
    expect(failure).toBeInstanceOf(kind);
    if (failure instanceof Wait) expect(failure.until).toEqual(new Date(noon.getTime() + wait));
  });
});
