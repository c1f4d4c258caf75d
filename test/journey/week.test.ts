/** On Monday the alerts channel reads, in a line, how the week's suggestions did. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ANA,
  asPerson,
  openWorkspace,
  ownWords,
  SOCIAL_ALERTS,
  saying,
  selected,
  type Workspace,
  words,
} from '../workspace.ts';

const WEEK = 7 * 24 * 60;
let workspace: Workspace;
let ana: ReturnType<typeof asPerson>;
beforeAll(async () => {
  workspace = await openWorkspace();
  ana = asPerson(workspace.sandbox, ANA);
});
afterAll(() => workspace.close());

const channel = () => workspace.sandbox.messages(SOCIAL_ALERTS);
const lines = () => channel().filter((message) => words(message).startsWith('📐'));

let made = 0;
async function hear(query: string): Promise<string> {
  made++;
  const text = `A complaint ${ownWords(made)}`;
  await workspace.send({ text, url: `https://x.com/t/${made}`, network: 'x', sentiment: 'negative', query });
  await workspace.settle();
  return text;
}

async function press(story: string, button: string) {
  const message = saying(channel(), story);
  if (!message) throw new Error(`No card says ${story}`);
  await ana.press([message], button);
}

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
  const kept = await hear('acme');
  await press(kept, 'SEV3 · suggested');
  await press(await hear('acme'), 'SEV1');
  for (let n = 0; n < 20; n++) {
    // So many at once would be a storm.
    if (n === 10) await workspace.clock.advance(11);
    await press(await hear('air'), 'Dismiss');
    await ana.submit({ as: selected('not_about_us') });
    await workspace.settle();
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
  const told = await workspace.app.db.sql.query.deliveries.findMany({
    where: (one, { eq }) => eq(one.kind, 'week_line'),
  });
  expect(told.map(({ status }) => status)).toEqual(['done', 'done']);
  expect(lines()).toHaveLength(1);
});
