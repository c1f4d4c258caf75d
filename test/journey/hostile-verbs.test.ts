/** Every verb of `/incident`, followed by the worst words: whatever is answered, nothing in it comes alive. */
import { beforeAll, expect, test } from 'vitest';
import { VERBS } from '../../src/capabilities.ts';
import { drive } from '../driver.ts';
import { ALIVE, HOSTILE, parsedTexts } from '../slack/hostile.ts';
import { ANA, PRIYA, people, SOCIAL_ALERTS, typed } from '../workspace.ts';

/** A colleague may name people and channels, and they stay links; all else of it is dead. */
const asColleague = (words: string) => words.replaceAll('<@U666EVIL>', '').replaceAll('<#C666EVIL|general>', '');
const WORDS = [[0, 2, 12], [3], [5]].map((some) => asColleague(some.map((at) => HOSTILE[at]).join(' ')));

const workspace = drive();
const { person, done } = workspace;
const ana = person(ANA);
let room = '';
beforeAll(async () => {
  await done(ana.command('new'));
  const title = [...(WORDS[0] ?? '')].slice(0, 100).join('');
  await done(ana.submit({ title: typed(title), owners_SEV2: people(PRIYA) }));
  room = workspace.room(1).id;
});

/** All that anybody was shown by us. */
function shown(): unknown[] {
  const { sandbox } = workspace;
  const ours = sandbox
    .channels()
    .flatMap((one) => sandbox.messages(one.id))
    .filter((one) => one.user === sandbox.botUserId);
  return [...ours, ...sandbox.ephemerals(ANA), ana.modal()?.view];
}

async function asks(text: string, channel: string): Promise<void> {
  await ana.command(text, channel);
  expect(
    shown()
      .flatMap(parsedTexts)
      .filter((one) => ALIVE.test(one)),
    text,
  ).toEqual([]);
  while (ana.modal()) await ana.act({ kind: 'close', viewId: ana.modal()?.id });
}

/** What may stand between a verb and free text, so that the text gets as far as it can. */
const FURTHER: Record<string, string[]> = { sev: ['1 because'], role: ['lead', 'lead @Priya'], page: ['@Priya'] };

test.each(Object.keys(VERBS))('%s', async (verb) => {
  const answers = workspace.sandbox.ephemerals(ANA).length;
  for (const words of WORDS) {
    for (const first of ['', ...(FURTHER[verb] ?? [])]) await asks(`${verb} ${first} ${words}`, room);
    await asks(`${verb} ${words}`, SOCIAL_ALERTS);
  }
  await workspace.settle();
  const opens = ['new', 'import', 'sources'].includes(verb);
  const isTold = workspace.sandbox.ephemerals(ANA).length > answers;
  expect(
    shown()
      .flatMap(parsedTexts)
      .filter((one) => ALIVE.test(one)),
  ).toEqual([]);
  expect(isTold).toBe(!opens);
});

test('a word that is no verb', async () => {
  for (const words of WORDS) await asks(words, room);
});

test('nothing was refused by Slack, and nothing failed', () => {
  const refused = workspace.sandbox.calls().filter((one) => one.status === 'error');
  expect(refused.map((one) => `${one.method} ${one.error}`)).toEqual([]);
  expect(workspace.logged.filter((one) => one.level !== 'info')).toEqual([]);
});
