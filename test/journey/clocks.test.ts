/** What the clocks say, as time passes. One workspace; each test brings stories of its own, and ends them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JONAS } from '../../src/sandbox/data/acme.ts';
import type { Message } from '../../src/sandbox/protocol.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { defaultSettings } from '../../src/settings.ts';
import {
  ANA,
  asPerson,
  MATEO,
  openWorkspace,
  PRIYA,
  people,
  SOCIAL_ALERTS,
  saying,
  selected,
  typed,
  type Workspace,
  words,
} from '../workspace.ts';

let workspace: Workspace;
const person = (id: string) => asPerson(workspace.sandbox, id);
beforeAll(async () => {
  const { policy, ...others } = defaultSettings();
  const { severities } = sandboxOwners(policy);
  const settings = {
    ...others,
    // A team that answers its worst hour faster than the rest.
    policy: { ...policy, severities: { ...severities, SEV1: { ...severities.SEV1, response: 30 } } },
  };
  workspace = await openWorkspace({ settings });
});
afterAll(() => workspace.close());

async function done(act: Promise<unknown>): Promise<void> {
  expect(await act).toMatchObject({ ok: true });
  await workspace.settle();
}

const alerts = () => workspace.sandbox.messages(SOCIAL_ALERTS);
const card = (story: string) => {
  const found = saying(alerts(), story);
  if (!found) throw new Error(`No card says "${story}".`);
  return found;
};
/** What was said in the thread of a card. */
const said = (story: string) => alerts().filter((one) => one.threadTs === card(story).ts && one.ts !== one.threadTs);
const room = (id: number) =>
  workspace.sandbox.channels().find((one) => one.name.startsWith(`inc-${String(id).padStart(4, '0')}-`))?.name ?? '';
const posts = (id: number) => workspace.sandbox.messages(room(id)).filter((one) => !one.subtype);
const matching = (messages: Message[], pattern: RegExp) => messages.map(words).filter((text) => pattern.test(text));
const responses = (messages: Message[]) =>
  matching(messages, /public response/).filter((text) => !/Next step/.test(text));

async function hear(story: string): Promise<string> {
  await workspace.send({ text: story, url: `https://x.com/a/${encodeURIComponent(story)}` });
  await workspace.settle();
  return story;
}

async function dismiss(story: string): Promise<void> {
  await done(person(ANA).press([card(story)], 'Dismiss'));
  await done(person(ANA).submit({ as: selected('watch_only') }));
}

/** Escalates a story; `owners` are invited and paged. */
async function escalate(story: string, severity: string, ...owners: string[]): Promise<number> {
  await done(person(ANA).press([card(story)], severity));
  await done(person(ANA).press([card(story)], 'Escalate'));
  await done(person(ANA).submit({ [`owners_${severity}`]: people(...owners) }));
  const rows = await workspace.app.db.sql.query.incidents.findMany({ columns: { id: true } });
  return Math.max(...rows.map((one) => one.id));
}

/** Minutes of product time, with a tick after each: a tick says only the latest of each clock. */
async function pass(...minutes: number[]): Promise<void> {
  for (const some of minutes) await workspace.clock.advance(some);
}

test('an alert that nobody takes is said loudly at its deadline, and twice more', async () => {
  const story = await hear('My refund was cancelled and I am still waiting');
  await pass(59);
  expect(said(story)).toHaveLength(0);
  await pass(1.5);
  expect(matching(said(story), /Nobody has taken this alert/)).toHaveLength(1);
  const loud = said(story).filter((one) => one.isBroadcast);
  expect(matching(loud, /Nobody has taken this alert/)).toEqual([expect.stringContaining(`<@${MATEO}>`)]);
  await pass(10, 10, 10, 10);
  expect(matching(said(story), /Nobody has taken this alert/)).toHaveLength(3);
  await dismiss(story);
});

test('the response clock speaks at 50, 75 and 90 %, at the breach, each quarter of an hour, and then pages', async () => {
  const story = await hear('They charged me an awful fee for my bag');
  await done(person(ANA).press([card(story)], "I'm on it"));
  await pass(59);
  expect(said(story)).toHaveLength(0);
  // At minutes 61, 91, 109, 121, 136 and so on.
  await pass(2, 30, 18, 12, 15, 15, 15, 15, 15);
  const heard = responses(said(story));
  expect(heard.map((text) => /(\d+ %|time is up|\+?\d+ min late|being paged)/.exec(text)?.[0])).toEqual([
    ...['50 %', '75 %', '90 %', 'time is up'],
    ...['15 min late', '30 min late', '45 min late', '60 min late', '75 min late'],
  ]);
  expect(heard[0]).toContain(`<@${ANA}>`);
  // The early ones disturb only those who follow the card.
  expect(said(story).map((one) => one.isBroadcast)).toEqual([false, false, ...Array(7).fill(true)]);
  expect(words(card(story))).toContain('🔥 *First public response is late.*');
  expect(workspace.sandbox.dm(MATEO)).toHaveLength(0);
  await pass(15);
  expect(responses(said(story)).at(-1)).toContain('being paged');
  const page = words(workspace.sandbox.dm(MATEO).at(-1));
  expect(page).toContain('An alert without a public response');
  expect(page).toContain('open the card');
  await done(person(MATEO).pressInDm('Acknowledge'));
  await pass(15, 15);
  expect(responses(said(story))).toHaveLength(10);
  await dismiss(story);
});

test('waiting for approval does not stop the clock; an answer silences it', async () => {
  const story = await hear('The pilot was rude to the crew, said a passenger');
  const id = await escalate(story, 'SEV2', PRIYA);
  await done(person(PRIYA).pressInDm('Acknowledge'));
  await done(person(ANA).pressIn(room(id), 'No public response…'));
  await done(person(ANA).submit({ reason: typed('Wait'), approver: { type: 'users_select', selected_user: PRIYA } }));
  await pass(61);
  expect(matching(posts(id), /50 % of the time/)).toHaveLength(1);
  await done(person(ANA).command(`reply INC-${id} https://x.com/us/1`));
  await pass(30, 18, 12, 15);
  expect(matching(posts(id), /75 % of the time|time is up|late:/)).toHaveLength(0);
  await done(person(ANA).command(`resolve INC-${id}`));
});

test('nobody leads: said every two minutes, five times, until somebody does', async () => {
  const story = await hear('A suitcase fell on a child in row nine');
  const id = await escalate(story, 'SEV2', PRIYA);
  await done(person(PRIYA).pressInDm('Acknowledge'));
  await pass(2.1, 2);
  expect(matching(posts(id), /Nobody leads/)).toHaveLength(2);
  await pass(2, 2, 2, 2, 2);
  expect(matching(posts(id), /Nobody leads/)).toHaveLength(5);
  await done(person(ANA).command(`reply INC-${id} https://x.com/us/2`));
  await done(person(ANA).command(`resolve INC-${id}`));
});

test('updates fall due and the tech heartbeat is asked for, with three answers', async () => {
  const story = await hear('Smoke came out of the oven in the galley');
  const id = await escalate(story, 'SEV2', PRIYA, JONAS);
  await done(person(PRIYA).pressInDm('Acknowledge'));
  await done(person(ANA).command(`role INC-${id} lead`));
  await done(person(ANA).command(`role INC-${id} tech <@${JONAS}>`));
  await done(person(ANA).command(`reply INC-${id} https://x.com/us/3`));
  await pass(46);
  expect(matching(posts(id), /where does the fix stand/)).toEqual([expect.stringContaining(`<@${JONAS}>`)]);
  await done(person(JONAS).pressIn(room(id), 'No change'));
  expect(matching(posts(id), /\*Tech\*, by .*No change/)).toHaveLength(1);
  await pass(15);
  expect(matching(posts(id), /next update was due/)).toEqual([expect.stringContaining(`<@${ANA}>`)]);
  await done(person(ANA).command(`update INC-${id} The oven is off`));
  await pass(32);
  expect(matching(posts(id), /where does the fix stand/)).toHaveLength(2);
  await done(person(JONAS).pressIn(room(id), 'Progress…'));
  await done(person(JONAS).submit({ text: typed('A new oven is on its way') }));
  await pass(46);
  expect(matching(posts(id), /where does the fix stand/)).toHaveLength(3);
  await done(person(JONAS).pressIn(room(id), 'Fixed'));
  await pass(46, 46);
  expect(matching(posts(id), /where does the fix stand/)).toHaveLength(3);
  await done(person(ANA).command(`resolve INC-${id}`));
});

test('after three hours of downtime each clock speaks once, saying how late it is', async () => {
  const story = await hear('My flight was cancelled and the hotel is full');
  await workspace.clock.advance(180);
  expect(responses(said(story))).toHaveLength(1);
  expect(responses(said(story))[0]).toContain('60 min late');
  expect(matching(said(story), /Nobody has taken/)).toHaveLength(1);
  expect(words(said(story)[0])).toMatch(/1 h 40 min|1 h 39 min/);
  await workspace.clock.advance(1);
  expect(said(story)).toHaveLength(2);
  await dismiss(story);
});

describe('a severity change', () => {
  test('raised after the new deadline has passed, it is late because raised, and ten minutes are given', async () => {
    const story = await hear('The toilets are terrible on this plane, again');
    await done(person(ANA).press([card(story)], "I'm on it"));
    await pass(40);
    await done(person(ANA).press([card(story)], 'SEV1'));
    expect(words(card(story))).toContain('late because raised: 10 minutes were given');
    expect(said(story)).toHaveLength(0);
    await pass(9);
    expect(matching(said(story), /time is up/)).toHaveLength(0);
    await pass(2);
    expect(matching(said(story), /time is up/)).toHaveLength(1);
    await dismiss(story);
  });

  test('raised in its room, the room is told', async () => {
    const story = await hear('A cup of coffee was poured over my laptop');
    const id = await escalate(story, 'SEV3', PRIYA);
    await done(person(ANA).command(`role INC-${id} lead`));
    await pass(40);
    await done(person(ANA).command(`sev INC-${id} 1`));
    expect(matching(posts(id), /The deadline had passed already: 10 minutes were given/)).toHaveLength(1);
    await done(person(ANA).command(`reply INC-${id} https://x.com/us/4`));
    expect(words(card(story))).toContain('*First public response* after');
    await done(person(ANA).command(`resolve INC-${id}`));
  });
});

test('a snooze holds back the early reminders and says when it is over; a breach comes through', async () => {
  const story = await hear('I was overcharged for a glass of water');
  await done(person(ANA).press([card(story)], 'Snooze…'));
  await done(person(ANA).submit({ length: selected('240') }));
  await pass(61, 30, 10);
  expect(said(story)).toHaveLength(0);
  await pass(8, 12);
  expect(matching(said(story), /90 %|time is up/)).toHaveLength(2);
  await done(person(ANA).press([card(story)], 'Stop snoozing'));
  await dismiss(story);
  await pass(15, 120);
  expect(said(story)).toHaveLength(2);
});
