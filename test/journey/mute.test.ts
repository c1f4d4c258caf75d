/** Snoozing an author, a hashtag or a query: quiet, in everybody's sight, and undone with one press. */
import { expect, test } from 'vitest';
import { drive } from '../driver.ts';
import { saying, words } from '../shown.ts';
import { ANA, MATEO, selected } from '../workspace.ts';

const workspace = drive();
const { person, story, alerts, card, press } = workspace;
const ana = person(ANA);
const mateo = person(MATEO);

const hear = (text: string, more: object = {}) => {
  const author = { name: 'Troll', handle: 'TrollFarm', followers: 3 };
  return story(text, { sentiment: 'neutral', author, query: 'acme OR "acme air"', ...more });
};

async function mute(text: string, what: number, length = '60') {
  await press(ana, text, 'Snooze author, hashtag or query…');
  const offered = ana.modalSays();
  await ana.submit({ what: selected(String(what)), length: selected(length) });
  await workspace.settle();
  return offered;
}

test('a card offers the author, the hashtags and the query of its posts', async () => {
  await hear('Your peanuts are a scandal, says everybody here #AcmeGate #Peanuts');
  const offered = await mute('peanuts are a scandal', 1);
  expect(offered).toContain('Author: trollfarm');
  expect(offered).toContain('Hashtag: #acmegate');
  expect(offered).toContain('Hashtag: #peanuts');
  expect(offered).toContain('Query: acme or "acme air"');
  expect(offered).toContain('SEV1 always comes through');
  expect(words(card('snoozed'))).toContain(`<@${ANA}> snoozed *#acmegate* until`);
  expect(words(card('snoozed'))).toContain('Nothing has been held back yet');
});

test('what matches makes no noise and is counted where everybody sees it', async () => {
  const before = alerts().length;
  await hear('Their crisps come in such tiny bags these days, folks #ACMEGATE', { author: { handle: 'kim' } });
  await hear('The blankets are made of cardboard, I do believe so #acmegate', { author: { handle: 'leo' } });
  await hear('The blankets are made of cardboard, I do believe so #acmegate', { author: { handle: 'ida' } });
  expect(alerts()).toHaveLength(before);
  expect(words(card('snoozed'))).toContain('*3 posts* held back, in 2 stories');
});

test('a SEV1 comes through all the same', async () => {
  await hear('My son was seriously injured by your trolley and bled #acmegate');
  expect(words(card('injured by your trolley'))).toContain('*SEV1* suggested');
});

test('what is held back reminds nobody meanwhile', async () => {
  await workspace.clock.advance(50);
  expect(alerts().some((message) => words(message).includes('tiny bags'))).toBe(false);
});

test('it is listed by command and in App Home, and whoever stops it sees what was held back, once', async () => {
  await ana.command('snoozes');
  expect(ana.told()).toContain('Snoozed: *#acmegate*');
  await mateo.openHome();
  await mateo.pressAtHome('Stop');
  await workspace.settle();
  expect(words(card('tiny bags'))).toContain('First public response due');
  expect(words(card('made of cardboard'))).toContain('2 mentions');
  expect(words(card('snoozed'))).toContain(`<@${MATEO}> stopped it`);
  expect(alerts().filter((message) => words(message).includes('tiny bags'))).toHaveLength(1);
  expect(JSON.stringify(workspace.sandbox.home(MATEO))).not.toContain('Snoozed');
});

test('one that is over shows what it held back by itself', async () => {
  await mute('tiny bags', 0);
  await hear('Who designed these seat covers, an angry badger perhaps?', { author: { handle: 'KIM' } });
  expect(saying(alerts(), 'angry badger')).toBeUndefined();
  await workspace.clock.advance(61);
  expect(words(card('angry badger'))).toContain('First public response due');
  await hear('The peanuts again and again, on every single flight', { author: { handle: 'kim' } });
  expect(card('peanuts again and again')).toBeDefined();
});
