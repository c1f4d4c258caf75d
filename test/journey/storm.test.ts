/** Many stories at once, and one story told a hundred times: what the team sees and does. */
import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/policy/settings.ts';
import type { Message } from '../../src/sandbox/protocol.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { ANA, MATEO, selected } from '../workspace.ts';

const policy = { ...sandboxOwners(defaultSettings().policy), storm: { stories: 3, within: 10 } };
const workspace = drive({ settings: { policy } });
const { person, alerts, card, press } = workspace;
const ana = person(ANA);
const mateo = person(MATEO);

const stormCards = () => alerts().filter((message) => /^(🌪️|🌤️)/u.test(message.text));
/** What is left of the cards that it took in. */
const lines = () => alerts().filter((message) => words(message).includes("the storm's card"));
const repliesTo = (message: Message | undefined) => alerts().filter((one) => message && one.threadTs === message.ts);

const SUBJECTS = [
  'baggage belt',
  'lounge coffee',
  'boarding app',
  'seat cushion',
  'gate screens',
  'meal voucher',
  'wifi on board',
];

/** A story unlike the others. */
function story(i: number, more: object = {}) {
  const subject = SUBJECTS[i] ?? `matter${i} number${i}`;
  const text = `The ${subject} made me ${i} times sad today, w${i}a w${i}b w${i}c w${i}d w${i}e w${i}f`;
  return { text, url: `https://x.com/p/${i}`, sentiment: 'neutral', ...more };
}

test('above the threshold new stories share one card instead of flooding the channel', async () => {
  for (let i = 0; i < 3; i++) await workspace.send(story(i));
  await workspace.settle();
  for (let i = 3; i < 12; i++) await workspace.send(story(i));
  await workspace.settle();
  expect(stormCards()).toHaveLength(1);
  expect(words(stormCards()[0])).toContain('A storm: 12 stories, 12 mentions');
  expect(words(stormCards()[0])).toContain('Nobody is on 12 of them');
  expect(alerts().filter((message) => words(message).includes('made me'))).toHaveLength(4);
});

test('the stories that it began with become a line in place, which leads to its card', () => {
  expect(lines().map(words)).toEqual(
    ['baggage belt', 'lounge coffee', 'boarding app'].map((subject) => expect.stringContaining(`The ${subject}`)),
  );
  const number = stormCards()[0]?.ts.replace('.', '');
  for (const line of lines()) expect(words(line)).toContain(`/p${number}|the storm's card>`);
});

test('a SEV1 in the middle of it has a card of its own at once, and is named on top of the storm', async () => {
  await workspace.send(
    story(60, { text: 'A passenger was killed by the falling engine cover, and nobody says a word about it' }),
  );
  await workspace.settle();
  const own = card('falling engine cover');
  expect(words(own)).toContain('*SEV1* suggested');
  const [beside = '', head] = words(stormCards()[0]).split('\n🌪️');
  expect(beside).toContain(`/p${own.ts.replace('.', '')}|“A passenger was killed by the falling engine cover`);
  expect(head).not.toContain('falling engine cover');
});

test('it is named there no more once somebody has dismissed it', async () => {
  await press(ana, 'falling engine cover', 'Dismiss');
  await workspace.done(ana.submit({ as: selected('not_about_us') }));
  expect(words(stormCards()[0])).not.toContain('falling engine cover');
});

test('a story taken out has its card, clock and buttons back in place; the second who tries is told so', async () => {
  const before = alerts().length;
  const [line] = lines();
  await ana.press(stormCards(), 'Show all 12');
  const button = JSON.stringify(ana.modal()?.view.blocks).match(/"action_id":"(storm_take_out_(\d+))"/);
  await ana.pressInModal('Take out');
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  await workspace.settle();
  expect(words(stormCards()[0])).toContain('A storm: 11 stories');
  expect(words(stormCards()[0])).toContain('1 taken out or over');
  const own = card('baggage belt');
  expect(words(own)).toContain('First public response due');
  expect([own.ts, alerts().length]).toEqual([line?.ts, before]);
  await mateo.pressUnseen(button?.[1] ?? '', { alertId: Number(button?.[2]), stormId: 1 });
  expect(mateo.told()).toBe('This story has a card of its own already.');
  await press(ana, 'baggage belt', "I'm on it");
  expect(words(card('baggage belt'))).toContain(`<@${ANA}> is on it`);
});

test('all stories can be looked through and taken out of there', async () => {
  for (let i = 12; i < 18; i++) await workspace.send(story(i));
  await workspace.settle();
  await ana.press(stormCards(), 'Show all 17');
  expect(ana.modalSays()).toContain('1–17 of 17');
  expect(ana.modalSays()).not.toContain('Later');
  await ana.pressInModal('Take out');
  expect(ana.modalSays()).toContain('1–16 of 16');
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  await workspace.settle();
  expect(words(stormCards()[0])).toContain('16 stories');
});

test('its stories remind once for all of them, under its card, and say how many are late', async () => {
  await workspace.clock.advance(61);
  const said = () => repliesTo(stormCards()[0]).map(words);
  expect(said().filter((one) => one.includes('50 %'))).toHaveLength(1);
  await workspace.clock.advance(60);
  expect(said().filter((one) => one.includes('the time is up'))).toHaveLength(1);
  expect(words(stormCards()[0])).toMatch(/16 of them are late/);
  expect(stormCards()[0]?.text).toContain('16 late');
});

test('it calms when no story has come for a while, and the next story has a card again', async () => {
  expect(words(stormCards()[0])).toContain('The storm has calmed');
  await workspace.send(story(70));
  await workspace.settle();
  expect(stormCards()).toHaveLength(1);
  expect(words(card('matter70'))).toContain('Nobody is on it');
});
