/** One story told many times: its card shows how fast and where; who is heard, and a picture, stand beside all of it. */
import type { ImageBlock } from '@slack/types';
import { expect, test } from 'vitest';
import { bringBack } from '../../src/db/bring-back.ts';
import { drive } from '../driver.ts';
import { words, wordsIn } from '../shown.ts';
import { ANA } from '../workspace.ts';

const workspace = drive();
const { card, alerts } = workspace;

/** What *Show all* shows on its first page. */
async function allOf(text: string) {
  const ana = workspace.person(ANA);
  await workspace.done(ana.press([card(text)], 'Show all'));
  const blocks = ana.modal()?.view.blocks ?? [];
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  return blocks;
}

const chartOn = async (text: string) => {
  const found = (await allOf(text)).find((block) => block.type === 'image') as ImageBlock | undefined;
  return found && 'slack_file' in found && 'id' in found.slack_file ? { id: found.slack_file.id, ...found } : undefined;
};

/** Copies of a text, and now and then an answer to the first of them in other words. */
async function many(text: string, n: number, from = 0) {
  const addressOf = (i: number) => `https://${i % 4 === 0 ? 'x.com' : 'www.tiktok.com'}/${text.length}/${i}`;
  const mentions = Array.from({ length: n }, (_, i) => i + from).map((i) => ({
    text,
    url: addressOf(i),
    network: i % 4 === 0 ? 'x' : 'tiktok',
    sentiment: 'negative',
    author: { name: `Person ${i}`, handle: `p${i}`, followers: 10 * i },
    ...(i % 9 === 5
      ? { text: `And the crew only laughed about it, ${text.slice(-20)}`, parent_url: addressOf(0) }
      : {}),
  }));
  await workspace.send(mentions);
  await workspace.settle();
}

/** A picture that was uploaded a moment ago is not shown yet. */
const aMomentLater = () => workspace.clock.advance(0.6);

test('a small story has neither figures nor a chart', async () => {
  await many('My suitcase was thrown from the belt by somebody angry', 3);
  expect(words(card('thrown from the belt'))).not.toContain('an hour');
  expect(await chartOn('thrown from the belt')).toBeUndefined();
});

test('a large one shows its pace and where nobody has answered; beside all of them, who is heard and what else is said', async () => {
  await many('My suitcase was thrown from the belt by somebody angry', 25, 3);
  const shown = words(card('thrown from the belt'));
  expect(shown).toContain('*28 mentions*');
  // All of it within the hour: the number is said once.
  expect(shown).not.toContain('an hour');
  expect(shown).toMatch(/\*Unanswered on\* TikTok 7\d % · X 2\d %/);
  const all = wordsIn(await allOf('thrown from the belt'));
  expect(all).toContain('The oldest waits since');
  expect(all).toContain('📈 28 an hour');
  expect(all).toContain('Largest audiences: Person 27 on');
  expect(all).toContain('crew only laughed');
});

test('the chart is a picture of ours, with its numbers in words, a moment after it was drawn', async () => {
  expect(await chartOn('thrown from the belt')).toBeUndefined();
  expect(wordsIn(await allOf('thrown from the belt'))).toContain('Its chart is being drawn');
  await aMomentLater();
  const block = await chartOn('thrown from the belt');
  expect(block?.alt_text).toMatch(/28 in all.*The peak was \d+/);
  const answer = await fetch(`${workspace.sandbox.url}/files/${block?.id}/chart.png`);
  const png = new Uint8Array(await answer.arrayBuffer());
  expect([...png.slice(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG');
  expect(png.byteLength).toBeLessThan(40_000);
});

test('nobody has to do with a story, so it is not drawn as it grows', async () => {
  const drawn = () => workspace.sandbox.calls('files.getUploadURLExternal').length;
  const before = drawn();
  await many('The tannoy at the gate shouted at us all night long', 60, 700);
  expect(drawn()).toBe(before);
  await workspace.press(workspace.person(ANA), 'The tannoy at the gate', "I'm on it");
  expect(drawn()).toBe(before + 1);
});

test('it is drawn anew at most once a minute, and older pictures go', async () => {
  await workspace.press(workspace.person(ANA), 'thrown from the belt', "I'm on it");
  await workspace.clock.advance(6);
  await aMomentLater();
  const idOf = async () => (await chartOn('thrown from the belt'))?.id;
  const first = await idOf();
  await many('My suitcase was thrown from the belt by somebody angry', 30, 40);
  expect(await idOf()).toBe(first);
  await workspace.clock.advance(6);
  await aMomentLater();
  const second = await idOf();
  expect(second).not.toBe(first);
  await many('My suitcase was thrown from the belt by somebody angry', 60, 80);
  await workspace.clock.advance(6);
  await aMomentLater();
  expect(await idOf()).not.toBe(second);
  const calls = workspace.sandbox.calls().filter((call) => call.method === 'files.delete');
  expect(calls.map(({ args }) => args.file)).toContain(first);
});

test('it is drawn anew when the clock has been set back by an hour since', async () => {
  const idOf = async () => (await chartOn('thrown from the belt'))?.id;
  const before = await idOf();
  await workspace.clock.advance(-60);
  await bringBack(workspace.app.db, workspace.clock.now());
  await many('My suitcase was thrown from the belt by somebody angry', 200, 150);
  await aMomentLater();
  expect(await idOf()).not.toBe(before);
  await workspace.clock.advance(60);
});

test('without the right to upload there is a card in words, and no alarm', async () => {
  const mend = workspace.sandbox.fault({
    method: 'files.getUploadURLExternal',
    kind: { error: 'missing_scope' },
    times: 99,
  });
  await many('Forty of us slept on the airport floor with no water', 14);
  mend();
  expect(words(card('slept on the airport floor'))).toContain('*14 mentions*');
  await aMomentLater();
  expect(await chartOn('slept on the airport floor')).toBeUndefined();
  expect(alerts().some((one) => words(one).includes('⚠️'))).toBe(false);
});
