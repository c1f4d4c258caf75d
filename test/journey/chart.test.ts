/** One story told many times: its card shows where, how fast and by whom, with a picture that never holds it up. */
import type { ImageBlock } from '@slack/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkspace, SOCIAL_ALERTS, saying, type Workspace, words } from '../workspace.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.close());

const card = (text: string) => saying(workspace.sandbox.messages(SOCIAL_ALERTS), text);
const chartOn = (text: string) => {
  const found = card(text)?.blocks.find((block) => block.type === 'image') as ImageBlock | undefined;
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

test('a small story has neither figures nor a chart', async () => {
  await many('My suitcase was thrown from the belt by somebody angry', 3);
  expect(words(card('thrown from the belt'))).not.toContain('in the hour');
  expect(chartOn('thrown from the belt')).toBeUndefined();
});

test('a large one shows its pace, where nobody has answered, who is heard and what else is said', async () => {
  await many('My suitcase was thrown from the belt by somebody angry', 25, 3);
  const shown = words(card('thrown from the belt'));
  expect(shown).toContain('*28 mentions* of the same story');
  expect(shown).toMatch(/\*28 in the hour\* to /);
  expect(shown).toMatch(/\*7\d %\* on \*TikTok\*, where nobody of us has answered; the oldest waits since/);
  expect(shown).toContain('Largest audiences: Person 27 on');
  expect(shown).toContain('crew only laughed');
});

test('the chart is on the card as a picture of ours, with its numbers in words', async () => {
  const block = chartOn('thrown from the belt');
  expect(block?.alt_text).toMatch(/28 in all.*The peak was \d+/);
  const answer = await fetch(`${workspace.sandbox.url}/files/${block?.id}/chart.png`);
  const png = new Uint8Array(await answer.arrayBuffer());
  expect([...png.slice(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG');
  expect(png.byteLength).toBeLessThan(40_000);
});

test('it is drawn anew at most once a minute, and older pictures go', async () => {
  const idOf = () => chartOn('thrown from the belt')?.id;
  const first = idOf();
  await many('My suitcase was thrown from the belt by somebody angry', 30, 40);
  expect(idOf()).toBe(first);
  await workspace.clock.advance(6);
  const second = idOf();
  expect(second).not.toBe(first);
  await many('My suitcase was thrown from the belt by somebody angry', 60, 80);
  await workspace.clock.advance(6);
  expect(idOf()).not.toBe(second);
  const calls = workspace.sandbox.calls().filter((call) => call.method === 'files.delete');
  expect(calls.map(({ args }) => args.file)).toEqual([first]);
});

test('a picture that Slack cannot show yet does not hold up the card; it follows when it can', async () => {
  const fault = workspace.sandbox.fault({
    method: 'chat.update',
    kind: { error: 'invalid_blocks' },
    times: 1,
    when: ({ blocks }) => JSON.stringify(blocks).includes('slack_file'),
  });
  await many(
    'The pilot said good night and then he left us on the runway for hours without a word or a drink of water',
    12,
  );
  fault();
  expect(words(card('left us on the runway'))).toContain('*12 mentions*');
  await workspace.clock.advance(1);
  expect(chartOn('left us on the runway')).toBeDefined();
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
  expect(chartOn('slept on the airport floor')).toBeUndefined();
  expect(workspace.sandbox.messages(SOCIAL_ALERTS).some((one) => words(one).includes('⚠️'))).toBe(false);
});
