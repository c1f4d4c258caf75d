/** Small stories share the card of their day, praise is counted, and what grows moves up: as the product is shipped. */
import { expect, test } from 'vitest';
import { drive } from '../driver.ts';
import { buttons, words } from '../shown.ts';
import { ANA, DANIEL, url } from '../workspace.ts';

/** A Tuesday. */
const workspace = drive({ ownCard: 'SEV3', startAt: new Date('2026-03-10T09:00:00Z') });
const { story, alerts, card, person, done, reminders, thread } = workspace;
const SEAT = 'The seat in row nine has no cushion';
const GATE = 'Somebody left a balloon at gate twelve';
const WIFI = 'Your wifi login page is purple now';
const KIND = 'Window seat, sunrise over the Alps, thanks';

/** The buttons of one story on the day's card: its line is followed by them. */
function item(text: string) {
  const message = card('Small ones of');
  const at = message.blocks.findIndex((block) => JSON.stringify(block).includes(text));
  return { ...message, blocks: message.blocks.slice(at, at + 2) };
}
const press = (who: string, text: string, button: string) => done(person(who).press([item(text)], button));

test('small stories stand on one card, each with its network, its time and its buttons', async () => {
  for (const text of [SEAT, GATE, WIFI]) await story(text);
  expect(alerts()).toHaveLength(1);
  const text = words(card('Small ones of'));
  expect(text).toContain('Small ones of Tuesday 10 March* · 3 to answer');
  for (const one of [SEAT, GATE, WIFI]) expect(text).toContain(one);
  expect(buttons(item(SEAT))).toEqual(["I'm on it", 'Answered…', 'Open', 'Not about us']);
});

test('what is worse has a card of its own', async () => {
  const injured = await story();
  expect(buttons(card(injured))).toContain('Escalate');
  expect(alerts()).toHaveLength(2);
});

test('somebody is on it, answers it, or says that it is not about us: in place, and the last can be undone', async () => {
  await press(ANA, SEAT, "I'm on it");
  expect(words(item(SEAT))).toContain(`<@${ANA}>`);
  expect(buttons(item(SEAT))).not.toContain("I'm on it");
  await press(ANA, SEAT, 'Answered…');
  await done(person(ANA).submit({ url: url('https://x.com/acmeair/status/9') }));
  expect(words(card('Small ones of'))).toContain(`: answered by <@${ANA}>`);
  await press(DANIEL, GATE, 'Not about us');
  expect(words(card('Small ones of'))).toContain(`not about us, says <@${DANIEL}>`);
  expect(words(card('Small ones of'))).toContain('1 to answer');
  await done(person(DANIEL).press([card('Small ones of')], 'Undo'));
  expect(words(card('Small ones of'))).toContain('2 to answer');
  expect(alerts()).toHaveLength(2);
});

test('praise is a number there, to be looked at and opened', async () => {
  await story(KIND, { sentiment: 'positive', language: 'en' });
  await story('Lovely crew on the way to Oslo, thanks', { sentiment: 'positive', language: 'en' });
  await story(KIND, { sentiment: 'positive', language: 'en' });
  expect(alerts()).toHaveLength(2);
  expect(words(card('Small ones of'))).toContain('+3 kind words');
  await done(person(ANA).press([card('Small ones of')], 'Show'));
  expect(person(ANA).modalSays()).toContain(KIND);
  // Said twice, it is one story, and all stories are there.
  expect(person(ANA).modalSays()).not.toContain('not shown');
  await done(person(ANA).pressInModal('Open'));
  expect(words(card('Small ones of'))).toContain('+2 kind words');
  expect(buttons(card('Lovely crew'))).toContain('Escalate');
});

test('what a person opens gets a card, and the list says so', async () => {
  await press(ANA, GATE, 'Open');
  expect(buttons(card(GATE))).toContain('Escalate');
  expect(words(card(GATE))).toContain("from the day's card");
  expect(words(card('Small ones of'))).toContain(`${GATE}”: has a card of its own now`);
});

test('what grows moves up by itself', async () => {
  await story(WIFI, { reach: 90_000, url: 'https://x.com/loud/1' });
  expect(words(card('90K reach'))).toContain("from the day's card");
  expect(words(card('Small ones of'))).toContain(`${WIFI}”: has a card of its own now`);
  expect(words(card('Small ones of'))).toContain('all dealt with');
});

test('it is reminded of with the others, with the way to its card, and pages nobody', async () => {
  const late = await story('The queue ropes at gate three are tangled');
  await workspace.clock.advance(125);
  const said = words(reminders().at(-1));
  expect(said).toContain('The queue ropes at gate three');
  expect(words(item(late))).toContain('was due');
  expect(thread('Small ones of')).toEqual([]);
  await press(ANA, late, "I'm on it");
  expect(words(reminders().at(-1))).toContain(`<@${ANA}>`);
});

test('the next working day begins a card of its own, and the old one stays', async () => {
  await workspace.clock.advance(24 * 60);
  await story('The lift to the lounge plays the same song');
  const cards = alerts().filter((one) => words(one).includes('Small ones of'));
  expect(cards).toHaveLength(2);
  expect(words(cards[1])).toContain('Wednesday 11 March* · 1 to answer');
});
