import { describe, expect, test } from 'vitest';
import { Refused, Wait } from '../../src/source/source.ts';
import { youtubeMention } from '../../src/source/youtube/comment.ts';
import { midnightPacific } from '../../src/source/youtube/error.ts';
import { YOUTUBE } from '../../src/source/youtube/youtube.ts';
import { parsedFixture } from './fixture.ts';
import { noon } from './mapped.ts';
import { answerJson, pullOf, startVendor } from './vendor.ts';

const page = parsedFixture('youtube/fixture.json') as { items: unknown[] };
const [thread] = page.items;
const source = { settings: { videos: 'J2X5mJ3HDYE' }, secrets: { key: 'a-key' } };

/** A comment of so many minutes before noon. */
function comment(minutes: number, said: object = {}, around: object = {}) {
  const publishedAt = new Date(noon.getTime() - minutes * 60_000).toISOString();
  const id = `c-${minutes}`;
  const snippet = { textDisplay: `Comment ${minutes}`, authorChannelId: { value: 'UCviewer' }, publishedAt, ...said };
  return { id, snippet: { channelId: 'UCbrand', videoId: 'J2X5mJ3HDYE', ...around, topLevelComment: { id, snippet } } };
}

function refusal(reason: string, status: number, detail?: string) {
  const details = detail ? { details: [{ reason: detail }] } : {};
  return { error: { code: status, errors: [{ domain: 'youtube', reason }], ...details } };
}

describe('a comment', () => {
  test('is read as YouTube documents it', () => {
    expect(youtubeMention(thread, 'a-source', noon)).toMatchObject({
      mention: {
        externalId: 'UgTEST',
        network: 'youtube',
        url: 'https://www.youtube.com/watch?v=J2X5mJ3HDYE&lc=UgTEST',
        text: 'Your ad is "edgy"?',
        author: { id: 'UCviewer', name: '@viewer', handle: 'viewer', url: 'http://www.youtube.com/@viewer' },
        publishedAt: new Date('2026-11-20T10:00:00Z'),
        engagement: 53,
        parent: { kind: 'comment', id: null, url: 'https://www.youtube.com/watch?v=J2X5mJ3HDYE' },
      },
    });
  });

  test('comes as markup to everybody but its author, and is read as text', () => {
    const said = comment(1, { textDisplay: 'Never <b>again</b><br>&quot;Acme&quot; &amp; co' });
    expect(youtubeMention(said, 'a-source', noon)).toMatchObject({ mention: { text: 'Never again\n"Acme" & co' } });
  });

  test('two comments on one video are two posts', () => {
    const [a, b] = [comment(1), comment(2)].map((one) => youtubeMention(one, 'a-source', noon));
    expect(a?.kind === 'mention' && a.mention.canonicalUrl).not.toBe(b?.kind === 'mention' && b.mention.canonicalUrl);
  });

  test('of the channel itself says nothing about us', () => {
    expect(youtubeMention(comment(1, { authorChannelId: { value: 'UCbrand' } }), 'a-source', noon)).toEqual({
      kind: 'nothing',
    });
  });

  test.each([null, 7, {}, { id: 4 }])('is not %j', (item) => {
    expect(youtubeMention(item, 'a-source', noon)).toMatchObject({ kind: 'unusable' });
  });
});

describe('asking', () => {
  test('sends the key in the head, the newest first', async () => {
    const { fetch, asked } = await startVendor((_asked, response) => answerJson(response, { items: [] }));
    const channel = `UC${'x'.repeat(22)}`;
    await pullOf(YOUTUBE, { ...source, settings: { channel, videos: 'aaaaaaaaaaa, bbbbbbbbbbb' } }, fetch);
    expect(asked[0]).toMatchObject({ host: 'www.googleapis.com', path: '/youtube/v3/commentThreads' });
    expect(asked[0]?.headers['x-goog-api-key']).toBe('a-key');
    expect(asked.map(({ query }) => query.get('allThreadsRelatedToChannelId') ?? query.get('videoId'))).toEqual([
      channel,
      'aaaaaaaaaaa',
      'bbbbbbbbbbb',
    ]);
    expect(asked.map(({ query }) => [query.get('order'), query.get('key')])).toEqual(Array(3).fill(['time', null]));
  });

  test('stops at what was heard, and at first at a day ago', async () => {
    const answers = [
      { items: [comment(1), comment(60)], nextPageToken: 'p2' },
      { items: [comment(600), comment(25 * 60)], nextPageToken: 'p3' },
    ];
    const { fetch, asked } = await startVendor((_asked, response) => answerJson(response, answers.shift()));
    const first = await pullOf(YOUTUBE, source, fetch);
    expect(asked.map(({ query }) => query.get('pageToken'))).toEqual([null, 'p2']);
    expect(first.mentions.map(({ externalId }) => externalId)).toEqual(['c-60', 'c-1', 'c-600']);

    answers.push({ items: [comment(0), comment(1), comment(60)], nextPageToken: 'p2' });
    const second = await pullOf(YOUTUBE, source, fetch, { cursor: first.cursor });
    expect(asked).toHaveLength(3);
    expect(second.mentions.map(({ externalId }) => externalId)).toEqual(['c-1', 'c-0']);
  });

  test('a pull that breaks off between two pages leaves no gap', async () => {
    const answers = [{ items: [comment(1)], nextPageToken: 'p2' }];
    const { fetch, asked } = await startVendor((_asked, response) => {
      const next = answers.shift();
      answerJson(response, next ?? {}, next ? 200 : 500);
    });
    const broken = await pullOf(YOUTUBE, source, fetch);
    expect(broken.failure).toBeInstanceOf(Error);
    expect(broken.mentions).toHaveLength(1);
    answers.push({ items: [comment(1)], nextPageToken: 'p2' }, { items: [comment(30)], nextPageToken: '' });
    const again = await pullOf(YOUTUBE, source, fetch, { cursor: broken.cursor });
    expect(again.mentions.map(({ externalId }) => externalId)).toEqual(['c-1', 'c-30']);
    expect(asked).toHaveLength(4);
  });

  test('one video without comments does not silence the others, and is named', async () => {
    const { fetch } = await startVendor(({ query }, response) =>
      query.get('videoId') === 'aaaaaaaaaaa'
        ? answerJson(response, refusal('commentsDisabled', 403), 403)
        : answerJson(response, { items: [comment(1)] }),
    );
    const both = { ...source, settings: { videos: 'aaaaaaaaaaa,bbbbbbbbbbb' } };
    const { mentions, failure } = await pullOf(YOUTUBE, both, fetch);
    expect(mentions).toHaveLength(1);
    expect(failure).toEqual(new Refused('Comments are switched off for aaaaaaaaaaa.'));
  });

  test('waits for the next day when the quota is used up', async () => {
    const { fetch } = await startVendor((_asked, response) => answerJson(response, refusal('quotaExceeded', 403), 403));
    const { failure } = await pullOf(YOUTUBE, source, fetch);
    expect(failure).toBeInstanceOf(Wait);
    expect((failure as Wait).until).toEqual(new Date('2026-11-21T08:00:00Z'));
  });

  test.each([
    [refusal('badRequest', 400, 'API_KEY_INVALID'), 400, 'does not accept the API key'],
    [refusal('accessNotConfigured', 403), 403, 'is not switched on'],
    [refusal('videoNotFound', 404), 404, 'YouTube knows no video J2X5mJ3HDYE.'],
  ])('an answer %j is told for what it is', async (body, status, why) => {
    const { fetch } = await startVendor((_asked, response) => answerJson(response, body, status));
    const { failure } = await pullOf(YOUTUBE, source, fetch);
    expect(failure).toBeInstanceOf(Refused);
    expect(String(failure)).toContain(why);
  });

  test('without a channel and a video there is nothing to ask', async () => {
    const { failure } = await pullOf(YOUTUBE, { secrets: { key: 'a-key' } }, () => Promise.reject(new Error('asked')));
    expect(failure).toEqual(new Refused('Neither a channel nor a video is given.'));
  });
});

test.each([
  ['2026-11-20T18:00:00Z', '2026-11-21T08:00:00Z'],
  ['2026-07-01T06:59:00Z', '2026-07-01T07:00:00Z'],
  // The clocks go back in this night, and forward in that one.
  ['2026-11-01T06:30:00Z', '2026-11-01T07:00:00Z'],
  ['2026-11-01T07:00:00Z', '2026-11-02T08:00:00Z'],
  ['2026-03-08T08:00:00Z', '2026-03-09T07:00:00Z'],
])('after %s the next midnight in California is %s', (now, midnight) => {
  expect(midnightPacific(new Date(now))).toEqual(new Date(midnight));
});
