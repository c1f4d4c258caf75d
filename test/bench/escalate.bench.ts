/** Escalate to a usable room: how many Slack calls stand one behind the other. */
import { request } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { defaultSettings } from '../../src/policy/settings.ts';
import { ACME } from '../../src/sandbox/data/acme.ts';
import { startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest, sandboxOwners } from '../../src/sandbox-mode.ts';
import { start } from '../../src/start.ts';
import { onPostgres } from '../databases.ts';
import { ANA, asPerson, ownWords, SOCIAL_ALERTS, TOKEN } from '../workspace.ts';
import { median, report, sized, verdict } from './measure.ts';
import { type Served, serve } from './serve.ts';

const ROUNDS = sized(8, 1);
/** Milliseconds that each Slack call takes longer than the sandbox does. Slack's own take 100 to 500. */
const LATENCY = 100;
/** Slack forces `conversations.create`, and after it the invitation and the pages, which may go side by side. */
const SHORTEST = 2;

interface Call {
  method: string;
  body: string;
  started: number;
  ended: number;
}

onPostgres((openUrl) => {
  const ends: (() => unknown)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  test('escalate to a usable room', async () => {
    let shift = 0;
    const now = () => new Date(Date.now() + shift);
    const calls: Call[] = [];
    const sandbox = await startSandbox({
      port: 0,
      seed: ACME,
      manifest: ownManifest(),
      limits: false,
      now: () => now().getTime(),
      eventsUrl: 'http://127.0.0.1:9/slack/events',
    });
    const slow = await slowly(sandbox.apiUrl, calls);
    const app = await startApp(await openUrl(), sandbox, slow, now);
    sandbox.deliverTo(`${app.url}/slack/events`);
    ends.push(sandbox.close, slow.close, app.stop);
    const ana = asPerson(sandbox, ANA);

    async function escalate(round: number) {
      // Far enough from the last one that no rate is used up and no person's second of quiet is cut short.
      shift += 20_000;
      // Words of its own, or it would be the same story as the last one.
      const text = `Passenger number ${round} was injured ${ownWords(round)}`;
      const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
      await fetch(`${app.url}/intake/generic`, { method: 'POST', headers, body: JSON.stringify({ text }) });
      await expect.poll(() => sandbox.messages(SOCIAL_ALERTS).at(-1)?.text, { timeout: 5_000 }).toContain(text);
      await app.worker.idle();
      await ana.pressIn(SOCIAL_ALERTS, 'Escalate');
      await expect.poll(() => ana.modal()?.view.blocks.length, { timeout: 5_000 }).toBe(4);
      calls.length = 0;
      const clicked = performance.now();
      expect(await ana.submit()).toEqual({ ok: true });
      const page = `page_ask:inc-${round}/opened/`;
      const essential = () =>
        calls.filter(
          ({ method, body }) =>
            method === 'conversations.create' ||
            method === 'conversations.invite' ||
            (method === 'chat.postMessage' && decodeURIComponent(body).includes(page)),
        );
      const owners = new Set(defaultSettings().policy.severities.SEV1.owners[0] ?? []).size || 1;
      await expect.poll(() => essential().length, { timeout: 10_000, interval: 5 }).toBeGreaterThanOrEqual(2 + owners);
      await app.worker.idle();
      const usable = Math.max(...essential().map((call) => call.ended));
      const room = sandbox.channels().find(({ name }) => name.startsWith(`inc-${String(round).padStart(4, '0')}-`));
      expect(room?.members.length).toBeGreaterThan(2);
      return {
        took: usable - clicked,
        chain: longestChain(calls.filter((call) => call.started >= clicked && call.ended <= usable)),
        essential: essential().map(
          (call) => `${call.method} ${Math.round(call.started - clicked)}–${Math.round(call.ended - clicked)}`,
        ),
      };
    }

    const measured = [];
    for (let round = 1; round <= ROUNDS + 1; round++) measured.push(await escalate(round));
    measured.shift();
    const took = median(measured.map((one) => one.took));
    const chain = Math.max(...measured.map((one) => one.chain.length));
    const ratio = took / (SHORTEST * LATENCY);
    report(
      `Escalate to a usable room (channel, everyone invited, pages sent), ${LATENCY} ms per Slack call`,
      `a chain of ${SHORTEST} calls, the shortest that Slack forces; the time beyond it is our own work`,
      [
        {
          'longest chain seen': String(chain),
          'time / shortest chain': ratio,
          '': verdict(chain <= SHORTEST),
          'ours ms': took,
          'shortest ms': SHORTEST * LATENCY,
          'calls, ms after the click': (measured.at(-1)?.essential ?? []).join(', '),
        },
      ],
    );
  });
});

function startApp(
  databaseUrl: string,
  sandbox: Awaited<ReturnType<typeof startSandbox>>,
  slow: Served,
  now: () => Date,
) {
  const { botToken, signingSecret } = sandbox;
  const apiUrl = `http://127.0.0.1:${slow.port}/api/`;
  const settings = defaultSettings();
  const silent = {
    info: () => {},
    warn: () => {},
    error: (detail: object, message: string) => console.error(message, detail),
  };
  return start(
    {
      slack: { kind: 'http', botToken, signingSecret, apiUrl },
      databaseUrl,
      dataDir: '',
      alertsChannel: SOCIAL_ALERTS,
      intakeToken: TOKEN,
      secretKey: undefined,
      host: '127.0.0.1',
      port: 0,
      publicUrl: undefined,
      logLevel: 'error',
      settingsFile: undefined,
    },
    { ...settings, policy: sandboxOwners(settings.policy) },
    silent,
    now,
  );
}

/** Stands before the Web API, makes every call take longer and notes when it began and ended. */
function slowly(apiUrl: string, calls: Call[]): Promise<Served> {
  return serve((req, res) => {
    const started = performance.now();
    const chunks: Buffer[] = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => setTimeout(() => pass(Buffer.concat(chunks)), LATENCY));

    function pass(body: Buffer): void {
      const target = new URL((req.url ?? '').replace(/^\/api\//, ''), apiUrl);
      const onward = request(target, { method: req.method ?? 'POST', headers: req.headers }, (answer) => {
        res.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(res);
        answer.once('end', () => {
          const method = target.pathname.split('/').at(-1) ?? '';
          calls.push({ method, body: body.toString(), started, ended: performance.now() });
        });
      });
      onward.end(body);
    }
  });
}

/** The longest row of calls in which each began after the one before had ended. */
function longestChain(calls: Call[]): Call[] {
  const chain: Call[] = [];
  for (const call of [...calls].sort((a, b) => a.ended - b.ended)) {
    if (call.started >= (chain.at(-1)?.ended ?? 0)) chain.push(call);
  }
  return chain;
}
