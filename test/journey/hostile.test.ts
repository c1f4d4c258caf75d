/** The worst words a stranger can send, through every place they are shown. */
import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/policy/settings.ts';
import type { Message } from '../../src/sandbox/protocol.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { drive } from '../driver.ts';
import { HOSTILE, parsedTexts } from '../slack/hostile.ts';
import { ANA, HELEN, ownWords, PRIYA, people, SOCIAL_ALERTS } from '../workspace.ts';

/** What would call, link or impersonate, when it stands where Slack parses. Our own people are not U666. */
const ALIVE = /<!(?!date\^)|<@U666|<#C666|<https?:[^<>|]*\|your bank|[\u202A-\u202E\u2066-\u2069]/i;

const { policy } = defaultSettings();
// Each of them is to have a card of its own.
const calm = { ...sandboxOwners(policy), storm: { stories: 1_000, within: 10 } };
const workspace = drive({ settings: { policy: calm } });
const { person, done, story } = workspace;

function stored(): Message[] {
  const { sandbox } = workspace;
  return sandbox
    .channels()
    .flatMap((one) => sandbox.messages(one.id))
    .filter((one) => one.user === sandbox.botUserId);
}

/** The whole way for those that differ most; each of the others as a card. `test/slack/views.test.ts` has all in all views. */
const ALL_THE_WAY = [0, 1, 5, 6, 9, 10];

async function hear(at: number, words: string): Promise<Message> {
  const { sandbox } = workspace;
  await story(`${ownWords(at)} ${words}`, {
    title: words,
    author: { name: words, handle: words, followers: 3 },
    source: words.slice(0, 40),
    query: words,
    url: `https://evil.example/${at}?${encodeURIComponent(words.slice(0, 200))}`,
  });
  const card = sandbox.messages(SOCIAL_ALERTS).findLast((one) => JSON.stringify(one.blocks).includes('alert_escalate'));
  if (!card || !JSON.stringify(card.blocks).includes(`evil.example/${at}?`))
    throw new Error(`Alert ${at} has no card.`);
  return card;
}

test('each is a card, in which nothing comes alive', async () => {
  for (const [at, words] of HOSTILE.entries()) {
    expect(parsedTexts(await hear(100 + at, words)).filter((one) => ALIVE.test(one))).toEqual([]);
  }
});

test.each(ALL_THE_WAY)('%i: forms, room, board, page, brief and lists', async (at) => {
  const { sandbox } = workspace;
  const ana = person(ANA);
  if (at === 0) await done(person(HELEN).command('subscribe', 'C0GENERAL'));
  const card = await hear(at, HOSTILE[at] ?? '');
  for (const button of ['Assess…', 'Log our reply', 'Attach or merge…']) {
    await done(ana.press([card], button));
    expect(ana.modalSays()).not.toContain('One moment');
    expect(parsedTexts(ana.modal()?.view).filter((one) => ALIVE.test(one))).toEqual([]);
    await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  }
  await done(ana.press([card], 'SEV2'));
  await done(ana.press([card], 'Escalate'));
  await done(ana.submit({ owners_SEV2: people(PRIYA) }));
  expect(ana.errors()).toEqual({});
  const room = sandbox.channels().findLast((one) => one.name.startsWith('inc-'));
  expect(room?.name).toMatch(/^inc-\d{4}-[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(room?.pins).toHaveLength(1);
  expect(room?.topic).not.toMatch(ALIVE);
  await done(person(PRIYA).pressInDm('Acknowledge'));
  await done(ana.command('status', room?.id));
  await done(ana.command('list', SOCIAL_ALERTS));
  await done(ana.openHome());
  const seen = [...stored(), ...sandbox.ephemerals(ANA), sandbox.home(ANA)];
  expect(seen.flatMap(parsedTexts).filter((one) => ALIVE.test(one))).toEqual([]);
});

test('nothing was refused by Slack, and nothing failed', () => {
  const refused = workspace.sandbox.calls().filter((one) => one.status === 'error');
  expect(refused.map((one) => `${one.method} ${one.error}`)).toEqual([]);
  expect(workspace.logged.filter((one) => one.level !== 'info')).toEqual([]);
  // Each story got its room, and each room its subscriber's word.
  expect(workspace.sandbox.channels().filter((one) => one.name.startsWith('inc-'))).toHaveLength(ALL_THE_WAY.length);
  expect(workspace.sandbox.dm(HELEN).length).toBeGreaterThanOrEqual(ALL_THE_WAY.length);
});
