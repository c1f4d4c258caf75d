/** Slack is away, or refuses the token, when Firebreak starts. */
import postgres from 'postgres';
import { afterEach, expect, test, vi } from 'vitest';
import { ACME, ANA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest } from '../../src/sandbox-mode.ts';
import { onPostgres } from '../databases.ts';
import { type Replica, startHop, startReplica, until } from '../replica.ts';
import { saying } from '../shown.ts';
import { asPerson } from '../workspace.ts';

vi.setConfig({ testTimeout: 90_000 });

const TOKEN = 'a-token-for-the-tests';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

interface Place {
  sandbox: Sandbox;
  ask: postgres.Sql;
  slack: { isAway: boolean };
  start: () => Promise<Replica>;
}

async function openPlace(databaseUrl: string, mode: 'http' | 'socket'): Promise<Place> {
  const ask = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  undo.push(() => ask.end({ timeout: 5 }));
  const events = mode === 'http' ? { eventsUrl: 'http://127.0.0.1:9' } : {};
  const sandbox = await startSandbox({ port: 0, seed: ACME, manifest: ownManifest(), limits: false, ...events });
  undo.push(sandbox.close);
  const slack = { isAway: false };
  const hop = await startHop(() => (slack.isAway ? null : sandbox.apiUrl));
  undo.push(hop.close);
  const start = async () => {
    const replica = await startReplica({
      SLACK_BOT_TOKEN: sandbox.botToken,
      ...(mode === 'http' ? { SLACK_SIGNING_SECRET: sandbox.signingSecret } : { SLACK_APP_TOKEN: sandbox.appToken }),
      SLACK_API_URL: `${hop.url}/api/`,
      DATABASE_URL: databaseUrl,
      ALERTS_CHANNEL: SOCIAL_ALERTS,
      INTAKE_TOKEN: TOKEN,
    });
    undo.push(replica.kill);
    if (mode === 'http') sandbox.deliverTo(`${replica.url}/slack/events`);
    return replica;
  };
  return { sandbox, ask, slack, start };
}

async function hear({ url }: Replica, text: string): Promise<number> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ text, url: `https://x.com/s/${encodeURIComponent(text)}` });
  return (await fetch(`${url}/intake/generic`, { method: 'POST', headers, body })).status;
}

async function readiness({ url }: Replica): Promise<{ status: number; problems: string[] }> {
  const answer = await fetch(`${url}/readyz`);
  const { problems = [] } = (await answer.json()) as { problems?: string[] };
  return { status: answer.status, problems };
}

const card = ({ sandbox }: Place, text: string) => saying(sandbox.messages(SOCIAL_ALERTS), text);

onPostgres((openUrl) => {
  test('the first start, with Slack away: mentions are taken, and their cards come once it answers', async () => {
    const place = await openPlace(await openUrl(), 'http');
    place.slack.isAway = true;
    const replica = await place.start();
    expect(await hear(replica, 'A passenger was injured on board today')).toBe(202);
    await until('the clocks run', 5_000, async () =>
      (await (await fetch(`${replica.url}/metrics`)).text()).includes(
        'firebreak_work_stands_still{work="incidents"} 0',
      ),
    );
    const said = await readiness(replica);
    expect(said).toEqual({
      status: 200,
      problems: [expect.stringMatching(/^Slack does not answer \(.+\)\. It is asked/)],
    });
    expect((await fetch(`${replica.url}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(503);

    place.slack.isAway = false;
    await until('the card is there', 40_000, () => card(place, 'injured on board') !== undefined);
    await until('nothing is wrong any more', 20_000, async () => (await readiness(replica)).problems.length === 0);
    expect(await asPerson(place.sandbox, ANA).press(place.sandbox.messages(SOCIAL_ALERTS), "I'm on it")).toEqual({
      ok: true,
    });
  });

  test('Slack that takes the question and never answers keeps a start waiting for seconds, and nothing else', async () => {
    const place = await openPlace(await openUrl(), 'http');
    place.sandbox.fault({ method: 'auth.test', kind: 'timeout_before', times: 1_000 });
    const replica = await place.start();
    expect(await hear(replica, 'The toilets of the whole plane were locked')).toBe(202);
    expect(await readiness(replica)).toEqual({
      status: 200,
      problems: [expect.stringContaining('Slack does not answer')],
    });
  });

  test('a restart with Slack away: who we are is remembered, and a press is acted on', async () => {
    const place = await openPlace(await openUrl(), 'http');
    const first = await place.start();
    await hear(first, 'The crew slept through the landing again');
    await until('the card is there', 20_000, () => card(place, 'slept through') !== undefined);
    await first.kill();

    place.slack.isAway = true;
    const second = await place.start();
    expect(await hear(second, 'Our luggage was left in the rain for hours')).toBe(202);
    expect(await asPerson(place.sandbox, ANA).press(place.sandbox.messages(SOCIAL_ALERTS), "I'm on it")).toEqual({
      ok: true,
    });
    await until('Ana is on it', 5_000, async () => {
      const claimed = await place.ask`select 1 from alerts where claimed_by = ${ANA}`;
      return claimed.length === 1;
    });
    expect((await readiness(second)).status).toBe(200);
  });

  test('a wrong token stops the first start, and no later one', async () => {
    const place = await openPlace(await openUrl(), 'http');
    const refuse = () => place.sandbox.fault({ method: 'auth.test', kind: { error: 'invalid_auth' }, times: 1_000 });
    const accept = refuse();
    await expect(place.start()).rejects.toThrow(
      'SLACK_BOT_TOKEN: Slack does not accept it (invalid_auth). Copy it again',
    );
    accept();
    await (await place.start()).kill();

    const mend = refuse();
    const later = await place.start();
    expect(await hear(later, 'Nine hours stuck at the gate with no word')).toBe(202);
    expect(await readiness(later)).toEqual({
      status: 200,
      problems: ['SLACK_BOT_TOKEN: Slack does not accept it (invalid_auth). Copy it again from "OAuth & Permissions".'],
    });
    await later.says('does not accept it');
    mend();
    await until('it is accepted again', 20_000, async () => (await readiness(later)).problems.length === 0);
    const said = later.said.filter((line) => line.includes('does not accept it'));
    expect(said).toHaveLength(1);
    await later.says('slack goes on');
  });

  test('over Socket Mode: Slack away at the start, and again under an open socket', async () => {
    const place = await openPlace(await openUrl(), 'socket');
    place.slack.isAway = true;
    const replica = await place.start();
    expect(await hear(replica, 'Somebody fainted in the heat of the cabin')).toBe(202);
    place.slack.isAway = false;
    const ana = asPerson(place.sandbox, ANA);
    const isReached = async () => (await ana.command('status')).ok;
    await until('the socket stands', 40_000, isReached);
    await until('nothing is wrong any more', 20_000, async () => (await readiness(replica)).problems.length === 0);

    place.slack.isAway = true;
    place.sandbox.refreshSockets();
    await until('it is said', 10_000, async () =>
      (await readiness(replica)).problems.some((one) => one.startsWith('The socket to Slack is not open')),
    );
    expect(replica.isAlive()).toBe(true);
    expect((await readiness(replica)).status).toBe(200);
    place.slack.isAway = false;
    await until('the socket stands again', 40_000, isReached);
    await until('nothing is wrong any more', 20_000, async () => (await readiness(replica)).problems.length === 0);
  });

  test('over Socket Mode a wrong app token stops the first start', async () => {
    const place = await openPlace(await openUrl(), 'socket');
    place.sandbox.fault({ method: 'apps.connections.open', kind: { error: 'invalid_auth' }, times: 1_000 });
    await expect(place.start()).rejects.toThrow('SLACK_APP_TOKEN: Slack does not accept it (invalid_auth). Make one');
    // It counts as the first until all was well once.
    await expect(place.start()).rejects.toThrow('SLACK_APP_TOKEN: Slack does not accept it (invalid_auth). Make one');
  });
});
