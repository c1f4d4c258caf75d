import { describe, expect, test } from 'vitest';
import fixture from '../../src/source/generic/fixture.json' with { type: 'json' };
import { mapGeneric } from '../../src/source/generic/generic.ts';
import { mentionOf, noon } from './mapped.ts';

const post = { text: 'The app is down again' };

test('a row that a person wired up in Zapier becomes a mention', () => {
  expect(mentionOf(fixture)).toEqual({
    id: expect.stringMatching(/^[\da-f]{32}$/),
    source: 'generic:zapier',
    externalId: 'row-991',
    network: 'quora',
    url: 'https://www.quora.com/Is-Acme-Bank-safe',
    canonicalUrl: 'https://quora.com/Is-Acme-Bank-safe',
    author: { name: 'Q. User', followers: 1204 },
    title: null,
    text: 'Is Acme Bank safe after yesterday?',
    textState: 'full',
    publishedAt: null,
    receivedAt: noon,
    sentiment: 'negative',
    reach: 12_000,
    engagement: null,
    rating: null,
    language: 'en',
    parent: null,
    query: 'Acme Bank',
  });
});

describe('what an item must have', () => {
  test.each([{}, { title: 'Only a title' }, { url: 'javascript:alert(1)', text: '   ' }, { text: 42, url: ['x'] }])(
    'neither text nor a usable link is rejected in a sentence: %j',
    (item) => {
      expect(mapGeneric(item, noon)).toEqual({
        kind: 'unusable',
        why: 'It has neither a text nor a link that can be opened (http or https).',
      });
    },
  );

  test.each([null, 7, 'text', [post]])('what is no object is rejected in a sentence: %j', (item) => {
    expect(mapGeneric(item, noon)).toEqual({ kind: 'unusable', why: 'It is not a JSON object.' });
  });

  test('a link without a text is kept, its text withheld', () => {
    expect(mentionOf({ url: 'https://x.com/i/web/status/1' })).toMatchObject({ text: null, textState: 'withheld' });
  });

  test('a text whose link cannot be opened is kept without it', () => {
    expect(mentionOf({ ...post, url: 'http://' })).toMatchObject({ url: null, canonicalUrl: null, ...post });
  });

  test('wrong types in optional fields are left out, never a reason to reject', () => {
    const odd = {
      author: 7,
      followers: {},
      published_at: true,
      sentiment: [],
      reach: 'many',
      title: {},
      query: 3,
      id: {},
    };
    expect(mentionOf({ ...post, ...odd })).toMatchObject({
      author: {},
      publishedAt: null,
      sentiment: null,
      reach: null,
      title: null,
      query: null,
    });
  });
});

describe('names', () => {
  test.each(['text', 'content', 'body', 'message', 'description', 'full_text', 'fullText', 'Full Text'])(
    '%s is the text',
    (name) => expect(mentionOf({ [name]: 'Hello' })).toMatchObject({ text: 'Hello', textState: 'full' }),
  );

  test.each(['url', 'link', 'permalink', 'original_url', 'originalUrl', 'URL'])('%s is the link', (name) => {
    expect(mentionOf({ [name]: 'https://example.com/a' }).url).toBe('https://example.com/a');
  });

  test.each(['published_at', 'date', 'datetime', 'created_at', 'timestamp', 'time', 'createdAt'])(
    '%s is the time of publication',
    (name) => expect(mentionOf({ ...post, [name]: '2026-11-20T17:05:00Z' }).publishedAt).not.toBeNull(),
  );

  test.each(['reach', 'impressions', 'audience'])('%s is the reach', (name) => {
    expect(mentionOf({ ...post, [name]: 5 }).reach).toBe(5);
  });

  test.each(['query', 'keyword', 'alert', 'topic'])('%s is the search that found it', (name) => {
    expect(mentionOf({ ...post, [name]: 'Acme' }).query).toBe('Acme');
  });

  test('an empty field gives way to its next name', () => {
    expect(mentionOf({ text: '', content: null, body: 'Here' }).text).toBe('Here');
  });

  test('a snippet is called one', () => {
    expect(mentionOf({ snippet: 'The app is…' })).toMatchObject({ text: 'The app is…', textState: 'snippet' });
    expect(mentionOf({ ...post, textState: 'snippet' }).textState).toBe('snippet');
  });
});

describe('the author', () => {
  const jane = { name: 'Jane Doe', handle: 'jane', followers: 5420 };

  test.each([
    { author: 'Jane Doe', username: '@jane', followers: '5,420' },
    { author_name: 'Jane Doe', author_handle: 'jane', author_followers: 5420 },
    { user: { name: 'Jane Doe', screen_name: 'jane', followers_count: 5420 } },
    { author: { name: 'Jane Doe', handle: '@jane', followers: '5420' } },
    { 'user.name': 'Jane Doe', screen_name: 'jane', followersCount: '5.42K' },
  ])('is read from %j', (fields) => expect(mentionOf({ ...post, ...fields }).author).toEqual(jane));

  test('known by a handle alone has no name', () => {
    expect(mentionOf({ ...post, author: '@jane' }).author).toEqual({ handle: 'jane' });
  });

  test('followers are not the reach', () => expect(mentionOf({ ...post, followers: 9 }).reach).toBeNull());
});

describe('text as evidence', () => {
  test('is kept as received, markup and all', () => {
    const text = ' <b>Fire</b> &amp; <!channel> \u202Etxt\u200B\n';
    expect(mentionOf({ text }).text).toBe(text);
  });

  test('loses only what PostgreSQL cannot store', () => {
    expect(mentionOf({ text: 'a\0b\uD800c😡\uDC00', author: 'J\0\uDFFF', id: '7\0' })).toMatchObject({
      text: 'abc😡',
      author: { name: 'J' },
      externalId: '7',
    });
  });

  test('is cut at 10,000 code points and then called a snippet', () => {
    const { text, textState } = mentionOf({ text: '😡'.repeat(10_001) });
    expect(text).toBe('😡'.repeat(10_000));
    expect(textState).toBe('snippet');
  });
});

describe('text with markup', () => {
  test.each(['html', 'content_html', 'bodyHtml'])('in %s is read as people see it', (name) => {
    const html = '<p>Fire &amp; smoke</p><script>x</script><a href="https://e.com">here</a>';
    expect(mentionOf({ [name]: html }).text).toMatch(/^Fire & smoke\s+here$/);
  });
  test('gives way to a plain one', () => expect(mentionOf({ html: '<b>A</b>', text: 'B' }).text).toBe('B'));
});

describe('what it answers', () => {
  const parent = mentionOf({ ...post, id: 7 });

  test.each([
    [{ parent_id: 7 }, { id: parent.id, url: null }],
    [{ in_reply_to: '7' }, { id: parent.id, url: null }],
    [{ parent_url: 'https://e.com/7' }, { id: null, url: 'https://e.com/7' }],
    [{ in_reply_to: 'https://e.com/7' }, { id: null, url: 'https://e.com/7' }],
    [
      { parentId: '7', parentUrl: 'https://e.com/7' },
      { id: parent.id, url: 'https://e.com/7' },
    ],
  ])('is read from %j', (fields, is) => {
    expect(mentionOf({ ...post, id: 8, ...fields }).parent).toEqual({ kind: 'reply', ...is });
  });

  test.each([{}, { parent_id: null }, { parent_id: {} }, { in_reply_to: '' }])('is nothing in %j', (fields) => {
    expect(mentionOf({ ...post, ...fields }).parent).toBeNull();
  });
});

describe('a post that was taken down', () => {
  test.each([{ action: 'deleted' }, { action: 'Delete' }, { deleted: true }, { deleted: 'true' }])(
    'is said by %j, and by its id alone',
    (said) => {
      const gone = mapGeneric({ id: 7, source: 'Zapier', ...said }, noon);
      expect(gone).toEqual({ kind: 'deleted', mentionId: mentionOf({ ...post, id: 7, source: 'zapier' }).id });
    },
  );

  test('is found by its link where it never had an id', () => {
    const url = 'https://example.com/a';
    expect(mapGeneric({ url, deleted: true }, noon)).toEqual({
      ...{ kind: 'deleted', mentionId: mentionOf({ ...post, url }).id },
    });
  });

  test('cannot be found without id, link or text', () => {
    expect(mapGeneric({ deleted: true }, noon)).toMatchObject({ kind: 'unusable' });
  });

  test.each([{ action: 'updated' }, { action: 'created' }, { deleted: false }, { deleted: 'false' }, { action: {} }])(
    '%j says that it is still there',
    (fields) => expect(mentionOf({ ...post, id: 7, ...fields }).text).toBe(post.text),
  );
});

describe('who is who', () => {
  test('the same post of the same tool gets the same id', () => {
    expect(mentionOf({ ...post, id: 7 }).id).toBe(mentionOf({ text: 'Edited since', external_id: '7' }).id);
  });

  test('two tools that count from 1 do not hide each other', () => {
    expect(mentionOf({ ...post, id: 1, source: 'Zapier' }).id).not.toBe(
      mentionOf({ ...post, id: 1, source: 'Make' }).id,
    );
  });

  test('without an id the link tells posts apart, whatever tracks it', () => {
    const one = mentionOf({ url: 'https://www.example.com/a?utm_source=x#top' });
    expect(one.externalId).toBe('https://example.com/a');
    expect(one.id).toBe(mentionOf({ ...post, url: 'https://example.com/a' }).id);
  });

  test.each([Number('1980000000000000001'), '5.70306E+17'])(
    'an id that lost its digits on the way is not trusted: %s',
    (id) => {
      expect(mentionOf({ url: 'https://example.com/a', id }).externalId).toBe('https://example.com/a');
    },
  );

  test('comments on one page are told apart by the place the link names', () => {
    const [first, second] = ['#comment-1', '#comment-2'].map((hash) =>
      mentionOf({ url: `https://example.com/a${hash}` }),
    );
    expect(first?.id).not.toBe(second?.id);
    expect(first?.canonicalUrl).toBe(second?.canonicalUrl);
  });

  test('reviews that share one address are told apart by their words', () => {
    const url = 'https://www.trustpilot.com/review/acme.example';
    expect(mentionOf({ url, text: 'Awful' }).id).not.toBe(mentionOf({ url, text: 'Rude' }).id);
    expect(mentionOf({ url, text: 'Awful' }).id).toBe(mentionOf({ url, text: 'Awful' }).id);
  });

  test('with neither id nor link, text, author and time tell posts apart, even a time nobody can read', () => {
    const at = (date: string) => mentionOf({ ...post, author: 'J', date }).id;
    expect(at('03/04/2026 17:05')).toBe(at('03/04/2026 17:05'));
    expect(at('03/04/2026 17:05')).not.toBe(at('03/04/2026 17:06'));
    expect(at('2026-11-20T17:05:00Z')).toBe(at('2026-11-20T18:05:00+01:00'));
  });

  test('a huge id is kept short', () =>
    expect(mentionOf({ ...post, id: 'x'.repeat(9999) }).externalId).toHaveLength(64));
});
