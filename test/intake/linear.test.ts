/**
 * The worst that can stand in what comes from outside, at the sizes we take: nobody waits for it. Each of these took
 * from a tenth of a second to minutes once, or comes near to what did.
 */
import { describe, expect, test } from 'vitest';
import { hashtagsOf } from '../../src/alert/mute/rule.ts';
import { brandwatchMention } from '../../src/source/brandwatch/mention.ts';
import { entriesOf } from '../../src/source/feed/entry.ts';
import { readCsv } from '../../src/source/files/csv.ts';
import { decode } from '../../src/source/files/decode.ts';
import { mapGeneric } from '../../src/source/generic/generic.ts';
import { eventsOf } from '../../src/source/mastodon/server.ts';
import { wordsMatcher } from '../../src/source/matcher.ts';
import { jsonChunks } from '../../src/source/pull/json-chunks.ts';
import { readItems } from '../../src/source/push/body.ts';
import { textOfHtml } from '../../src/source/values/html.ts';
import { parseJson } from '../../src/source/values/json.ts';
import { BLOCKED_AT_MOST, blockedBy, filled, SEEDS } from '../blocked.ts';
import { startIntake } from './intake-server.ts';
import { noon } from './mapped.ts';

const MEGABYTE = 1_048_576;
const map = (item: unknown) => mapGeneric(item, noon);

describe.each(Object.entries(SEEDS))('%s hold nobody up', (_name, seed) => {
  const long = (length: number) => filled(seed, length);

  test('in any field of a post', async () => {
    const fields = ['text', 'html', 'title', 'author', 'url', 'rating', 'sentiment', 'reach', 'id', 'published_at'];
    for (const name of [...fields, 'language', 'network', 'source', 'query', 'in_reply_to', 'engagement', 'snippet']) {
      for (const value of [long(MEGABYTE / 4), `1${long(MEGABYTE / 4)}x`, `https://e.com/${long(2_900)}`]) {
        const taken = await blockedBy(() => mapGeneric({ text: 'a', [name]: value }, noon));
        expect(taken, name).toBeLessThan(BLOCKED_AT_MOST);
      }
    }
  });

  test('in a file, as its header, its cells and its rows', async () => {
    const files = [`text,${long(60_000)}x\na,b`, `text,"${long(60_000)}"x\na,b`, `text\n${long(MEGABYTE)}`];
    for (const file of [...files, `text\n"${long(MEGABYTE)}`, `text\na${long(MEGABYTE)}"x`, long(MEGABYTE)]) {
      expect(await blockedBy(() => readCsv(Buffer.from(file), UNSAID, noon, map))).toBeLessThan(BLOCKED_AT_MOST);
    }
  });

  test('in a body, whether it is JSON or not', async () => {
    const said = JSON.stringify(long(MEGABYTE / 6));
    for (const body of [long(MEGABYTE), `{"text":${said}}`, `{${said}:1}`, `[${said},{}]`, `{"text":${said}`]) {
      expect(await blockedBy(() => readItems(Buffer.from(body), map))).toBeLessThan(BLOCKED_AT_MOST);
    }
  });

  test('in a feed', async () => {
    const said = long(5 * MEGABYTE);
    const item = (inside: string) =>
      `<rss version="2.0"><channel><title>a</title><item>${inside}</item></channel></rss>`;
    for (const xml of [said, item(said), item(long(60_000)), item(`<title><![CDATA[${said}]]></title>`)]) {
      expect(await blockedBy(() => entriesOf(xml).catch(() => null))).toBeLessThan(BLOCKED_AT_MOST);
    }
  });

  test('in a stream', async () => {
    const piece = Buffer.from(long(65_536));
    expect(await blockedBy(() => jsonChunks()(piece))).toBeLessThan(BLOCKED_AT_MOST);
    expect(await blockedBy(() => jsonChunks()(Buffer.from(`{"a":"${long(65_536)}"}`)))).toBeLessThan(BLOCKED_AT_MOST);
    for (const events of [piece, Buffer.from(`data: ${long(60_000)}\n\n`), Buffer.from(`${long(60_000)}\n`)]) {
      expect(await blockedBy(() => heard(events))).toBeLessThan(BLOCKED_AT_MOST);
    }
    const look = wordsMatcher('Acme, acme cola, a b, 漢漢, .net, C++');
    expect(await blockedBy(() => look(long(MEGABYTE)))).toBeLessThan(BLOCKED_AT_MOST);
  });
});

const UNSAID = { order: null, zone: null };

async function heard(bytes: Uint8Array): Promise<void> {
  for await (const told of eventsOf(new Response(bytes), new AbortController().signal)) void told;
}

test('what Brandwatch calls somebody holds nobody up', async () => {
  const item = { resourceId: '1', author: 'h', fullname: `h (${'('.repeat(100_000)}`, url: 'https://x.com/a' };
  expect(await blockedBy(() => brandwatchMention(item, 'a', noon))).toBeLessThan(BLOCKED_AT_MOST);
});

describe('as much as is taken at once', () => {
  const items = Array.from({ length: 10_000 }, (_, n) => ({
    id: `p${n}`,
    text: `bag ${n}`,
    url: `https://e.com/${n}`,
  }));
  const rows = items.map(({ id, text, url }) => `${id},${text},${url}`);
  const wide = `${'x,'.repeat(200).slice(0, -1)}\n`;
  const columns = `text,${Array.from({ length: 199 }, (_, at) => `c${at}`).join()}`;

  test.each([
    ['10,000 mentions', JSON.stringify(items)],
    ['10,000 small pieces of markup', JSON.stringify(items.map(() => ({ html: '<p>a<b>b</b>' })))],
    [
      '10,000 wrapped links',
      JSON.stringify(items.map(() => ({ url: 'https://www.google.com/url?q=https://e.com/1' }))),
    ],
    [
      'ten pieces of tangled markup',
      JSON.stringify(items.slice(0, 10).map(() => ({ html: filled('<div>', 100_000) }))),
    ],
    ['100,000 fields', `{${items.map((_, n) => `"a${n}":1,"b${n}":1,"c${n}":1`).join()},"text":"a"}`],
    ['lists of nothing', `[${filled('[],', MEGABYTE - 9)}[]]`],
    ['objects of nothing', `[${filled('{},', MEGABYTE - 9)}{}]`],
    ['16 MiB as Meta may send them', `{"entry":[${filled('{"a":"\\u00e9\\u00e9 said","b":1},', 16 * MEGABYTE)}{}]}`],
  ])('%s', async (_name, body) => {
    const raw = Buffer.from(body);
    expect(await blockedBy(() => readItems(raw, map))).toBeLessThan(BLOCKED_AT_MOST);
  });

  test.each([
    ['10,000 rows', `id,text,url\n${rows.join('\n')}`],
    ['200 columns', `${columns}\n${wide.repeat(2_600)}`],
    ['10,000 columns', `text,${filled('c,', 20_000)}\n${filled('x,', 20_000)}`],
    ['names of 5,000 letters', `text,${`${' '.repeat(5_000)}x,`.repeat(150)}\na`],
    ['10 MiB of rows', `text\n${`${'x'.repeat(1_000)}\n`.repeat(9_999)}`],
    ['10 MiB in one cell', `text\n"${filled('a""', 10 * MEGABYTE)}"`],
    ['10 MiB in one row', `text\n${filled('a,', 10 * MEGABYTE)}`],
    ['10 MiB of blank rows', `text\n${filled('\n', 10 * MEGABYTE)}`],
  ])('of a file: %s', async (_name, file) => {
    const raw = Buffer.from(file);
    expect(await blockedBy(() => readCsv(raw, UNSAID, noon, map))).toBeLessThan(BLOCKED_AT_MOST);
  });

  test('10 MiB in an encoding that must be guessed', async () => {
    const raw = Buffer.alloc(10 * MEGABYTE, 0x80);
    expect(await blockedBy(() => decode(raw))).toBeLessThan(BLOCKED_AT_MOST);
    const nearly = Buffer.concat([Buffer.from('ж'.repeat(5 * MEGABYTE - 1)), Buffer.from([0xff])]);
    expect(await blockedBy(() => decode(nearly))).toBeLessThan(BLOCKED_AT_MOST);
  });

  const item = (inside: string) => `<item><title>a</title><link>https://e.com/1</link>${inside}</item>`;
  const rss = (inside: string) => `<rss version="2.0"><channel><title>a</title>${inside}</channel></rss>`;
  test.each([
    ['50,000 entries', filled(item('<guid>1</guid>'), 5 * MEGABYTE - 500)],
    ['empty entries', filled('<item/>', 5 * MEGABYTE)],
    ['entries of nothing', filled('<item></item>', 5 * MEGABYTE)],
    ['long entries', item(filled('x &amp; y ', 5_000)).repeat(1_000)],
    ['an entry of many tags', item(filled('<x></x>', 60_000))],
    ['an entry of all the tags it may have', item('<x></x>'.repeat(980))],
    ['an entry of many links', item('<link>a</link>'.repeat(980))],
    ['many comments', filled('<!-- a -->', 5 * MEGABYTE)],
    ['a deep entry', item(`${'<a>'.repeat(900)}${'</a>'.repeat(900)}`)],
    ['an entry of attributes', `<item ${filled('a="1" ', 60_000)}></item>`],
    ['a long head', `${filled('<link>a</link>', 4_000)}${item('').repeat(1_000)}`],
  ])('of a feed: %s', async (_name, inside) => {
    const xml = rss(inside);
    expect(await blockedBy(() => entriesOf(xml).catch(() => null))).toBeLessThan(BLOCKED_AT_MOST);
  });

  test('of a stream: 20,000 objects in one piece', async () => {
    const pieces = ['{}', 'x{}', '{"\n', '{"a":1}'].map((seed) => Buffer.from(filled(seed, 65_536)));
    for (const piece of pieces) expect(await blockedBy(() => jsonChunks()(piece))).toBeLessThan(BLOCKED_AT_MOST);
    const object = Buffer.from(`{"a":[${filled('{},', MEGABYTE - 20)}{}]}`);
    expect(await blockedBy(() => jsonChunks()(object))).toBeLessThan(BLOCKED_AT_MOST);
    const ends = Buffer.from(`${filled('\r', 65_535)}\n`);
    expect(await blockedBy(() => heard(ends))).toBeLessThan(BLOCKED_AT_MOST);
    expect(await blockedBy(() => hashtagsOf(filled('#a', 20_000)))).toBeLessThan(BLOCKED_AT_MOST);
  });

  test('markup of 100,000 characters', async () => {
    for (const seed of ['<div>', '<a ', '</', '<!--', '&amp;', '<p>a', '<table><tr><td>', '<b><i>', '<ul><li>']) {
      expect(await blockedBy(() => textOfHtml(filled(seed, 100_000))), seed).toBeLessThan(BLOCKED_AT_MOST);
    }
  });
});

test('a stranger’s header of 16 KB costs nothing, and is no charset', async () => {
  const intake = await startIntake();
  const odd = `application/json; charset=${' '.repeat(8_000)}"x"y`;
  const send = async () => {
    const answer = await intake.post('{"text":"a"}', { headers: { 'content-type': odd } });
    expect(answer.status).toBe(415);
  };
  expect(await blockedBy(send)).toBeLessThan(BLOCKED_AT_MOST);
  await intake.close();
});

describe('JSON that is read in turns is what JSON.parse makes of it', () => {
  const pad = ' '.repeat(70_000);
  const read = async (text: string) => parseJson(Buffer.from(`${text}${pad}`));

  test.each(['{"__proto__":{"a":1},"a":1,"a":2,"10":1,"2":"x"}', '[-0.5e+3,1E400,true,false,null,""]', '"\\u00e9\\n"'])(
    '%s',
    async (text) => {
      const found = await read(text);
      expect(found).toStrictEqual({ value: JSON.parse(text) });
      expect(JSON.stringify(found)).toBe(JSON.stringify({ value: JSON.parse(text) }));
    },
  );

  test.each([
    '',
    '{',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    '01',
    '1.',
    '+1',
    'nul',
    '"a',
    '"\\x"',
    '"\n"',
    '[1 2]',
    '{"a" 1}',
    '[1]]',
  ])('nothing: %j', async (text) => expect(await read(text)).toEqual({ why: 'The body is not valid JSON.' }));

  test('and neither too deep nor of endless texts', async () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(await read(nested(64))).toHaveProperty('value');
    expect(await read(nested(65))).toEqual({ why: 'The JSON is nested more than 64 levels deep.' });
    for (const said of ['a', '\\"', '\\u00e9']) {
      const long = { why: 'The JSON holds a text of more than 1 MiB.' };
      expect(await read(`"${said.repeat(MEGABYTE)}b"`)).toEqual(long);
    }
  });
});
