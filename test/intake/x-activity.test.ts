import { describe, expect, test } from 'vitest';
import type { OpenSource } from '../../src/source/source.ts';
import { mentionId } from '../../src/source/values/mention-id.ts';
import { X_ACTIVITY } from '../../src/source/x-activity/x-activity.ts';
import { fixture } from './fixture.ts';
import { noon, onlyMention } from './mapped.ts';

const us = '1111111111111111111';
const source: OpenSource = { name: 'x', kind: 'x', settings: {}, secrets: { consumerSecret: 's' } };
const post = { id: '2080761390344937796', text: '@acmebank STILL missing', author_id: '2222' };
const jane = { id: '2222', name: 'Jane Doe', username: 'jane_doe' };
const bank = { id: us, name: 'Acme Bank', username: 'acmebank' };

function event(payload: object, event_type = 'post.mention.create', users: object[] = [jane, bank]) {
  return { event_uuid: '1', filter: { user_id: us }, event_type, tag: 't', payload, includes: { users } };
}

function hear(payload: object, event_type?: string, users?: object[]) {
  return X_ACTIVITY.again(event(payload, event_type, users), source, noon);
}

function read(body: unknown) {
  const raw = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const request = { method: 'POST', rest: '', query: new URLSearchParams(), headers: {} };
  return X_ACTIVITY.push?.read(raw, request, source, noon);
}

test('a delivery is a mention with its author and figures', async () => {
  const later = new Date('2026-11-20T21:06:00Z');
  const request = { method: 'POST', rest: '', query: new URLSearchParams(), headers: {} };
  expect(await X_ACTIVITY.push?.read(fixture('x-activity/fixture.body'), request, source, later)).toEqual({
    heard: [
      {
        kind: 'mention',
        mention: {
          id: mentionId('x', '2080761390344937796'),
          source: 'x',
          externalId: '2080761390344937796',
          network: 'x',
          url: 'https://x.com/i/web/status/2080761390344937796',
          canonicalUrl: 'https://x.com/i/web/status/2080761390344937796',
          author: {
            ...{ id: '2222', name: 'Jane Doe', handle: 'jane_doe', url: 'https://x.com/jane_doe' },
            ...{ followers: 5420, verified: false },
          },
          title: null,
          text: '@acmebank 4 days and my money is STILL missing',
          textState: 'full',
          publishedAt: new Date('2026-11-20T21:05:48.000Z'),
          receivedAt: later,
          sentiment: null,
          reach: 5000,
          engagement: 54,
          rating: null,
          language: 'en',
          parent: null,
          query: 'acme-mentions',
        },
      },
    ],
    rejected: [],
  });
});

test('a delivery may hold one event or several', async () => {
  for (const body of [[{ data: event(post) }], { data: [event(post)] }, { data: event(post) }]) {
    expect(await read(body)).toMatchObject({ heard: [{ mention: { text: post.text } }], rejected: [] });
  }
  expect(await read({ data: [event(post), 7, event(post)] })).toMatchObject({
    heard: [{}, {}],
    rejected: [{ index: 1 }],
  });
  expect(await read({ errors: [] })).toMatchObject({ status: 400, why: expect.stringMatching(/Activity API/) });
});

describe('what a post answers or quotes is its parent', () => {
  test.each([
    [{ referenced_tweets: [{ type: 'replied_to', id: '7' }] }, 'reply'],
    [{ referenced_tweets: [{ type: 'quoted', id: '7' }] }, 'quote'],
    [{ referenced_tweets: [{ type: 'retweeted', id: '7' }] }, 'repost'],
    [
      {
        referenced_tweets: [
          { type: 'quoted', id: '8' },
          { type: 'replied_to', id: '7' },
        ],
      },
      'reply',
    ],
    [{ in_reply_to_tweet_id: '7' }, 'reply'],
  ])('%j', (said, kind) => {
    const { parent } = onlyMention(hear({ ...post, ...said }, 'post.reply.create'));
    expect(parent).toEqual({ kind, id: mentionId('x', '7'), url: 'https://x.com/i/web/status/7' });
  });
});

describe('what our own account posts', () => {
  const ours = { ...post, id: '9', author_id: us, created_at: '2026-11-20T17:59:00.000Z' };
  const answer = { ...ours, referenced_tweets: [{ type: 'replied_to', id: post.id }] };

  test.each(['post.create', 'post.reply.create', 'post.mention.create'])(
    'in answer is an answer of ours: %s',
    (type) => {
      expect(hear(answer, type)).toEqual([
        {
          kind: 'own_reply',
          reply: {
            id: mentionId('x', '9'),
            to: mentionId('x', post.id),
            url: 'https://x.com/i/web/status/9',
            network: 'x',
            by: '@acmebank',
            at: new Date('2026-11-20T17:59:00.000Z'),
          },
        },
      ]);
    },
  );

  test('by itself, or quoting somebody, is nothing', () => {
    expect(hear(ours, 'post.create')).toEqual([{ kind: 'nothing' }]);
    expect(hear({ ...ours, referenced_tweets: [{ type: 'quoted', id: '7' }] })).toEqual([{ kind: 'nothing' }]);
  });

  test('is taken down: the deletion is heard, with the users wrapped as X does there', () => {
    expect(hear({ id: '9', author_id: us }, 'post.delete', [{ data: bank }])).toEqual([
      { kind: 'deleted', mentionId: mentionId('x', '9') },
    ]);
  });
});

test('a post of a protected account belongs in no channel', () => {
  expect(hear(post, 'post.mention.create', [{ ...jane, protected: true }])).toEqual([{ kind: 'nothing' }]);
});

test.each(['like.create', 'follow.follow', 'dm.received', 'chat.received', undefined])('%s is nothing', (type) => {
  expect(X_ACTIVITY.again({ ...event(post), event_type: type }, source, noon)).toEqual([{ kind: 'nothing' }]);
});

test('an author who is not told is known by the id alone', () => {
  expect(onlyMention(hear(post, 'post.mention.create', [])).author).toEqual({ id: '2222' });
});

test('a long post has its whole text', () => {
  expect(onlyMention(hear({ ...post, note_tweet: { text: 'All of it' } })).text).toBe('All of it');
});

test('figures of a post that nobody counted yet are unknown, not 0', () => {
  expect(onlyMention(hear({ ...post, public_metrics: { impression_count: 0 } }))).toMatchObject({
    ...{ reach: null, engagement: null },
  });
});

test('codes that name no language are not taken for one', () => {
  for (const lang of ['und', 'zxx', 'qme']) {
    expect(onlyMention(hear({ ...post, text: 'x', lang })).language).toBeNull();
  }
});
