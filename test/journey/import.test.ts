/** `/incident import`: a file of posts becomes alerts, and whoever sent it sees what became of each row. */
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { rows } from '../../src/db/connect.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { ANA, MATEO, selected, typed } from '../workspace.ts';

const workspace = drive();
const { done, alerts, card, said } = workspace;
const ana = workspace.person(ANA);

const EXPORT = [
  'Tweet Id,URL,Author,Followers,Full Text,Date,Sentiment',
  '1980000000000000006,https://x.com/i/web/status/1980000000000000006,@jane,5420,"Your crew left my father, in a wheelchair, at the gate",20/11/2026 17:05,negative',
  '5.70306E+17,https://x.com/i/web/status/570306133677760513,@kim,12,My bag is gone,20/11/2026 17:06,negative',
  '1980000000000000007,https://x.com/i/web/status/1980000000000000007,@lee,12,Bag gone *again* <!channel>,03/04/2026 10:00,negative',
  '',
  '1980000000000000006,https://x.com/i/web/status/1980000000000000006,@jane,5420,"Your crew left my father, in a wheelchair, at the gate",20/11/2026 17:05,negative',
].join('\r\n');

/** Typed, chosen, sent; then the words of the modal. */
async function imports(
  who: string,
  name: string,
  content: string | Buffer,
  form: Record<string, ReturnType<typeof typed>> = {},
) {
  const person = workspace.person(who);
  expect(await person.command('import')).toEqual({ ok: true });
  const file = await person.attach(name, content);
  await done(person.submit({ file, ...form }));
  return person.modalSays();
}

test('the form says what an import means', async () => {
  await ana.command('import');
  expect(ana.modalSays()).toContain('Every story in the file opens an alert whose clocks start now');
  expect(await ana.submit({})).toMatchObject({ ok: false });
  expect(ana.errors()).toEqual({ file: 'Please complete this required field.' });
  await ana.submit({ file: await ana.attach('a.csv', EXPORT), zone: typed('Lisbon') });
  expect(ana.errors()).toEqual({ zone: expect.stringContaining('Europe/Lisbon') });
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
});

test('a file is heard: cards with their clocks, and a tally that names each refused row', async () => {
  const told = await imports(ANA, 'week.csv', EXPORT);
  expect(told).toContain('week.csv*: 1 new post, 1 known already. *2 rows refused*');
  expect(told).toContain('• Row 3: the id 5.70306E+17 lost its digits in a spreadsheet');
  expect(told).toContain('• Row 4: the date 03/04/2026 10:00 can be read in two ways');
  expect(told).toContain('Times that name no time zone were read as UTC.');
  const kept = await rows<{ why: string }>(
    workspace.app.db.sql,
    sql`select why from rejections where source = 'import' order by id`,
  );
  expect(kept.map(({ why }) => why.slice(0, 6))).toEqual(['Row 3:', 'Row 4:']);
  const shown = words(card('in a wheelchair'));
  expect(shown).toMatch(/response/i);
});

test('the same file again changes nothing, and with the order of its dates the rest is heard', async () => {
  const cards = alerts().length;
  expect(await imports(MATEO, 'week.csv', EXPORT)).toContain('0 new posts, 2 known already');
  expect(alerts()).toHaveLength(cards);
  const told = await imports(MATEO, 'week.csv', EXPORT, { dates: selected('day-first') });
  expect(told).toContain('1 new post, 2 known already. *1 row refused*');
  expect(words(card('Bag gone'))).toContain('Bag gone *again* <!channel>');
});

test('many refused rows are counted, not all listed', async () => {
  const told = await imports(ANA, 'ids.txt', `id;text\n${'5.7E+17;x\n'.repeat(40)}`);
  expect(told).toContain('*40 rows refused*');
  expect(told.match(/• Row/g)).toHaveLength(12);
  expect(told).toContain('And 28 more rows.');
});

describe('a file that cannot be used says why', () => {
  test('no columns', async () => {
    expect(await imports(ANA, 'notes.txt', 'Dear all,\nplease see below\n')).toContain('the first row must say');
  });

  test('a workbook by another name', async () => {
    expect(await imports(ANA, 'posts.csv', Buffer.from('PK\x03\x04', 'latin1'))).toContain('Save it as "CSV UTF-8"');
  });
});

test('whoever closed the window is told in a direct message', async () => {
  await ana.command('import');
  const file = await ana.attach('later.csv', 'text\nThe lounge is closed again\n');
  const undo = workspace.sandbox.fault({ method: 'views.update', kind: { error: 'not_found' } });
  await ana.submit({ file });
  await workspace.settle();
  undo();
  expect(ana.modalSays()).toContain('Reading *later.csv*');
  expect(said(ANA).at(-1)).toContain('*later.csv*: 1 new post.');
});
