import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { mentionComHeard } from '../../src/source/mention-com/mention.ts';
import { MENTION_COM } from '../../src/source/mention-com/mention-com.ts';
import { Refused, Wait } from '../../src/source/source.ts';
import { fixture, parsedFixture } from './fixture.ts';
import { noon } from './mapped.ts';
import { answerJson, pullOf, startVendor } from './vendor.ts';

interface List {
  mentions: Record<string, unknown>[];
}
const list = parsedFixture('mention-com/fixture-list.json') as List;
const [post = {}] = list.mentions;
const polled = { settings: { account: 'acc-1', alerts: '112233', mode: 'poll' }, secrets: { token: 'a-token' } };
const streamed = { ...polled, settings: { ...polled.settings, mode: 'stream' } };

const numbered = (id: number, said: object = {}) => ({ ...post, id: String(id), unique_id: String(id), ...said });

function mentionOf(item: unknown) {
  const [heard] = mentionComHeard(item, 'a-source', noon);
  if (heard?.kind !== 'mention') throw new Error(JSON.stringify(heard));
  return heard.mention;
}

describe('a mention', () => {
  test('is read as Mention documents it', () => {
    expect(mentionOf(post)).toMatchObject({
      externalId: '527849933',
      network: 'x',
      url: 'https://twitter.com/jane_doe/status/1980000000000000001',
      title: '@acmebank three days without my money',
      text: '@acmebank three days without my money and nobody answers',
      textState: 'full',
      author: { id: 'a1', name: 'Jane Doe', handle: 'jane_doe', followers: 5420 },
      publishedAt: new Date('2026-11-20T17:16:27.100Z'),
      language: 'en',
      sentiment: 'negative',
      reach: 6100,
      query: 'Alert 112233',
    });
  });

  test('never contains the link that carries a token', () => {
    expect(JSON.stringify(mentionOf({ ...post, original_url: null }))).not.toContain('TEST');
  });

  test.each([
    [-1, 'negative'],
    [0, 'neutral'],
    [1, 'positive'],
    ['negative', 'negative'],
    [null, null],
  ])('with the tone %j is %j', (tone, sentiment) => expect(mentionOf({ ...post, tone }).sentiment).toBe(sentiment));

  test('of 250 characters is a snippet, for Mention passes on no more', () => {
    expect(mentionOf({ ...post, description: 'a'.repeat(250) }).textState).toBe('snippet');
  });

  test('brings those that were put under it, as reposts of it', () => {
    const heard = mentionComHeard(
      { ...post, children: { children: [numbered(2), numbered(3)], total: 2 } },
      'a-source',
      noon,
    );
    const [parent, ...children] = heard.map((one) => (one.kind === 'mention' ? one.mention : null));
    expect(children.map((one) => [one?.externalId, one?.parent])).toEqual([
      ['2', { kind: 'repost', id: parent?.id, url: null }],
      ['3', { kind: 'repost', id: parent?.id, url: null }],
    ]);
  });

  test.each(['trash', 'spam'])('in the %s says nothing', (folder) => {
    expect(mentionComHeard({ ...post, folder }, 'a-source', noon)).toEqual([{ kind: 'nothing' }]);
  });
});

describe('asking', () => {
  test('sends the token in the head, and asks for what was found since the last mention', async () => {
    const { fetch, asked } = await startVendor((_asked, response) => answerJson(response, list));
    const first = await pullOf(MENTION_COM, polled, fetch);
    await pullOf(MENTION_COM, polled, fetch, { cursor: first.cursor });
    expect(asked).toMatchObject([
      {
        host: 'api.mention.net',
        path: '/api/accounts/acc-1/alerts/112233/mentions',
        headers: { authorization: 'Bearer a-token', 'accept-version': '1.19' },
      },
      { host: 'api.mention.net' },
    ]);
    expect(asked.map(({ query }) => query.get('since_id'))).toEqual([null, '527849933']);
    expect(asked.map(({ query }) => query.get('access_token'))).toEqual([null, null]);
  });

  test('goes on page by page, by the order of ids and not of letters', async () => {
    const pages: Record<string, number[]> = {
      9: Array.from({ length: 1_000 }, (_, at) => at + 10),
      1009: [1_010],
    };
    const { fetch, asked } = await startVendor(({ query }, response) =>
      answerJson(response, { mentions: (pages[query.get('since_id') ?? ''] ?? []).map((id) => numbered(id)) }),
    );
    const { mentions, cursor } = await pullOf(MENTION_COM, polled, fetch, { cursor: { 112233: '9' } });
    expect(asked.map(({ query }) => query.get('since_id'))).toEqual(['9', '1009']);
    expect(mentions).toHaveLength(1_001);
    expect(cursor).toEqual({ 112233: '1010' });
  });

  test('at first takes what was published in the last day', async () => {
    const old = numbered(8, { published_at: '2026-11-18T17:00:00.0+00:00' });
    const { fetch } = await startVendor((_asked, response) => answerJson(response, { mentions: [old, numbered(7)] }));
    const { mentions, cursor } = await pullOf(MENTION_COM, polled, fetch);
    expect(mentions.map(({ externalId }) => externalId)).toEqual(['7']);
    expect(cursor).toEqual({ 112233: '8' });
  });

  test('one bad item does not cost the others', async () => {
    const { fetch } = await startVendor((_asked, response) =>
      answerJson(response, { mentions: ['no mention', numbered(7)] }),
    );
    const { mentions, rejected } = await pullOf(MENTION_COM, polled, fetch, { cursor: { 112233: '1' } });
    expect([mentions.length, rejected.map(({ index }) => index)]).toEqual([1, [0]]);
  });

  test.each([
    [401, {}, Refused],
    [402, {}, Refused],
    [429, { 'x-rate-limit-reset': '60' }, Wait],
    [429, { 'x-rate-limit-reset': String(noon.getTime() / 1000 + 60) }, Wait],
  ])('an answer %i %j is told for what it is', async (status, headers, kind) => {
    const { fetch } = await startVendor((_asked, response) => answerJson(response, { error: 'x' }, status, headers));
    const { failure, keeps } = await pullOf(MENTION_COM, polled, fetch);
    expect(failure).toBeInstanceOf(kind);
    if (failure instanceof Wait) expect(failure.until).toEqual(new Date(noon.getTime() + 60_000));
    expect(keeps).toEqual([]);
  });
});

describe('the stream', () => {
  const line = (mention: object) => `${JSON.stringify({ type: 'mention', mention })}\r\n`;
  const fromStream = (say: (response: ServerResponse) => void, asked: object = { mentions: [] }) =>
    startVendor(({ host }, response) =>
      host === 'stream.mention.net' ? say(response.writeHead(200)) : answerJson(response, asked),
    );

  test('goes on after the last mention of each alert', async () => {
    const { fetch, asked } = await fromStream((response) =>
      response.end(fixture('mention-com/fixture-stream.ndjson').toString().split('\n').slice(0, 2).join('\n')),
    );
    const two = { ...streamed, settings: { ...streamed.settings, alerts: '112233, 112234' } };
    const { mentions, cursor } = await pullOf(MENTION_COM, two, fetch, { cursor: { 112233: '42', 112234: '7' } });
    expect(asked[0]?.path).toBe('/api/accounts/acc-1/mentions');
    expect([...(asked[0]?.query ?? [])]).toEqual([
      ['alerts[]', '112233'],
      ['since_id[112233]', '42'],
      ['alerts[]', '112234'],
      ['since_id[112234]', '7'],
    ]);
    expect(mentions.map(({ externalId }) => externalId)).toEqual(['527849933']);
    expect(cursor).toEqual({ 112233: '527849933', 112234: '7' });
  });

  test('begins with what was found before it', async () => {
    const { fetch, asked } = await fromStream((response) => response.end('{"type":"mark"}\r\n'), {
      mentions: [numbered(5)],
    });
    const { mentions } = await pullOf(MENTION_COM, streamed, fetch);
    expect(asked.map(({ host }) => host)).toEqual(['api.mention.net', 'stream.mention.net']);
    expect(asked[1]?.query.get('since_id[112233]')).toBe('5');
    expect(mentions).toHaveLength(1);
  });

  test('keeps each mention as it comes, whole or in parts', async () => {
    const kept: string[] = [];
    const { fetch } = await fromStream((response) => {
      const [head, tail] = [line(numbered(5)).slice(0, 50), line(numbered(5)).slice(50)];
      response.write(head);
      setImmediate(() => response.end(`${tail}{"type":"mark"}\r\n${line(numbered(6))}`));
    });
    const { keeps } = await pullOf(MENTION_COM, streamed, fetch, { cursor: { 112233: '4' } });
    for (const { cursor } of keeps) kept.push((cursor as Record<string, string>)['112233'] ?? '');
    expect(kept.at(-1)).toBe('6');
    expect(keeps.flatMap(({ read }) => read.heard)).toHaveLength(2);
  });

  test('that warns it held back mentions is completed by asking, from where it began', async () => {
    const warning = '{"type":"warning","message":"Historical mentions capped to 1000."}\r\n';
    const { fetch, asked } = await fromStream((response) => response.end(line(numbered(9)) + warning), {
      mentions: [numbered(5), numbered(6)],
    });
    const { mentions, cursor } = await pullOf(MENTION_COM, streamed, fetch, { cursor: { 112233: '4' } });
    expect(asked[1]).toMatchObject({ host: 'api.mention.net' });
    expect(asked[1]?.query.get('since_id')).toBe('4');
    expect(mentions.map(({ externalId }) => externalId)).toEqual(['9', '5', '6']);
    expect(cursor).toEqual({ 112233: '9' });
  });

  test('ends with its turn, and that is no failure', async () => {
    const turn = new AbortController();
    const { fetch } = await fromStream((response) => void response.write(line(numbered(5))));
    const { failure, mentions } = await pullOf(MENTION_COM, streamed, fetch, {
      cursor: { 112233: '4' },
      signal: turn.signal,
      onKeep: () => turn.abort(),
    });
    expect([failure, mentions.length]).toEqual([null, 1]);
  });
});
