/** On Monday the alerts channel reads, in a line, how the week's suggestions did. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { deliveries } from '../../src/db/schema.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { ANA, ownWords, selected } from '../workspace.ts';

const WEEK = 7 * 24 * 60;
const workspace = drive();
const { person, done, story, alerts, press } = workspace;
const ana = person(ANA);

const lines = () => alerts().filter((message) => words(message).startsWith('📐'));

let made = 0;
const hear = (query: string) =>
  story(`A complaint ${ownWords(++made)}`, { network: 'x', sentiment: 'negative', query });

/** Minutes until Monday, 09:00 UTC. Told as people count it, not as the product does. */
function untilMonday(): number {
  const now = workspace.clock.now();
  const monday = new Date(now);
  monday.setUTCHours(9, 0, 0, 0);
  while (monday.getUTCDay() !== 1 || monday <= now) monday.setUTCDate(monday.getUTCDate() + 1);
  return Math.ceil((monday.getTime() - now.getTime()) / 60_000);
}

test('what people kept, corrected and dismissed is told on Monday, and the query that made only noise', async () => {
  // A fresh week, and nobody has heard anything before it.
  await workspace.clock.advance(untilMonday());
  await press(ana, await hear('acme'), 'SEV3?');
  await press(ana, await hear('acme'), 'SEV1');
  for (let n = 0; n < 20; n++) {
    // So many at once would be a storm.
    if (n === 10) await workspace.clock.advance(11);
    await press(ana, await hear('air'), 'Dismiss');
    await done(ana.submit({ as: selected('not_about_us') }));
  }
  expect(lines()).toHaveLength(0);
  await workspace.clock.advance(untilMonday());
  const [line, ...more] = lines();
  expect(more).toEqual([]);
  expect(words(line)).toContain('*22 stories judged by people*');
  expect(words(line)).toContain('kept for 1 of 2 (1 raised). 20 were dismissed.');
  expect(words(line)).toContain('The query “air” of generic brings mostly noise: 20 of 20');
});

test('a week in which nobody judged anything is told by silence', async () => {
  await workspace.clock.advance(WEEK);
  const told = await workspace.app.db.sql.select().from(deliveries).where(eq(deliveries.kind, 'week_line'));
  expect(told.map(({ status }) => status)).toEqual(['done', 'done']);
  expect(lines()).toHaveLength(1);
});
