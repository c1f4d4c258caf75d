/** Intake on a healthy replica while the other is frozen in the middle of a transaction, holding the story lock. */
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { ACME, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import { startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest } from '../../src/sandbox-mode.ts';
import { onPostgres } from '../databases.ts';
import { freezeWhileStoring, type Replica, startReplica } from '../replica.ts';
import { ownWords } from '../workspace.ts';
import { median, quantile, report, sized, verdict } from './measure.ts';

const ROUNDS = sized(5, 1);
/** Milliseconds between two posts. */
const EVERY = 20;
/** Of each round. Milliseconds; the freeze is at its beginning, and outlasts it. */
const SENDING = sized(8_000, 2_000);
/** p99 of a sender's wait. Milliseconds. */
const AT_MOST = 10_000;
const TOKEN = 'a-token-for-the-bench';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

interface Answer {
  status: number;
  ms: number;
}

let sent = 0;
async function post({ url }: Replica): Promise<Answer> {
  const n = ++sent;
  const begun = performance.now();
  const answer = await fetch(`${url}/intake/generic`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: String(n), text: ownWords(n), url: `https://x.com/f/${n}` }),
  });
  await answer.arrayBuffer();
  return { status: answer.status, ms: performance.now() - begun };
}

/** At an even pace, whether the ones before are answered or not: what waits during the freeze is counted, all of it. */
async function load(replica: Replica): Promise<Answer[]> {
  const answers: Promise<Answer>[] = [];
  for (const until = performance.now() + SENDING; performance.now() < until; ) {
    answers.push(post(replica));
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
  return Promise.all(answers);
}

onPostgres((openUrl) => {
  test('intake beside a frozen replica', { timeout: 300_000 }, async () => {
    const databaseUrl = await openUrl();
    const ask = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    const manifest = ownManifest();
    const eventsUrl = 'http://127.0.0.1:9';
    const sandbox = await startSandbox({ port: 0, seed: ACME, manifest, limits: false, eventsUrl });
    ends.push(sandbox.close, () => ask.end({ timeout: 5 }));
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
      ends.push(replica.kill);
      return replica;
    };
    const [cold, warm] = [await start('cold'), await start('warm')];
    await load(warm);

    const table = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const beside = await load(warm);
      let isStoring = true;
      const storing = (async () => {
        while (isStoring) await post(cold);
      })();
      await freezeWhileStoring(cold, 'cold', ask);
      const frozen = await load(warm);
      isStoring = false;
      cold.thaw();
      await storing;
      const ms = (answers: Answer[]) => answers.map((one) => one.ms);
      const refused = (answers: Answer[]) => answers.filter(({ status }) => status !== 202).length;
      const p99 = quantile(ms(frozen), 0.99);
      table.push({
        round: String(round),
        'frozen p99 ms': p99,
        '': verdict(p99 <= AT_MOST),
        'frozen longest ms': Math.max(...ms(frozen)),
        'frozen median ms': median(ms(frozen)),
        answers: frozen.length,
        refused: refused(frozen),
        'not frozen p99 ms': quantile(ms(beside), 0.99),
      });
      expect(Math.max(...ms(frozen))).toBeLessThan(AT_MOST);
    }
    const [stored] = await ask`select count(*)::int as n, count(distinct external_id)::int as posts from mentions`;
    expect(stored?.n).toBe(stored?.posts);
    const target = `p99 under ${AT_MOST / 1_000} s, each mention stored once`;
    report(`Intake beside a frozen replica, ${1_000 / EVERY} posts a second, PostgreSQL`, target, table);
  });
});
