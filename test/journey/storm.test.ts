/** Many stories at once, and one story told a hundred times: what the team sees and does. */
import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/policy/settings.ts';
import type { Message } from '../../src/sandbox/protocol.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { ANA, MATEO } from '../workspace.ts';

const policy = { ...sandboxOwners(defaultSettings().policy), storm: { stories: 3, within: 10 } };
const workspace = drive({ settings: { policy } });
const { person, alerts, card, press } = workspace;
const ana = person(ANA);
const mateo = person(MATEO);

const stormCards = () => alerts().filter((message) => /^(🌪️|🌤️)/u.test(message.text));
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
  for (let i = 0; i < 12; i++) await workspace.send(story(i));
  await workspace.settle();
  expect(stormCards()).toHaveLength(1);
  expect(words(stormCards()[0])).toContain('A storm: 9 stories, 9 mentions');
  expect(words(stormCards()[0])).toContain('Nobody is on 9 of them');
  expect(alerts().filter((message) => words(message).includes('made me'))).toHaveLength(4);
  expect(words(card('baggage belt'))).toContain('Nobody is on it');
});

test('a SEV1 in the middle of it has a card of its own at once', async () => {
  await workspace.send(
    story(60, { text: 'A passenger was killed by the falling engine cover, and nobody says a word about it' }),
  );
  await workspace.settle();
  expect(words(card('falling engine cover'))).toContain('*SEV1* suggested');
  expect(words(stormCards()[0])).not.toContain('falling engine cover');
});

test('a story taken out has a card, a clock and buttons like any other; the second who tries is told so', async () => {
  const [shown] = stormCards();
  const button = JSON.stringify(shown?.blocks).match(/"action_id":"(storm_take_out_(\d+))"/);
  await ana.press(stormCards(), 'Take out');
  await workspace.settle();
  expect(words(stormCards()[0])).toContain('A storm: 8 stories');
  expect(words(stormCards()[0])).toContain('1 taken out or over');
  const own = card('seat cushion');
  expect(words(own)).toContain('First public response due');
  expect(own.ts).not.toBe(stormCards()[0]?.ts);
  await mateo.pressUnseen(button?.[1] ?? '', { alertId: Number(button?.[2]), stormId: 1 });
  expect(mateo.told()).toBe('This story has a card of its own already.');
  await press(ana, 'seat cushion', "I'm on it");
  expect(words(card('seat cushion'))).toContain(`<@${ANA}> is on it`);
});

test('all stories can be looked through and taken out of there', async () => {
  for (let i = 12; i < 18; i++) await workspace.send(story(i));
  await workspace.settle();
  await ana.press(stormCards(), 'Show all 14');
  expect(ana.modalSays()).toContain('1–14 of 14');
  expect(ana.modalSays()).not.toContain('Later');
  await ana.pressInModal('Take out');
  expect(ana.modalSays()).toContain('1–13 of 13');
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  await workspace.settle();
  expect(words(stormCards()[0])).toContain('13 stories');
});

test('its stories remind once for all of them, under its card, and say how many are late', async () => {
  await workspace.clock.advance(61);
  const said = () => repliesTo(stormCards()[0]).map(words);
  expect(said().filter((one) => one.includes('50 %'))).toHaveLength(1);
  await workspace.clock.advance(60);
  expect(said().filter((one) => one.includes('the time is up'))).toHaveLength(1);
  expect(words(stormCards()[0])).toMatch(/13 of them are late/);
  expect(stormCards()[0]?.text).toContain('13 late');
});

test('it calms when no story has come for a while, and the next story has a card again', async () => {
  expect(words(stormCards()[0])).toContain('The storm has calmed');
  await workspace.send(story(70));
  await workspace.settle();
  expect(stormCards()).toHaveLength(1);
  expect(words(card('matter70'))).toContain('Nobody is on it');
});
