import { expect, test } from 'vitest';
import { ACME, ANA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import { BAD_DAY } from '../../src/sandbox/data/bad-day.ts';
import { STORM } from '../../src/sandbox/data/storm.ts';
import { workspace } from './workspace.ts';

test('everybody in a seeded channel exists', () => {
  const known = new Set(['app', ...ACME.people.map(({ id }) => id)]);
  for (const { members } of ACME.channels) for (const member of members) expect(known).toContain(member);
  expect(new Set(ACME.people.map(({ tz }) => tz)).size).toBeGreaterThan(5);
});

test('the bad day is in order, takes about 40 seconds and repeats no post', () => {
  const times = BAD_DAY.map(({ afterMs }) => afterMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBe(40_000);
  expect(new Set(BAD_DAY.map(({ mention }) => mention.external_id)).size).toBe(BAD_DAY.length);
});

test('the storm is in order, takes about a minute and repeats no post', () => {
  const times = STORM.map(({ afterMs }) => afterMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeGreaterThan(55_000);
  expect(new Set(STORM.map(({ mention }) => mention.external_id)).size).toBe(STORM.length);
});

test.each([
  [
    '@Ana Brito and @mateo.gil, see #customer-care',
    '<@U0ANABRITO> and <@U0MATEOGIL>, see <#C0CUSTOMERCARE|customer-care>',
  ],
  ['<!channel> & <script>', '&lt;!channel&gt; &amp; &lt;script&gt;'],
  ['@channel look', '<!channel> look'],
  ['<@U0ANABRITO> stays', '<@U0ANABRITO> stays'],
  ['mail ana@brito.example, #nowhere', 'mail ana@brito.example, #nowhere'],
])('%s is sent as %s', async (typed, sent) => {
  const sandbox = await workspace();
  await sandbox.act({ as: ANA, kind: 'post', channel: SOCIAL_ALERTS, text: typed });
  expect(sandbox.messages(SOCIAL_ALERTS).at(-1)?.text).toBe(sent);
});
