/** Ten thousand mentions in a minute, with Slack's rate limits on: what is stored, what is shown, and how late. */
import { expect, test } from 'vitest';
import { ACME, ANA } from '../../src/sandbox/data/acme.ts';
import type { Message } from '../../src/sandbox/protocol.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest } from '../../src/sandbox-mode.ts';
import { onPostgres } from '../databases.ts';
import { words } from '../shown.ts';
import { asPerson, SOCIAL_ALERTS, TOKEN } from '../workspace.ts';
import { startOn } from './app.ts';
import { report, sized, verdict } from './measure.ts';

const MENTIONS = sized(10_000, 600);
const STORIES = 12;
const BATCH = 100;
/** Milliseconds. */
const LASTS = sized(60_000, 3_000);
/** Of every hundred posts the tool sends so many a second time. */
const REPEATED = 10;
/** The newest state within this of the last edit that Slack's 50 a minute allow. Milliseconds. */
const NEWEST_WITHIN = 3_000;
const EDIT_EVERY = 1_200;
const PRESSES = sized(11, 3);
/** A card shows what somebody pressed. Milliseconds. */
const PRESS_SEEN_WITHIN = 1_000;

onPostgres((openUrl) => {
  test('a storm of ten thousand mentions in a minute', async () => {
    const manifest = ownManifest();
    const sandbox = await startSandbox({
      port: 0,
      seed: ACME,
      manifest,
      eventsUrl: 'http://127.0.0.1:9/slack/events',
    });
    const app = await startOn(sandbox, await openUrl(), (detail, words) => console.error(words, detail));
    try {
      const started = performance.now();
      const outcomes = { accepted: 0, duplicates: 0 };
      const pressing = presses(sandbox);
      const batches = MENTIONS / BATCH;
      for (let batch = 0; batch < batches; batch++) {
        const due = started + (batch * LASTS) / batches;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        const posts = Array.from({ length: BATCH }, (_, at) => post(batch * BATCH + at));
        for (const sent of [posts, posts.slice(0, REPEATED)]) {
          const answer = await fetch(`${app.url}/intake/generic`, {
            method: 'POST',
            headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
            body: JSON.stringify(sent),
          });
          expect(answer.status).toBe(202);
          const told = (await answer.json()) as { accepted: number; duplicates: number };
          outcomes.accepted += told.accepted;
          outcomes.duplicates += told.duplicates;
        }
      }
      const lastHeard = performance.now();
      const seen = await pressing;
      expect(outcomes).toEqual({ accepted: MENTIONS, duplicates: batches * REPEATED });

      const numbers = () =>
        sandbox
          .messages(SOCIAL_ALERTS)
          .map((message) => /\*([\d,]+) mentions\*/.exec(JSON.stringify(message.blocks))?.[1])
          .filter((one) => one !== undefined)
          .map((one) => Number(one.replaceAll(',', '')));
      const shownInAll = () => numbers().reduce((sum, one) => sum + one, 0);
      await expect.poll(shownInAll, { timeout: 60_000, interval: 50 }).toBe(MENTIONS);
      const final = performance.now() - lastHeard;
      expect(numbers()).toHaveLength(STORIES);

      const refused = sandbox.calls().filter(({ error }) => error === 'ratelimited');
      const edits = sandbox.calls('chat.update').length;
      report(
        'Ten thousand mentions in a minute, PostgreSQL, Slack at its own pace',
        'none lost or doubled, a card for each story',
        [
          {
            stories: STORIES,
            cards: numbers().length,
            'calls above a rate': refused.length,
            'last mention to final card, ms': final,
            '': verdict(refused.length === 0 && final <= NEWEST_WITHIN + STORIES * EDIT_EVERY),
            edits: edits,
            'press to card, longest ms': Math.max(...seen),
            ' ': verdict(Math.max(...seen) <= PRESS_SEEN_WITHIN),
            presses: seen.length,
            'memory at the end, MB': process.memoryUsage().rss / 1e6,
          },
        ],
      );
      expect(refused.map(({ method }) => method)).toEqual([]);
    } finally {
      await app.stop();
      await sandbox.close();
    }
  }, 180_000);
});

/** While it goes on, somebody takes one story after the other. Milliseconds until each card says so. */
async function presses(sandbox: Sandbox): Promise<number[]> {
  const ana = asPerson(sandbox, ANA);
  const cards = () => sandbox.messages(SOCIAL_ALERTS).filter((one) => JSON.stringify(one.blocks).includes('mentions*'));
  const took: number[] = [];
  for (let n = 0; n < PRESSES; n++) {
    await new Promise((resolve) => setTimeout(resolve, LASTS / (PRESSES + 1)));
    await expect.poll(() => cards().length, { timeout: 20_000 }).toBeGreaterThan(n);
    const { ts } = cards()[n] as Message;
    const card = () => sandbox.messages(SOCIAL_ALERTS).find((one) => one.ts === ts);
    const begun = performance.now();
    const pressed = ana.press([card() as Message], "I'm on it");
    while (!words(card()).includes(`<@${ANA}> is on it`)) await new Promise((resolve) => setTimeout(resolve, 5));
    took.push(performance.now() - begun);
    expect(await pressed).toEqual({ ok: true });
  }
  return took;
}

const PLACES = [
  'gate',
  'lounge',
  'counter',
  'tarmac',
  'cabin',
  'website',
  'hotline',
  'carousel',
  'shuttle',
  'kiosk',
  'crew',
  'app',
];

/** One of the stories in somebody's own words. */
function post(number: number) {
  const story = number % STORIES;
  const place = PLACES[story];
  const core = Array.from({ length: 18 }, (_, at) => `${place}${at}`).join(' ');
  return {
    id: `storm-${number}`,
    text: `${core} says witness${number}`,
    url: `https://x.com/witness/status/${number}`,
    network: story % 2 === 0 ? 'x' : 'tiktok',
    author: { name: `Witness ${number}`, handle: `witness${number}`, followers: number },
    sentiment: 'negative',
  };
}
