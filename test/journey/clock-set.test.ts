/** Somebody sets the clock of the machine: it is noticed and said, and nothing is fired or silenced by it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Jump, steadyClock } from '../../src/clock/steady-clock.ts';
import { ACME } from '../../src/sandbox/data/acme.ts';
import type { Message } from '../../src/sandbox/protocol.ts';
import { startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest } from '../../src/sandbox-mode.ts';
import { driving } from '../driver.ts';
import { startReplica, until } from '../replica.ts';
import { saying, words } from '../shown.ts';
import { ANA, asPerson, openWorkspace, ownWords, SOCIAL_ALERTS } from '../workspace.ts';

const HOUR = 3_600_000;
const SET_CLOCK = new URL('../set-clock.mjs', import.meta.url).href;

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

test.each([
  ['back', -HOUR],
  ['ahead', HOUR],
])('every clock speaks at its time, whether the wall clock is set %s by an hour or not', async (_, by) => {
  let set = 0;
  const jumps: Jump[] = [];
  const workspace = await openWorkspace({
    through: (time) => {
      const clock = steadyClock({ wall: () => time() + set, steady: time, uptime: () => time() / 1_000 });
      clock.onJump((jump) => jumps.push(jump));
      return clock.now;
    },
  });
  undo.push(workspace.close);
  const { done, person, story, card, thread, reminders } = driving(() => workspace);
  const text = await story(`My refund never came ${ownWords(1)}`);
  const injury = await story(undefined, { url: 'https://x.com/story/injury' });
  await done(person(ANA).press([card(injury)], "I'm on it"));
  const said = () => thread(injury).map(words);
  await workspace.clock.advance(30);

  set = by;
  await workspace.clock.advance(29);
  expect(said()).toEqual([]);
  await workspace.clock.advance(1.2);
  expect(reminders().map(words)).toEqual([expect.stringContaining(`“${text}`)]);
  expect(said().filter((one) => one.includes('50 %'))).toHaveLength(1);
  expect(said().join()).not.toContain('late.)');
  expect(card(await story(`Another story ${ownWords(2)}`))).toBeDefined();
  await workspace.clock.advance(60);
  expect(words(card(text))).toContain('First public response is late');
  expect(jumps.map((jump) => jump.by)).toEqual([by]);
});

test('a running process: cards, clicks and readiness go on, and people are told once for each time', {
  timeout: 180_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-clock-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'set-clock');
  await writeFile(file, '0');
  const sandbox = await startSandbox({
    ...{ port: 0, seed: ACME, manifest: ownManifest(), limits: false },
    eventsUrl: 'http://127.0.0.1:9/slack/events',
  });
  undo.push(sandbox.close);
  const token = 'a-token-for-the-tests';
  const replica = await startReplica({
    ...{ NODE_OPTIONS: `--import ${SET_CLOCK}`, SET_CLOCK: file, DATA_DIR: join(folder, 'data') },
    ...{ SLACK_BOT_TOKEN: sandbox.botToken, SLACK_SIGNING_SECRET: sandbox.signingSecret },
    ...{ SLACK_API_URL: sandbox.apiUrl, ALERTS_CHANNEL: SOCIAL_ALERTS, INTAKE_TOKEN: token },
  });
  undo.push(() => replica.kill());
  sandbox.deliverTo(`${replica.url}/slack/events`);
  const ana = asPerson(sandbox, ANA);
  const channel = () => sandbox.messages(SOCIAL_ALERTS);
  const alarms = () =>
    channel()
      .map(words)
      .filter((text) => text.includes('The clock of'));

  /** A post comes in, its card goes out, somebody takes it, and the card says so. */
  async function works(n: number): Promise<void> {
    const text = `Story ${n} ${ownWords(n)}`;
    const answer = await fetch(`${replica.url}/intake/generic`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text, sentiment: 'negative', url: `https://x.com/s/${n}` }),
    });
    expect(answer.status).toBe(202);
    const card = () => saying(channel(), text);
    await until(`the card of story ${n} is there`, 30_000, () => card() !== undefined);
    await ana.press([card() as Message], "I'm on it");
    await until(`story ${n} is taken`, 30_000, () => words(card()).includes(`<@${ANA}> is on it`));
    expect((await fetch(`${replica.url}/readyz`)).status).toBe(200);
  }

  await works(1);
  await writeFile(file, String(-HOUR));
  await until('people are told that it was set back', 30_000, () => alarms().length === 1);
  expect(alarms()[0]).toContain('was set back by 1 h. Firebreak goes on counting as before');
  await works(2);
  await writeFile(file, String(HOUR));
  await until('people are told that it was set ahead', 30_000, () => alarms().length === 2);
  expect(alarms()[1]).toContain('was set ahead by 2 h.');
  await works(3);
  await writeFile(file, '0');
  await until('people are told that it is right again', 30_000, () => alarms().length === 3);
  expect(alarms()[2]).toContain('there is nothing to do');
  await works(4);
  expect(alarms()).toHaveLength(3);
});
