/** A replica that stands still in the middle of a transaction (SIGSTOP, a paused machine) and one that goes on. */
import postgres from 'postgres';
import { afterEach, expect, test } from 'vitest';
import { ACME, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import { startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest } from '../../src/sandbox-mode.ts';
import { onPostgres } from '../databases.ts';
import { freezeWhileStoring, type Replica, startReplica, until } from '../replica.ts';
import { ownWords } from '../workspace.ts';
import { expectNothingTwice } from './exactly-once.ts';

const TOKEN = 'a-token-for-the-tests';
/** Senders that never pause. */
const SENDERS = 4;

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

interface Answer {
  status: number;
  retryAfter: string | null;
  /** ms until it was answered. */
  took: number;
}

async function post(url: string, n: number): Promise<Answer> {
  const begun = performance.now();
  const answer = await fetch(`${url}/intake/generic`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: String(n), text: `Flight ${n} is late ${ownWords(n)}`, url: `https://x.com/f/${n}` }),
  });
  await answer.arrayBuffer();
  const retryAfter = answer.headers.get('retry-after');
  return { status: answer.status, retryAfter, took: performance.now() - begun };
}

onPostgres((openUrl) => {
  test('a frozen replica keeps nobody waiting: senders are answered, and when it thaws nothing is lost or doubled', {
    timeout: 180_000,
  }, async () => {
    const databaseUrl = await openUrl();
    const ask = postgres(databaseUrl, { max: 2, onnotice: () => {} });
    undo.push(() => ask.end({ timeout: 5 }));
    const manifest = ownManifest();
    const eventsUrl = 'http://127.0.0.1:9';
    const sandbox = await startSandbox({ port: 0, seed: ACME, manifest, limits: false, eventsUrl });
    undo.push(sandbox.close);
    const start = async (name: string): Promise<Replica> => {
      const replica = await startReplica({
        SLACK_BOT_TOKEN: sandbox.botToken,
        SLACK_SIGNING_SECRET: sandbox.signingSecret,
        SLACK_API_URL: sandbox.apiUrl,
        DATABASE_URL: databaseUrl,
        ALERTS_CHANNEL: SOCIAL_ALERTS,
        INTAKE_TOKEN: TOKEN,
        PGAPPNAME: name,
      });
      undo.push(replica.kill);
      return replica;
    };
    const [cold, warm] = [await start('cold'), await start('warm')];

    // As listening tools do: each mention until it is accepted. Those of the cold one hang with it.
    let isOver = false;
    let sent = 0;
    const insist = async (replica: Replica, n: number) => {
      await until(`mention ${n} is accepted`, 60_000, async () => (await post(replica.url, n)).status === 202);
    };
    const sending = Promise.all(
      Array.from({ length: SENDERS }, async () => {
        while (!isOver) await insist(cold, ++sent);
      }),
    );
    await freezeWhileStoring(cold, 'cold', ask);
    isOver = true;

    const frozenAt = performance.now();
    const answers: Answer[] = [];
    const late: number[] = [];
    while (performance.now() - frozenAt < 8_000) {
      const n = ++sent;
      late.push(n);
      const unanswered = { status: 0, retryAfter: null, took: 0 };
      void post(warm.url, n).then(
        (answer) => answers.push(answer),
        () => answers.push(unanswered),
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await until('all are answered', 12_000, () => answers.length === late.length);
    const slowest = Math.max(...answers.map(({ took }) => took));
    console.info(
      `frozen replica: the slowest of ${answers.length} answers of the other took ${Math.round(slowest)} ms`,
    );
    expect(slowest).toBeLessThan(10_000);
    for (const { status, retryAfter } of answers)
      expect([status, retryAfter]).toEqual(status === 503 ? [503, '5'] : [202, null]);
    // The frozen one has been ended on the server by now, though it still stands.
    expect((await post(warm.url, ++sent)).status).toBe(202);
    expect((await fetch(`${warm.url}/readyz`)).status).toBe(200);
    for (const n of late) await insist(warm, n);

    cold.thaw();
    await sending;
    await insist(cold, ++sent);
    expect(cold.isAlive()).toBe(true);
    const numbers = Array.from({ length: sent }, (_, i) => String(i + 1));
    const stored = await ask<{ id: string }[]>`select external_id as id from mentions`;
    expect(stored.map(({ id }) => id).sort()).toEqual(numbers.sort());
    const [told] = await ask`select sum(mention_count)::int as mentions from alerts`;
    expect(told).toEqual({ mentions: sent });
    await until('all deliveries are done', 60_000, async () => {
      await ask`update paces set free_at = now() - interval '1 s' where free_at > now() and key like 'slack:%'`;
      const [row] = await ask`select count(*)::int as n from deliveries where status in ('waiting', 'leased')`;
      return row?.n === 0;
    });
    expectNothingTwice(sandbox);
  });
});
