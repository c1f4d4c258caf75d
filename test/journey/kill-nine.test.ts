/** `kill -9` at random points, and at random Slack calls, while two replicas on one PostgreSQL do fifty escalations. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, expect, test } from 'vitest';
import { ACME, ANA, DANIEL, HELEN, MATEO, PRIYA, SOCIAL_ALERTS, TOM } from '../../src/sandbox/data/acme.ts';
import type { Act } from '../../src/sandbox/protocol.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest } from '../../src/sandbox-mode.ts';
import { onPostgres } from '../databases.ts';
import { type Hop, type Replica, seeded, startHop, startReplica, until } from '../replica.ts';
import { ownWords } from '../workspace.ts';
import { counted, expectCompleteRoom, expectNothingTwice, postsByKey, roomsOf } from './exactly-once.ts';

const ESCALATIONS = 50;
const KILLS = 16;
const TOKEN = 'a-token-for-the-tests';
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

/** Tom has left the company: each room says once that he could not be invited. Nobody is asked a second round. */
const SETTINGS = `
alertsChannel: ${SOCIAL_ALERTS}
page: { answerWithin: 60 }
severities:
  SEV1: { owners: [[${PRIYA}, ${DANIEL}], [${HELEN}, ${TOM}]] }
`;

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

onPostgres((openUrl) => {
  test('fifty escalations survive kill -9 of two replicas: everything is there, nothing twice', {
    timeout: 240_000,
  }, async () => {
    const begun = performance.now();
    const seconds = () => `${((performance.now() - begun) / 1_000).toFixed(1)} s`;
    const random = seeded(SEED);
    console.info(`kill -9: seed ${SEED} (repeat it with KILL_SEED=${SEED})`);

    const databaseUrl = await openUrl();
    const db = postgres(databaseUrl, { max: 2, onnotice: () => {} });
    undo.push(() => db.end({ timeout: 5 }));
    const cluster = await startCluster(databaseUrl);
    const { sandbox } = cluster;
    const time = letTimePass(db);
    undo.push(time.stop);

    // Fifty mentions, and people who escalate each as soon as its card is there.
    const killing = killAtRandom(cluster, random);
    const hearing = hearMentions(cluster.front.url);
    const escalating = Promise.all([ANA, MATEO].map((person, turn) => escalateAll(sandbox, person, turn, 2)));
    await Promise.all([hearing, escalating]);
    const escalatedAfter = seconds();
    const kills = await killing;
    const allDone = async () => {
      const [row] = await db`select count(*)::int as n from deliveries where status in ('waiting', 'leased')`;
      return row?.n === 0;
    };
    await until('all deliveries are done', 90_000, allDone);
    console.info(`kill -9: ${kills} kills, all escalated after ${escalatedAfter}, all delivered after ${seconds()}`);

    const lookups = sandbox.calls().filter(({ method }) => /history|replies|users\.conversations/.test(method)).length;
    console.info(`kill -9: looked ${lookups} times for what an earlier attempt may have done`);
    expect(lookups).toBeGreaterThan(0);

    const incidents = await db`select id, alert_id, opened_by, people from incidents order by id`;
    expect(new Set(incidents.map((one) => one.alert_id)).size).toBe(ESCALATIONS);
    expect(incidents).toHaveLength(ESCALATIONS);
    const failed = await db`select key, last_error from deliveries where status = 'failed'`;
    expect([...failed]).toEqual([]);
    for (const incident of incidents) {
      const people = [...new Set([incident.opened_by, PRIYA, DANIEL, HELEN])];
      expectCompleteRoom(sandbox, incident.id, { people, paged: [PRIYA, DANIEL] });
      expect(counted(sandbox, `room_post:inc-${incident.id}/`)).toEqual({
        [`room_post:inc-${incident.id}/not-invited/${TOM}`]: 1,
      });
    }
    expectNothingTwice(sandbox);
    expect(Object.keys(counted(sandbox, 'alert_card:'))).toHaveLength(ESCALATIONS);
    expect(Object.keys(counted(sandbox, 'page_ask:'))).toHaveLength(2 * ESCALATIONS);
    // Nothing that the database counts as posted is missing, and nothing else was posted.
    const posted = await db`select key from deliveries where receipt ? 'ts'`;
    expect([...postsByKey(sandbox).keys()].sort()).toEqual(posted.map((row) => String(row.key)).sort());
    expect(sandbox.channels().filter((one) => one.name.startsWith('inc-'))).toHaveLength(ESCALATIONS);
    expect(roomsOf(sandbox, ESCALATIONS)).toHaveLength(1);
  });
});

interface Cluster {
  sandbox: Sandbox;
  /** Where Slack and the listening tools send their requests: to whichever replica lives. */
  front: Hop;
  slots: Slot[];
}

interface Slot {
  replica: Replica | null;
  /** Kills it at the next call of the Web API: before it is carried out, or before its answer is heard. */
  doom: 'before' | 'after' | null;
  start: () => Promise<void>;
}

async function startCluster(databaseUrl: string): Promise<Cluster> {
  const sandbox = await startSandbox({
    port: 0,
    seed: ACME,
    manifest: ownManifest(),
    limits: false,
    eventsUrl: 'http://127.0.0.1:9',
  });
  undo.push(sandbox.close);
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-kill-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const settingsFile = join(folder, 'firebreak.yml');
  await writeFile(settingsFile, SETTINGS);
  const environment = {
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_SIGNING_SECRET: sandbox.signingSecret,
    DATABASE_URL: databaseUrl,
    INTAKE_TOKEN: TOKEN,
    FIREBREAK_CONFIG: settingsFile,
  };
  const slots = await Promise.all([0, 1].map(() => makeSlot(sandbox, environment)));
  let turn = 0;
  const living = () => {
    turn += 1;
    const alive = slots.flatMap((slot) => (slot.replica?.isAlive() ? [slot.replica.url] : []));
    return alive[turn % alive.length] ?? null;
  };
  const front = await startHop(living);
  undo.push(front.close);
  sandbox.deliverTo(`${front.url}/slack/events`);
  return { sandbox, front, slots };
}

async function makeSlot(sandbox: Sandbox, environment: Record<string, string>): Promise<Slot> {
  const dies = (when: 'before' | 'after') => () => {
    if (slot.doom !== when) return true;
    slot.doom = null;
    void slot.replica?.kill();
    return false;
  };
  const api = await startHop(() => sandbox.apiUrl, { before: dies('before'), after: dies('after') });
  undo.push(api.close);
  const slot: Slot = {
    replica: null,
    doom: null,
    start: async () => {
      slot.replica = await startReplica({ ...environment, SLACK_API_URL: `${api.url}/api/` });
    },
  };
  undo.push(async () => slot.replica?.kill());
  await slot.start();
  return slot;
}

/** One of the two dies, is started again, and so on; often both are down. Resolves to the number of kills. */
async function killAtRandom({ slots }: Cluster, random: () => number): Promise<number> {
  for (let kills = 0; kills < KILLS; kills++) {
    const slot = slots[random() < 0.5 ? 0 : 1];
    const when = random();
    const pause = 100 + random() * 500;
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (!slot) continue;
    await until('the replica to be killed is up', 30_000, () => slot.replica?.isAlive() ?? false);
    if (when < 0.3) await slot.replica?.kill();
    else slot.doom = when < 0.65 ? 'before' : 'after';
    // Nothing calls Slack when all is done: then it dies anyway.
    const doomed = performance.now() + 1_000;
    await until('the doomed replica is dead', 30_000, () => !slot.replica?.isAlive() || performance.now() > doomed);
    await slot.replica?.kill();
    slot.doom = null;
    void slot.start().catch(() => slot.start());
  }
  for (const slot of slots) {
    await until('the last killed replica is up again', 30_000, () => slot.replica?.isAlive() ?? false);
  }
  return KILLS;
}

/** What Slack's rate limits and the spacing of posts would make of it takes minutes: that time passes at once. */
function letTimePass(db: postgres.Sql): { stop: () => Promise<void> } {
  let isOver = false;
  const passing = (async () => {
    while (!isOver) {
      await db`
        update paces set free_at = now() - interval '1 s'
        where free_at > now() and (key like 'slack:%' or not exists (
          select from deliveries where place = paces.key and status = 'leased'))`;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await passing;
    },
  };
}

/** As a listening tool does: again, until it is accepted. */
async function hearMentions(url: string): Promise<void> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  for (let n = 1; n <= ESCALATIONS; n++) {
    const text = `A passenger was injured on flight ${n} today ${ownWords(n)}`;
    const body = JSON.stringify({ text, url: `https://x.com/k/${n}` });
    await until(`mention ${n} is accepted`, 90_000, async () => {
      const answer = await fetch(`${url}/intake/generic`, { method: 'POST', headers, body }).catch(() => null);
      return answer?.status === 202;
    });
  }
}

/** One of several people: takes every so-manieth alert. What fails is tried again, as people do. */
async function escalateAll(sandbox: Sandbox, person: string, turn: number, of: number): Promise<void> {
  for (let n = 1 + turn; n <= ESCALATIONS; n += of) {
    const key = `alert_card:${n}`;
    await until(`${key} is there`, 120_000, () => postsByKey(sandbox).has(key));
    await until(`alert ${n} is escalated`, 60_000, () => tryToEscalate(sandbox, person, n));
  }
}

async function tryToEscalate(sandbox: Sandbox, person: string, alert: number): Promise<boolean> {
  const act = (what: Record<string, unknown>) => sandbox.act({ as: person, ...what } as Act);
  for (const view of sandbox.views(person).toReversed()) await act({ kind: 'close', viewId: view.id });
  const card = postsByKey(sandbox).get(`alert_card:${alert}`)?.at(-1);
  const button = card && escalateButton(card.blocks);
  // Without the button it shows already that it was escalated: the answer was lost, not the deed.
  if (!card || !button) return true;
  const place = { kind: 'message', channel: card.channel, ts: card.ts };
  if (!(await act({ kind: 'click', place, ...button })).ok) return false;
  const words = () => JSON.stringify(sandbox.views(person).at(-1)?.view ?? {});
  const isFilled = () => words().includes('Owners to invite') || words().includes('scalated');
  if (
    !(await until('the modal is filled in', 3_000, isFilled).then(
      () => true,
      () => false,
    ))
  )
    return false;
  const view = sandbox.views(person).at(-1);
  if (!view || !words().includes('Owners to invite')) return words().includes('scalated');
  if (!(await act({ kind: 'submit', viewId: view.id, values: {} })).ok) return false;
  const errors = JSON.stringify(sandbox.views(person).at(-1)?.errors ?? {});
  return errors === '{}' || errors.includes('scalated');
}

function escalateButton(blocks: unknown[]) {
  for (const block of blocks as { block_id?: string; elements?: Record<string, unknown>[] }[]) {
    for (const element of block.elements ?? []) {
      const label = (element.text as { text?: string } | undefined)?.text;
      if (element.type !== 'button' || !label?.startsWith('Escalate')) continue;
      const state = { type: 'button', value: element.value };
      return { blockId: block.block_id ?? '', actionId: String(element.action_id), state };
    }
  }
  return null;
}
