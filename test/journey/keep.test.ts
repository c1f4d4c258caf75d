/** Weeks later: what is forgotten by night is missed by nobody. */
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { forgetVolumes } from '../../src/alert/spread/store-forget.ts';
import { forgetStories } from '../../src/alert/story/store-forget.ts';
import { rows } from '../../src/db/connect.ts';
import { forgetPaces, forgetRequests } from '../../src/db/forget.ts';
import { forgetDeliveries } from '../../src/db/forget-deliveries.ts';
import { forgetRejections } from '../../src/source/store-rejections.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { ANA, HELEN, ownWords, SOCIAL_ALERTS, selected, typed } from '../workspace.ts';

const DAYS = 24 * 60;

const workspace = drive();
const { person, story, alerts, card, press, escalate, said } = workspace;
const ana = person(ANA);

/** As at 03:17. */
async function nightly(): Promise<void> {
  const { app, clock } = workspace;
  for (const forget of [
    forgetRequests,
    forgetRejections,
    forgetStories,
    forgetDeliveries,
    forgetVolumes,
    forgetPaces,
  ]) {
    await forget(app.db, clock.now());
  }
}

const posted = (channel: string, text: string) => said(channel).filter((one) => one.includes(text));
const deliveries = async (): Promise<number> =>
  (await rows<{ n: number }>(workspace.app.db.sql, sql`select count(*)::int as n from deliveries`))[0]?.n ?? 0;

test('an alert that was dismissed is reopened eight days later: its one card is edited', async () => {
  await story(`The lounge smells of fish ${ownWords(1)}`);
  const { ts } = card('smells of fish');
  await press(ana, 'smells of fish', 'Dismiss');
  await ana.submit({ as: selected('duplicate') });
  await workspace.settle();
  await workspace.clock.advance(8 * DAYS);
  await nightly();
  await press(ana, 'smells of fish', 'Undo: open it again');
  const cards = alerts().filter((one) => JSON.stringify(one.blocks).includes('smells of fish') && !one.threadTs);
  expect(cards.map((one) => one.ts)).toEqual([ts]);
  expect(words(cards[0])).toContain('Nobody is on it');
});

test('an incident that was closed is opened again two weeks later: one board, one headline, nothing said twice', async () => {
  await person(HELEN).command('subscribe');
  await escalate(await story(`The crew fell asleep at the desk ${ownWords(2)}`));
  const room = workspace.room(1).id;
  for (const said of ['role lead', 'note the desk is open', 'reply https://x.com/acme/2', 'resolve', 'close']) {
    await ana.command(said, room);
    await workspace.settle();
  }
  // The alert of before is late by days, and says so.
  await workspace.clock.advance(1);
  const before = await deliveries();
  await workspace.clock.advance(14 * DAYS);
  await nightly();
  expect(await deliveries()).toBeLessThan(before / 2);
  const posts = () => workspace.sandbox.messages(room).filter(({ subtype }) => !subtype);
  const [inRoom, toHelen] = [posts().length, workspace.sandbox.dm(HELEN).length];
  await workspace.clock.advance(1);
  expect(posts()).toHaveLength(inRoom);
  await ana.pressIn(room, 'Open again');
  await ana.submit({ reason: typed('They sleep again') });
  await workspace.settle();
  expect(posts()).toHaveLength(inRoom + 1);
  expect(posted(room, 'opened INC-0001 again')).toHaveLength(1);
  expect(
    workspace.sandbox.messages(room).filter((one) => JSON.stringify(one.blocks).includes('"header"')),
  ).toHaveLength(1);
  expect(posted(SOCIAL_ALERTS, '🚨 *INC-0001')).toHaveLength(1);
  expect(posted(SOCIAL_ALERTS, '🚨 *INC-0001')[0]).toContain('Responded, not resolved');
  expect(workspace.sandbox.dm(HELEN)).toHaveLength(toHelen);
});
