import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { META } from '../../src/source/meta/meta.ts';
import type { OpenSource } from '../../src/source/source.ts';
import { mentionId } from '../../src/source/values/mention-id.ts';
import { fixture, parsedFixture } from './fixture.ts';
import { startIntake } from './intake-server.ts';
import { noon, onlyMention } from './mapped.ts';

const page = '1000001';
const source: OpenSource = {
  ...{ name: 'pages', kind: 'meta', settings: { instagram: '@Acme.Air' } },
  secrets: { appSecret: 'test-app-secret', verifyToken: 'v' },
};
const comment = {
  ...{ item: 'comment', verb: 'add', comment_id: `${page}_2_3`, parent_id: `${page}_2`, post_id: `${page}_2` },
  ...{ from: { id: '777', name: 'Test User' }, message: 'Found metal in my yoghurt', created_time: 1763659990 },
};

function feed(value: object, field = 'feed') {
  return META.again({ object: 'page', account: page, field, value }, source, noon);
}

function instagram(value: object, field = 'comments') {
  return META.again({ object: 'instagram', account: '17841400000000000', field, value }, source, noon);
}

function read(body: unknown) {
  const raw = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const request = { method: 'POST', rest: '', query: new URLSearchParams(), headers: {} };
  return META.push?.read(raw, request, source, noon);
}

describe('a delivery of a page', () => {
  test('is a comment, a reaction that is passed over, and a removed comment', async () => {
    expect(await read(fixture('meta/fixture-page-feed.body'))).toEqual({
      heard: [
        {
          kind: 'mention',
          mention: {
            id: mentionId('pages', '1000001_2_3'),
            source: 'pages',
            externalId: '1000001_2_3',
            network: 'facebook',
            url: 'https://www.facebook.com/1000001/posts/2?comment_id=3',
            canonicalUrl: 'https://facebook.com/1000001/posts/2?comment_id=3',
            author: { id: '777', name: 'Test User' },
            title: null,
            text: "Found metal in my son's yoghurt é",
            textState: 'full',
            publishedAt: new Date('2025-11-20T17:33:10Z'),
            receivedAt: noon,
            sentiment: null,
            reach: null,
            engagement: null,
            rating: null,
            language: 'en',
            parent: {
              kind: 'comment',
              id: mentionId('pages', '1000001_2'),
              url: 'https://www.facebook.com/1000001/posts/2',
            },
            query: null,
          },
        },
        { kind: 'deleted', mentionId: mentionId('pages', '1000001_2_9') },
      ],
      rejected: [],
    });
  });

  test('holds up to 1,000 changes over many entries, and a bad one rejects no other', async () => {
    const changes = Array.from({ length: 250 }, (_, n) => ({
      field: 'feed',
      value: { ...comment, comment_id: `${page}_2_${n}` },
    }));
    const entry = Array.from({ length: 4 }, (_, n) => ({
      id: page,
      changes: changes.map((change) => ({
        ...change,
        value: { ...change.value, comment_id: `${page}_${n}_${change.value.comment_id}` },
      })),
    }));
    const bad = { id: page, changes: [7, { field: 'feed', value: 'x' }, { field: 'feed' }] };
    const reading = await read({ object: 'page', entry: [bad, ...entry] });
    expect(reading).toMatchObject({ rejected: [{ index: 0 }, { index: 1 }, { index: 2 }] });
    expect(reading).toHaveProperty('heard.length', 1000);
  });

  test.each([[[]], [{}], ['text'], [{ object: 'page' }], [{ entry: [] }], [{ object: 'page', entry: {} }]])(
    'that is no delivery is refused in a sentence: %j',
    async (body) =>
      expect(await read(body)).toEqual({
        status: 400,
        why: expect.stringMatching(/^This is not a delivery of a Meta/),
      }),
  );

  test('a rejected change can be tried again as it was kept', async () => {
    const reading = await read({ object: 'page', entry: [{ id: page, changes: [{ field: 'feed', value: null }] }] });
    const [kept] = reading && 'rejected' in reading ? reading.rejected : [];
    expect(META.again(kept?.item, source, noon)).toEqual([{ kind: 'unusable', why: kept?.why }]);
  });
});

describe('on a page', () => {
  test.each(['status', 'post', 'photo', 'video'])('a %s by somebody else is a mention with its own address', (item) => {
    const value = { item, verb: 'add', post_id: '5_6', from: comment.from, message: 'Shame on Acme' };
    expect(onlyMention(feed(value))).toMatchObject({
      ...{ externalId: '5_6', url: 'https://www.facebook.com/5_6', text: 'Shame on Acme', parent: null },
    });
  });

  test('where the page is mentioned elsewhere is heard too, in the older words for its author', () => {
    const value = { item: 'post', verb: 'add', post_id: '5_6', sender_id: '9', sender_name: 'Jo', message: '@Acme' };
    expect(onlyMention(feed(value, 'mention')).author).toEqual({ id: '9', name: 'Jo' });
  });

  test('comments below one post do not share an address, or they would be one story', () => {
    const urls = ['3', '4'].map((n) => onlyMention(feed({ ...comment, comment_id: `${page}_2_${n}` })).canonicalUrl);
    expect(new Set(urls).size).toBe(2);
  });

  test('an answer to a comment is a reply to that comment', () => {
    const mention = onlyMention(feed({ ...comment, comment_id: '2_5', parent_id: '2_3' }));
    expect(mention.parent).toMatchObject({ kind: 'reply', id: mentionId('pages', '2_3') });
    expect(mention.url).toBe('https://www.facebook.com/1000001_2?comment_id=3&reply_comment_id=5');
  });

  test('an edited comment keeps its id and has the new text', () => {
    const [before, after] = [feed(comment), feed({ ...comment, verb: 'edited', message: 'It was glass' })].map(
      onlyMention,
    );
    expect(after?.id).toBe(before?.id);
    expect(after?.text).toBe('It was glass');
  });

  test.each(['add', 'edited', 'hide', 'unhide', 'remove'])('a reaction, like or share is nothing: %s', (verb) => {
    for (const item of ['reaction', 'like', 'share', 'event', undefined, 7]) {
      expect(feed({ ...comment, item, verb })).toEqual([{ kind: 'nothing' }]);
    }
  });

  test('hidden is not gone: our own page hides, and the post is still evidence', () => {
    expect(feed({ ...comment, verb: 'hide' })).toEqual([{ kind: 'nothing' }]);
  });

  test('without an author it is heard all the same', () => {
    const { from: _from, ...anonymous } = comment;
    expect(onlyMention(feed(anonymous)).author).toEqual({});
  });

  test('the time is read in seconds and as ISO with or without a colon in its zone', () => {
    for (const created_time of [1763659990, '1763659990', '2025-11-20T17:33:10+0000', '2025-11-20T17:33:10Z']) {
      expect(onlyMention(feed({ ...comment, created_time })).publishedAt).toEqual(new Date('2025-11-20T17:33:10Z'));
    }
  });

  test('messages, ratings and what else a page may send are nothing', () => {
    expect(feed({ item: 'comment' }, 'ratings')).toEqual([{ kind: 'nothing' }]);
  });
});

describe('what the page itself writes', () => {
  const ours = { ...comment, comment_id: '2_8', parent_id: `${page}_2_3`, from: { id: page, name: 'Acme Air' } };

  test('below a comment is an answer of ours to it, never a mention', () => {
    expect(feed(ours)).toEqual([
      {
        kind: 'own_reply',
        reply: {
          id: mentionId('pages', '2_8'),
          to: mentionId('pages', '1000001_2_3'),
          url: 'https://www.facebook.com/1000001_2?comment_id=3&reply_comment_id=8',
          network: 'facebook',
          by: 'Acme Air',
          at: new Date('2025-11-20T17:33:10Z'),
        },
      },
    ]);
  });

  test('below a post of somebody else is an answer to that post', () => {
    expect(feed({ ...ours, parent_id: undefined, post_id: '9_4' })).toMatchObject([
      { kind: 'own_reply', reply: { to: mentionId('pages', '9_4') } },
    ]);
  });

  test('is recognised by the older sender_id', () => {
    const { from: _from, ...older } = ours;
    expect(feed({ ...older, sender_id: Number(page), sender_name: 'Acme Air' })).toMatchObject([
      { kind: 'own_reply', reply: { by: 'Acme Air' } },
    ]);
  });

  test('as a post of its own is nothing', () => {
    expect(feed({ item: 'status', verb: 'add', post_id: `${page}_9`, from: ours.from, message: 'Hello' })).toEqual([
      { kind: 'nothing' },
    ]);
  });
});

describe('on Instagram', () => {
  const said = { id: 'c1', text: 'Third jacket that fell apart', from: { id: 'u1', username: 'test_user' } };

  test('a comment is a mention without a link', async () => {
    const reading = await read(parsedFixture('meta/fixture-instagram.json'));
    expect(reading).toMatchObject({
      heard: [
        {
          mention: {
            ...{ network: 'instagram', externalId: 'c1', url: null, text: said.text, language: 'en' },
            author: { id: 'u1', handle: 'test_user' },
            parent: { kind: 'comment', id: mentionId('pages', 'm1') },
          },
        },
      ],
      rejected: [],
    });
  });

  test('a mention elsewhere holds ids alone: it is kept as unusable, with a sentence that says what to do', () => {
    expect(instagram({ comment_id: '17', media_id: '18' }, 'mentions')).toEqual([
      { kind: 'unusable', why: expect.stringMatching(/^Instagram says that a comment 17 mentions you/) },
    ]);
  });

  test.each([
    { id: '17841400000000000', username: 'somebody' },
    { id: 'u2', username: 'acme.air' },
  ])('an answer of our own account is known by its id or its name: %j', (from) => {
    const reply = { ...said, id: 'c2', parent_id: 'c1', from };
    expect(instagram(reply)).toMatchObject([
      {
        kind: 'own_reply',
        reply: { to: mentionId('pages', 'c1'), url: `https://www.instagram.com/${from.username}/` },
      },
    ]);
    expect(instagram({ ...reply, parent_id: null })).toEqual([{ kind: 'nothing' }]);
  });
});

test('a delivery of which nothing can be used is kept and answered 200, or Meta would send it for 36 hours', async () => {
  const intake = await startIntake({ sources: [source] });
  const change = { field: 'mentions', value: { media_id: '18' } };
  const body = JSON.stringify({ object: 'instagram', entry: [{ id: '1', changes: [change] }] });
  const proof = `sha256=${createHmac('sha256', 'test-app-secret').update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': proof };
  const answer = await intake.send('pages', body, headers);
  expect(answer.status).toBe(200);
  expect(intake.rejected).toMatchObject([{ index: 0, item: change }]);
  await intake.close();
});

test('a thousand changes come at once, however long they are', async () => {
  const intake = await startIntake({ sources: [source] });
  const changes = Array.from({ length: 1_000 }, (_, n) => ({
    field: 'feed',
    value: {
      ...{ item: 'comment', verb: 'add', post_id: '1_2', parent_id: '1_2', comment_id: `2_${n}` },
      message: 'ü'.repeat(3_000),
    },
  }));
  const body = JSON.stringify({ object: 'page', entry: [{ id: '1', time: 1_763_660_000, changes }] });
  const proof = `sha256=${createHmac('sha256', 'test-app-secret').update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': proof };
  const answer = await intake.send('pages', body, headers);
  expect(answer.status).toBe(200);
  expect(intake.received).toHaveLength(1_000);
  await intake.close();
});
