/** A channel that people keep unmuted: what is said while nobody does anything, and whom it rings. */
import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/policy/settings.ts';
import { AOIFE } from '../../src/sandbox/data/acme.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { ANA, MATEO, ownWords } from '../workspace.ts';

const usual = sandboxOwners(defaultSettings().policy);
/** One of the two owners is no member of the alerts channel. Twenty in a few minutes are no storm here. */
const SEV3 = { ...usual.severities.SEV3, owners: [[MATEO, AOIFE]] };
const policy = { ...usual, severities: { ...usual.severities, SEV3 }, storm: { stories: 100, within: 10 } };
const workspace = drive({ settings: { policy } });
const { story, reminders, alerts, person, done } = workspace;

const texts = Array.from({ length: 20 }, (_, n) => `They lost my suitcase again, this is awful ${ownWords(n + 1)}`);
const mentions = (said: string) => said.match(/<@U\w+>/g) ?? [];

test('twenty stories that nobody touches for three hours are a handful of posts, each with their names', {
  timeout: 180_000,
}, async () => {
  for (const text of texts) {
    await story(text);
    await workspace.clock.advance(0.5);
  }
  const cards = alerts().length;
  const rung: string[] = [];
  let told = 0;
  for (let minute = 0; minute < 180; minute += 5) {
    await workspace.clock.advance(5);
    // As it was when it rang: what stands is edited later.
    for (const one of reminders().slice(told)) {
      expect(words(one)).toContain('They lost my suitcase again');
      rung.push(...mentions(one.text));
    }
    told = reminders().length;
  }
  expect(reminders().length).toBeGreaterThan(3);
  expect(reminders().length).toBeLessThanOrEqual(12);
  expect(alerts()).toHaveLength(cards + reminders().length);
  expect(rung.length).toBeLessThanOrEqual(24);
  // Only the latest shows what is due.
  const [latest, ...before] = reminders().reverse();
  for (const one of before) expect(words(one)).toContain('a newer message below');
  expect(words(latest)).toContain('20 late · nobody has 20');
});

test('an owner who is no member of the channel hears it alone, with the buttons', async () => {
  const heard = workspace.sandbox.dm(AOIFE).filter((one) => words(one).includes('are no member of'));
  expect(heard.length).toBeGreaterThan(3);
  expect(heard.length).toBeLessThanOrEqual(12);
  expect(workspace.sandbox.dm(MATEO)).toEqual([]);
  expect(JSON.stringify(heard.at(-1)?.blocks)).toContain("I'm on it");
});

test('what somebody takes bears their name in the same message, and their reminders are one message of their own', async () => {
  const before = reminders().length;
  for (let n = 0; n < 3; n++) await done(person(ANA).press(reminders().slice(-1), "I'm on it"));
  const latest = words(reminders().at(-1));
  expect(latest).toContain('nobody has 17');
  expect(latest.match(new RegExp(`· <@${ANA}>`, 'g'))).toHaveLength(3);
  expect(workspace.sandbox.dm(ANA).filter((one) => words(one).includes('First responses'))).toEqual([]);
  expect(reminders()).toHaveLength(before);
  await workspace.clock.advance(16);
  await workspace.clock.advance(16);
  const mine = workspace.sandbox.dm(ANA).filter((one) => words(one).includes('yours: 3'));
  expect(mine).toHaveLength(1);
});

test('that an owner is no member of the channel is said to the administrators at the start, once', async () => {
  const said = () => workspace.sandbox.dm(ANA).filter((one) => words(one).includes('rings none of them'));
  expect(said().map(words)).toEqual([expect.stringContaining(`<@${AOIFE}>`)]);
  expect(words(said()[0])).not.toContain(`<@${MATEO}>`);
});

test('who is a member cannot be looked at: what is due is said all the same', async () => {
  await story(`They lost my suitcase once more ${ownWords(99)}`);
  const mend = workspace.sandbox.fault({
    method: 'conversations.members',
    kind: { error: 'missing_scope' },
    times: 99,
  });
  const before = reminders().length;
  await workspace.clock.advance(61);
  mend();
  expect(reminders()).toHaveLength(before + 1);
  expect(words(reminders().at(-1))).toContain('They lost my suitcase');
});
