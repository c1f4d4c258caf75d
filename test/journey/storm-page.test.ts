/** The late stories of a storm: who is paged, and what they read. Time is moved by hand. */

import { expect, test } from 'vitest';
import { alerts as alertsTable } from '../../src/alert/card/table.ts';
import { defaultSettings } from '../../src/policy/settings.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { ANA, MATEO, PRIYA, selected } from '../workspace.ts';

const usual = sandboxOwners(defaultSettings().policy);
/** Of less than SEV2 nobody is paged. */
const SEV2 = { ...usual.severities.SEV2, owners: [[MATEO], [ANA]] };
const policy = { ...usual, severities: { ...usual.severities, SEV2 }, storm: { stories: 1, within: 10 } };
const workspace = drive({ settings: { policy } });
const { person, done, story, alerts, press, said } = workspace;

const stormCard = () => alerts().find((message) => /^(🌪️|🌤️)/u.test(message.text));
const underIt = () => alerts().filter((one) => one.threadTs === stormCard()?.ts && one.ts !== one.threadTs);
/** The first story stands on a card of its own, and pages for itself. */
const asked = (who: string) => said(who).filter((one) => one.includes('storm'));

const SUBJECTS = ['baggage belt', 'lounge coffee', 'boarding app', 'seat cushion'];
const text = (i: number) =>
  `The ${SUBJECTS[i]} made me ${i} times sad today, w${i}a w${i}b w${i}c w${i}d w${i}e w${i}f`;

/** Takes a story out of the storm and dismisses it. */
async function endStory(i: number): Promise<void> {
  const ana = person(ANA);
  const found = await workspace.app.db.sql.select().from(alertsTable);
  const alert = found.find(({ title }) => title.includes(SUBJECTS[i] ?? ''));
  await ana.pressUnseen(`storm_take_out_${alert?.id}`, { alertId: alert?.id, stormId: alert?.stormId });
  await workspace.settle();
  await press(ana, SUBJECTS[i] ?? '', 'Dismiss');
  await done(ana.submit({ as: selected('watch_only') }));
}

test('the owners are paged for the storm: how many of its stories are late, the worst, and where its card is', async () => {
  for (let i = 0; i < 4; i++) {
    await story(text(i), { author: { name: 'Kim Reporter', verified: true } });
    await workspace.clock.advance(1);
  }
  await workspace.clock.advance(205);
  expect(asked(MATEO)).toEqual([]);
  await workspace.clock.advance(3);
  const [page] = asked(MATEO);
  expect(page).toMatch(/\*3 stories of a storm\*, late · .*\nThe worst: \*SEV\d\* “The /);
  expect(page).toContain('open its card');
});

test('the first of them ends, and the page goes on: others are late', async () => {
  await endStory(1);
  await workspace.clock.advance(3.1);
  expect(asked(ANA)).toEqual([expect.stringContaining('*2 stories of a storm*')]);
});

test('what is said under its card is about a story that still waits', () => {
  const paging = underIt()
    .map(words)
    .filter((one) => one.includes('being paged'));
  expect(paging).toHaveLength(1);
  expect(paging[0]).toContain("the worst of this storm's stories to get so far");
});

test('it stops when none is late any more', async () => {
  await endStory(2);
  await endStory(3);
  for (let round = 0; round < 3; round++) await workspace.clock.advance(3.1);
  expect([MATEO, ANA, PRIYA].flatMap(asked)).toHaveLength(2);
  expect(asked(ANA)[0]).toContain('It is over');
});
