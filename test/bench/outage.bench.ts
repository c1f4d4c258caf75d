/** A minute without Slack while posts come in: what comes first afterwards, and when all of it has been said. */
import { expect, test } from 'vitest';
import { ACME } from '../../src/sandbox/data/acme.ts';
import { startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest } from '../../src/sandbox-mode.ts';
import { onPostgres } from '../databases.ts';
import { ownWords, SOCIAL_ALERTS, TOKEN } from '../workspace.ts';
import { startOn } from './app.ts';
import { report, sized, verdict } from './measure.ts';

const STORIES = sized(16, 3);
/** Milliseconds. */
const AWAY = sized(60_000, 3_000);
/** Slack takes a post a second in a channel. Milliseconds. */
const PACE = 1_100;
/** Beyond that pace. Milliseconds. */
const WORST_WITHIN = 5_000;

onPostgres((openUrl) => {
  test('the worst post of an outage of a minute', async () => {
    const manifest = ownManifest();
    const sandbox = await startSandbox({ port: 0, seed: ACME, manifest, eventsUrl: 'http://127.0.0.1:9/slack/events' });
    const app = await startOn(sandbox, await openUrl());
    const cards = () => {
      const posts = sandbox.messages(SOCIAL_ALERTS).filter(({ ts }) => keyOf(ts)?.startsWith('alert_card:'));
      return posts.sort((a, b) => Number(a.ts) - Number(b.ts));
    };
    const keyOf = (ts: string) => sandbox.metadataOf(SOCIAL_ALERTS, ts)?.event_payload.key as string | undefined;
    const isWorst = ({ text }: { text: string }) => text.includes('SEV1');
    try {
      const back = sandbox.outage('refused');
      const began = performance.now();
      for (let story = 0; story < STORIES; story++) {
        // The last of them is the one that matters.
        const text = story === STORIES - 1 ? 'A passenger was injured on board' : 'The coffee on board was cold again';
        const answer = await fetch(`${app.url}/intake/generic`, {
          method: 'POST',
          headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
          body: JSON.stringify({ id: `outage-${story}`, text: `${text} ${ownWords(story)}`, sentiment: 'negative' }),
        });
        expect(answer.status).toBe(202);
        await new Promise((resolve) => setTimeout(resolve, (AWAY / STORIES) * (story === STORIES - 1 ? 0 : 1)));
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + AWAY - performance.now())));
      const returned = performance.now();
      back();
      const since = () => performance.now() - returned;
      await expect.poll(() => cards().some(isWorst), { timeout: 60_000, interval: 20 }).toBe(true);
      const worstAfter = since();
      await expect.poll(() => cards().length, { timeout: 120_000, interval: 50 }).toBe(STORIES);
      const allAfter = since();
      const place = cards().findIndex(isWorst) + 1;
      const isMet = place === 1 && worstAfter <= WORST_WITHIN && allAfter <= STORIES * PACE + WORST_WITHIN;
      report(
        `${STORIES} stories in a minute without Slack, the worst one last, PostgreSQL, Slack at its own pace`,
        'the worst comes first, within 5 s; all within a card each 1.1 s and 5 s',
        [
          {
            'place of the SEV1': place,
            'its card, ms after the return': worstAfter,
            'the last card, ms': allAfter,
            '': verdict(isMet),
          },
        ],
      );
      expect(place).toBe(1);
    } finally {
      await app.stop();
      await sandbox.close();
    }
  }, 240_000);
});
