/** Files as people and suites export them: encodings, delimiters, quotes, headers, mangled ids. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mention } from '../../src/alert/mention/words.ts';
import { againCsv, datesOf, readCsv } from '../../src/source/files/csv.ts';
import type { Dates } from '../../src/source/files/csv-row.ts';
import { mapGeneric } from '../../src/source/generic/generic.ts';
import type { Read } from '../../src/source/source.ts';
import { noon } from './mapped.ts';

const UNSAID: Dates = { order: null, zone: null };
const map = (fields: object) => mapGeneric(fields, noon, 'import');

function readingOf(file: string | Buffer, dates = UNSAID, charset: string | null = null) {
  return readCsv(typeof file === 'string' ? Buffer.from(file) : file, dates, noon, map, charset);
}

async function readOf(file: string | Buffer, dates = UNSAID, charset: string | null = null): Promise<Read> {
  const reading = await readingOf(file, dates, charset);
  if ('why' in reading) throw new Error(reading.why);
  return reading;
}

async function mentionsOf(file: string | Buffer, dates = UNSAID, charset: string | null = null): Promise<Mention[]> {
  return (await readOf(file, dates, charset)).heard.map((one) => {
    if (one.kind !== 'mention') throw new Error(`${one.kind} is no mention`);
    return one.mention;
  });
}

const whyNot = async (file: string | Buffer, dates = UNSAID) =>
  (await readOf(file, dates)).rejected.map(({ why }) => why);

describe('a real export', () => {
  const file = readFileSync(new URL('../../src/source/generic/fixture.csv', import.meta.url));

  test('with a byte order mark, a blank row and a date in words is heard in full', async () => {
    expect(await mentionsOf(file)).toMatchObject([
      {
        source: 'import',
        url: 'https://news.example.com/a?utm_source=x',
        author: { name: 'Doe, Jane', handle: 'jane', followers: 5420 },
        publishedAt: new Date('2026-11-20T17:05:00Z'),
        sentiment: 'negative',
        reach: 12_000,
        query: 'Acme Bank',
      },
      { network: 'x', textState: 'withheld', author: {}, publishedAt: new Date('2026-11-20T17:10:00Z'), reach: null },
    ]);
    expect(await readOf(file)).toMatchObject({
      rejected: [],
      notes: ['Times that name no time zone were read as UTC.'],
    });
  });

  test('a formula is the text it is written as', async () => {
    expect((await mentionsOf(file))[0]?.text).toBe('=HYPERLINK("http://evil","click")');
  });

  test('of Brandwatch: lines about the search come first, and the columns have its names', async () => {
    const brandwatch = [
      'Report:,Bulk Mentions Download',
      'Brand:,Acme Air',
      '',
      'Query Id,Query Name,Date,Title,Snippet,Url,Sentiment,Page Type,Author,Full Text,Twitter Followers,Reach (new),Resource Id',
      '7,Acme,2026-11-20 17:05:00.0,RT,Bag lost…,https://twitter.com/j/status/1980000000000000006,negative,twitter,jane,"Bag lost again, thanks",120,3400,9900112233',
    ].join('\r\n');
    expect(await mentionsOf(brandwatch)).toMatchObject([
      {
        externalId: '9900112233',
        text: 'Bag lost again, thanks',
        textState: 'full',
        network: 'x',
        author: { name: 'jane', followers: 120 },
        reach: 3400,
        query: 'Acme',
        publishedAt: new Date('2026-11-20T17:05:00Z'),
      },
    ]);
  });

  test('of Meltwater: UTF-16 with tabs, the day and the time in two columns, Source is an outlet', async () => {
    const rows = [
      [
        'Date',
        'Time',
        'Headline',
        'URL',
        'Opening Text',
        'Hit Sentence',
        'Source',
        'Influencer',
        'Reach',
        'Input Name',
      ],
      [
        '20-Nov-2026',
        '5:05 PM',
        'Acme in trouble',
        'https://news.example/1',
        'It began…',
        '…Acme said nothing…',
        'BBC News',
        'J. Doe',
        '1,200,000',
        'Acme',
      ],
    ];
    const text = rows.map((row) => row.join('\t')).join('\r\n');
    const file = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect(await mentionsOf(file, { order: null, zone: 'America/New_York' })).toMatchObject([
      {
        source: 'import',
        title: 'Acme in trouble',
        text: '…Acme said nothing…',
        textState: 'snippet',
        author: { name: 'J. Doe' },
        reach: 1_200_000,
        query: 'Acme',
        publishedAt: new Date('2026-11-20T22:05:00Z'),
      },
    ]);
  });

  test('of Talkwalker: epoch milliseconds and its long names', async () => {
    const file =
      'published;url;content_snippet;extra_author_attributes.name;reach\n1795194300000;https://blog.example/x;Not again;Kim;9\n';
    expect(await mentionsOf(file)).toMatchObject([
      {
        text: 'Not again',
        textState: 'snippet',
        author: { name: 'Kim' },
        reach: 9,
        publishedAt: new Date(1795194300000),
      },
    ]);
  });
});

describe('how it is written', () => {
  const rows = 'URL,Text\nhttps://a.example/1,Grüße aus Köln – “bad”\n';

  test.each([
    ['UTF-8', Buffer.from(rows)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${rows}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${rows}`, 'utf16le')],
    ['UTF-16 LE', Buffer.from(rows, 'utf16le')],
    ['UTF-16 BE with a mark', Buffer.from(`\ufeff${rows}`, 'utf16le').swap16()],
    ['UTF-16 BE', Buffer.from(rows, 'utf16le').swap16()],
  ])('%s', async (_name, file) => {
    expect((await mentionsOf(file))[0]?.text).toBe('Grüße aus Köln – “bad”');
    expect((await readOf(file)).notes).toBeUndefined();
  });

  test('Windows-1252 comes last, and the answer says so', async () => {
    const file = Buffer.from('URL,Text\nhttps://a.example/1,Gr\xfc\xdfe \x80 5\n', 'latin1');
    expect((await mentionsOf(file))[0]?.text).toBe('Grüße € 5');
    expect((await readOf(file)).notes).toEqual([expect.stringContaining('Windows-1252')]);
  });

  test('a charset the sender names is believed where the bytes agree, and an unknown one is passed over', async () => {
    const cyrillic = Buffer.from([...Buffer.from('text\n'), 0xcf, 0xeb, 0xee, 0xf5, 0xee]);
    expect((await mentionsOf(cyrillic, UNSAID, 'windows-1251'))[0]?.text).toBe('Плохо');
    expect((await mentionsOf('text\nПлохо', UNSAID, 'x-nobody'))[0]?.text).toBe('Плохо');
  });

  test.each([',', ';', '\t', '|'])('separated by %j', async (by) => {
    const file = [`Text${by}Author${by}URL`, `"a ${by} b"${by}Kim${by}https://a.example/1`].join('\n');
    expect(await mentionsOf(file)).toMatchObject([
      { text: `a ${by} b`, author: { name: 'Kim' }, url: 'https://a.example/1' },
    ]);
  });

  test.each(['\n', '\r\n', '\r'])('lines that end in %j, and the last without', async (end) => {
    expect((await mentionsOf(['text', 'one', 'two'].join(end))).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('Excel’s own first line is passed over', async () => {
    expect(await mentionsOf('sep=;\ntext;author\nhello;Kim')).toMatchObject([
      { text: 'hello', author: { name: 'Kim' } },
    ]);
  });

  test('line breaks, doubled and stray quotes stay in the text', async () => {
    const file = 'text,author\n"He said ""no"".\nTwice.",Kim\nShe said "yes",Lee\n';
    expect((await mentionsOf(file)).map(({ text }) => text)).toEqual(['He said "no".\nTwice.', 'She said "yes"']);
  });

  test('short rows, blank rows and cells beyond the columns that hold nothing are fine', async () => {
    const file = 'text,author,url\none\n\n,,\n  ,,\ntwo,Kim,,,,\n';
    expect(await mentionsOf(file)).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect(await whyNot(file)).toEqual([]);
  });

  test('any rows, quoted as they must be, are read back as they were', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((one) => /[\p{L}\p{N}]/u.test(one));
    const line = fc.record({ text: cell, author: cell });
    const format = fc.record({ by: fc.constantFrom(',', ';', '\t', '|'), end: fc.constantFrom('\n', '\r\n') });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 8 }), format, async (lines, { by, end }) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const file = [['text', 'author_name'], ...lines.map(({ text, author }) => [text, author])]
          .map((row) => row.map(quote).join(by))
          .join(end);
        const stored = (text: string) => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '');
        expect((await mentionsOf(file)).map(({ text, author }) => [text, author.name])).toEqual(
          lines.map(({ text, author }) => [stored(text), stored(author).trim()]),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('whatever bytes come, it answers with what was heard or with one sentence', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('', 'url,text\n', 'text\n"'),
        async (bytes, start) => {
          const reading = await readingOf(Buffer.concat([Buffer.from(start), bytes]));
          if ('why' in reading) expect(reading.why).toMatch(/^[A-Z].*\.$/s);
          else expect(reading.rejected.every(({ why, index }) => why.startsWith(`Row ${index}: `))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a row that cannot be trusted is refused by its number in the file', () => {
  test('an id that lost its digits, though it has a link', async () => {
    const file =
      'Tweet Id,URL,Text\n1980000000000000006,,fine\n\n5.70306E+17,https://x.com/i/web/status/1,bad\n"5,7E+17",,bad';
    expect((await mentionsOf(file)).map(({ text }) => text)).toEqual(['fine']);
    expect((await readOf(file)).rejected).toEqual([
      {
        index: 4,
        why: 'Row 4: the id 5.70306E+17 lost its digits in a spreadsheet; export the column as text.',
        item: expect.objectContaining({ row: 4 }),
      },
      expect.objectContaining({ index: 5, why: expect.stringContaining('5,7E+17') }),
    ]);
  });

  test('a row without text and link', async () => {
    expect(await whyNot('text,url,author\n,,Kim\nx,,\n')).toEqual([
      'Row 2: it has neither a text nor a link that can be opened (http or https).',
    ]);
  });

  test('a text whose commas were not quoted, before it is cut in the middle', async () => {
    expect(await whyNot('url,text\nhttps://a.example/1,Lost, again, my bag\n')).toEqual([
      expect.stringMatching(/^Row 2: it has 2 cells more than there are columns/),
    ]);
  });

  test('quoted line breaks are one row', async () => {
    expect(await whyNot('text,id\n"a\nb\nc",\nx,5.7E+17\n')).toEqual([expect.stringMatching(/^Row 3: /)]);
  });

  test('a date that can be read in two ways, unless it was said how dates are meant', async () => {
    const file = 'text,date\none,03/04/2026 17:05\ntwo,20/11/2026 17:05\nthree,"20 Nov 2026, 17:10"\nfour,05/05/2026\n';
    expect(await whyNot(file)).toEqual([
      'Row 2: the date 03/04/2026 17:05 can be read in two ways; say whether the file has the day or the month first.',
    ]);
    expect((await mentionsOf(file)).map((one) => one.publishedAt?.toISOString())).toEqual([
      '2026-11-20T17:05:00.000Z',
      '2026-11-20T17:10:00.000Z',
      '2026-05-05T00:00:00.000Z',
    ]);
    const at = async (order: Dates['order']) =>
      (await mentionsOf(file, { order, zone: null }))[0]?.publishedAt?.toISOString();
    expect(await at('day-first')).toBe('2026-04-03T17:05:00.000Z');
    expect(await at('month-first')).toBe('2026-03-04T17:05:00.000Z');
  });

  test('a date in the other order than was said: the others may be wrong too', async () => {
    expect(await whyNot('text,date\none,20/11/2026\n', { order: 'month-first', zone: null })).toEqual([
      'Row 2: the date 20/11/2026 does not have the month first, as was said of the file.',
    ]);
  });

  test('a refused row is tried again under what is said of its source by then', async () => {
    const [refused] = (await readOf('text,date\none,03/04/2026\n')).rejected;
    const again = (dates: string) => againCsv(JSON.parse(JSON.stringify(refused?.item)), datesOf({ dates }), noon, map);
    expect(again('day-first')).toMatchObject({ kind: 'mention', mention: { publishedAt: new Date('2026-04-03') } });
    expect(again('unknown')).toEqual({ kind: 'unusable', why: refused?.why });
    expect(againCsv({ text: 'JSON' }, UNSAID, noon, map)).toBeNull();
  });
});

describe('a row that cannot be read costs no other', () => {
  test.each([
    ['never closed', '"We never lose bags,Ida\nSmoke in the cabin,Jon\n'],
    ['closed by the next one, rows below', '"We never lose bags,Ida\nSmoke in the cabin,Jon\n5" of room,Kim\n'],
    [
      'after texts of several lines',
      '"a ""b""\nc",Lee\n"We never lose bags,Ida\r\nSmoke in the cabin,Jon\r\n5" of room,',
    ],
  ])('a quotation mark that is %s swallows no rows, and is told', async (_name, rows) => {
    const read = await readOf(`text,author\n${rows}`);
    const texts = (await mentionsOf(`text,author\n${rows}`)).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['"We never lose bags', 'Smoke in the cabin']));
    expect(texts.length).toBe(rows.trim().split(/\r?\n(?!c)/).length);
    expect(read.rejected).toEqual([]);
    expect(read.notes).toEqual([
      `Quotation marks that nothing closes were taken as they stand: 1, the first in row ${rows.startsWith('"a') ? 3 : 2}. Look whether its text is whole.`,
    ]);
  });

  test('a space behind the closing one is no reason to part a text', async () => {
    const read = await readOf('text,author\n"one\ntwo" ,Kim\n');
    expect(read.heard).toHaveLength(1);
    expect(read.notes).toBeUndefined();
  });

  test('one of more than 1 MiB, quoted or not', async () => {
    const long = 'x'.repeat(1_100_000);
    for (const row of [long, `"${long}"`, `"${'\n'.repeat(1_100_000)}"`, 'x,'.repeat(550_000)]) {
      const file = `text\none\n${row}\ntwo,,,\n`;
      expect((await mentionsOf(file)).map(({ text }) => text)).toEqual(['one', 'two']);
      expect(await whyNot(file)).toEqual(['Row 3: it is longer than 1 MiB.']);
    }
  });

  test('lost rows are told in the order of the file', async () => {
    const file = `text,date\none,03/04/2026\n${'x'.repeat(1_100_000)},\ntwo,03/04/2026\n`;
    expect((await readOf(file)).rejected.map(({ index }) => index)).toEqual([2, 3, 4]);
  });

  test('zero bytes in a cell are left out of what is kept', async () => {
    expect((await mentionsOf('text\n\0Bag\0 lost\0\n'))[0]?.text).toBe('Bag lost');
  });
});

describe('what is left out rather than guessed', () => {
  test('a date that is none, with a note where', async () => {
    const file = 'text,date\none,2026-11-20T10:00:00Z\ntwo,soon\nthree,31/02/2026\n';
    expect((await mentionsOf(file)).map((one) => one.publishedAt)).toEqual([
      new Date('2026-11-20T10:00:00Z'),
      null,
      null,
    ]);
    expect((await readOf(file)).notes).toEqual(['Dates that cannot be read were left out: 2, the first in row 3.']);
  });

  test('a list’s own numbering: the next list begins at 1 again', async () => {
    const [first] = await mentionsOf('id,text\n1,Bag lost\n');
    const [next] = await mentionsOf('id,text\n1,Flight late\n');
    expect(first?.id).not.toBe(next?.id);
    expect((await mentionsOf('id,text\n1,Bag lost\n'))[0]?.id).toBe(first?.id);
  });
});

describe('the clock of a file', () => {
  test('a time without a zone is of the zone that was said', async () => {
    const file = 'text,date\none,2026-07-01 12:00\ntwo,2026-01-01 12:00\n';
    expect(
      (await mentionsOf(file, { order: null, zone: 'Europe/Berlin' })).map((one) => one.publishedAt?.toISOString()),
    ).toEqual(['2026-07-01T10:00:00.000Z', '2026-01-01T11:00:00.000Z']);
    expect((await readOf(file, { order: null, zone: 'Europe/Berlin' })).notes).toEqual([
      'Times that name no time zone were read as Europe/Berlin.',
    ]);
  });

  test('a zone in the cell or in the name of the column comes first', async () => {
    const [inCell] = await mentionsOf('text,date\none,20/11/2026 17:05 +0100\n', { order: null, zone: 'Asia/Tokyo' });
    expect(inCell?.publishedAt).toEqual(new Date('2026-11-20T16:05:00Z'));
    const inName = 'text,Date (UTC)\none,20/11/2026 17:05\n';
    expect((await mentionsOf(inName, { order: null, zone: 'Asia/Tokyo' }))[0]?.publishedAt).toEqual(
      new Date('2026-11-20T17:05:00Z'),
    );
    expect((await readOf(inName)).notes).toBeUndefined();
  });

  test('a zone that nobody knows counts as not said', async () => {
    expect(datesOf({ dates: 'day-first', zone: 'Mars/Olympus' })).toEqual({ order: 'day-first', zone: null });
  });
});

describe('a file that is refused as a whole says what is wrong', () => {
  test.each([
    ['an empty one', '', 400, 'The file is empty.'],
    ['one without the names of columns', 'Kim,hello\nLee,bye\n', 400, 'the first row must say'],
    ['10,000 columns', `text,${'x,'.repeat(9_998)}x\na\n`, 413, 'Row 1 has more than 200 columns'],
    ['too many columns', `text\n${'x,'.repeat(250)}\n`, 413, 'Row 2 has more than 200 columns'],
    ['too many rows', `text\n${'x\n'.repeat(10_001)}`, 413, 'more than 10,000 rows'],
    ['a workbook', 'PK\x03\x04....', 415, 'Save it as "CSV UTF-8"'],
  ])('%s', async (_name, file, status, why) => {
    expect(await readingOf(file)).toEqual({ status, why: expect.stringContaining(why) });
  });

  test('10,000 rows and 200 columns are read', async () => {
    expect((await readOf(`text\n${'x\n'.repeat(10_000)}`)).heard).toHaveLength(10_000);
    const names = Array.from({ length: 199 }, (_, at) => `c${at}`);
    expect(await mentionsOf(`text,${names.join()}\nx${',y'.repeat(199)}\n`)).toHaveLength(1);
  });
});
