/** What hearing costs: a sender's wait at an even 170 posts a second, and the processor's seconds for 10,000 posts. */
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { ACME, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import { startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest } from '../../src/sandbox-mode.ts';
import { onPostgres } from '../databases.ts';
import { type Replica, startReplica } from '../replica.ts';
import { ownWords } from '../workspace.ts';
import { median, quantile, report, sized, verdict } from './measure.ts';

/** Ten thousand in a minute. */
const A_SECOND = 170;
const SECONDS = sized(30, 2);
/** Posts before anything is measured. */
const WARM_UP = sized(1_000, 20);
/** p99 of a sender's wait. Milliseconds. */
const WAIT_AT_MOST = 100;
/** Of one core, with all that follows from what is heard. */
const CORE_AT_MOST = 0.5;
/** A story is told so often. */
const TOLD = 20;
const TOKEN = 'a-token-for-the-bench';

onPostgres((openUrl) => {
  const ends: (() => unknown)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  test('170 posts a second', { timeout: 180_000 }, async () => {
    const databaseUrl = await openUrl();
    const ask = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    const eventsUrl = 'http://127.0.0.1:9';
    const sandbox = await startSandbox({ port: 0, seed: ACME, manifest: ownManifest(), limits: true, eventsUrl });
    const replica = await startReplica({
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_SIGNING_SECRET: sandbox.signingSecret,
      SLACK_API_URL: sandbox.apiUrl,
      DATABASE_URL: databaseUrl,
      ALERTS_CHANNEL: SOCIAL_ALERTS,
      INTAKE_TOKEN: TOKEN,
    });
    ends.push(sandbox.close, () => ask.end({ timeout: 5 }), replica.kill);
    let sent = 0;
    await Promise.all(Array.from({ length: WARM_UP }, () => post(replica, ++sent)));

    const before = await processorSeconds(replica);
    const begun = performance.now();
    const waits: Promise<number>[] = [];
    for (let n = 0; n < A_SECOND * SECONDS; n++) {
      // At its own pace, whether the ones before are answered or not.
      const wait = begun + (n * 1_000) / A_SECOND - performance.now();
      if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
      waits.push(post(replica, ++sent));
    }
    const took = await Promise.all(waits);
    const seconds = (performance.now() - begun) / 1_000;
    const used = (await processorSeconds(replica)) - before;
    const [stored] = await ask`
      select (select count(*)::int from mentions) as posts, (select count(*)::int from alerts) as stories`;
    expect(stored).toEqual({ posts: sent, stories: Math.floor(sent / TOLD) + 1 });

    const p99 = quantile(took, 0.99);
    const cores = used / seconds;
    report('Hearing at an even pace, PostgreSQL', `p99 under ${WAIT_AT_MOST} ms, half a core`, [
      {
        'posts a second': took.length / seconds,
        'p99 ms': p99,
        'median ms': median(took),
        ' ': verdict(p99 < WAIT_AT_MOST),
        cores: cores,
        '': verdict(cores <= CORE_AT_MOST),
        'processor s for 10,000': (used / took.length) * 10_000,
        posts: took.length,
      },
    ]);
  });
});

/** Milliseconds until it was taken. */
async function post({ url }: Replica, n: number): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(`${url}/intake/generic`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: String(n), text: ownWords(Math.floor(n / TOLD)), url: `https://x.com/c/${n}` }),
  });
  await answer.arrayBuffer();
  expect(answer.status).toBe(202);
  return performance.now() - begun;
}

/** What the replica has used since it started, user and system. */
async function processorSeconds({ url }: Replica): Promise<number> {
  const said = await (await fetch(`${url}/metrics`)).text();
  const [, seconds] = /^process_cpu_seconds_total (\S+)/m.exec(said) ?? [];
  return Number(seconds);
}
