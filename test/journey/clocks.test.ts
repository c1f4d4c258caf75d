/**
 * What the clocks say, as time passes. One workspace; each test brings stories of its own, and ends them. Time is moved
 * by hand, so that nothing is said or left out because somebody was quicker.
 */

import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/policy/settings.ts';
import { JONAS } from '../../src/sandbox/data/acme.ts';
import type { Message } from '../../src/sandbox/protocol.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { ANA, MATEO, PRIYA, people, selected, typed } from '../workspace.ts';

const { policy } = defaultSettings();
const { severities } = sandboxOwners(policy);
const workspace = drive({
  // A team that answers its worst hour faster than the rest.
  settings: { policy: { ...policy, severities: { ...severities, SEV1: { ...severities.SEV1, response: 30 } } } },
});
const { person, done, story, card, thread, press, room } = workspace;

const posts = (id: number) => workspace.sandbox.messages(room(id).id).filter((one) => !one.subtype);
const matching = (messages: Message[], pattern: RegExp) => messages.map(words).filter((text) => pattern.test(text));
const responses = (messages: Message[]) =>
  matching(messages, /public response/).filter((text) => !/Next step/.test(text));

async function dismiss(text: string): Promise<void> {
  await press(person(ANA), text, 'Dismiss');
  await done(person(ANA).submit({ as: selected('watch_only') }));
}

/** Escalates a story; `owners` are invited and paged. */
async function escalate(text: string, severity: string, ...owners: string[]): Promise<number> {
  await press(person(ANA), text, severity);
  return workspace.escalate(text, { [`owners_${severity}`]: people(...owners) });
}

/** Minutes of product time, with a tick after each: a tick says only the latest of each clock. */
async function pass(...minutes: number[]): Promise<void> {
  for (const some of minutes) await workspace.clock.advance(some);
}

test('an alert that nobody takes is named in one message, which is said anew at most each quarter of an hour', async () => {
  const text = await story('My refund was cancelled and I am still waiting');
  await pass(59);
  expect(workspace.reminders()).toHaveLength(0);
  await pass(1.5);
  const [first] = workspace.reminders();
  expect(words(first)).toContain(`<@${MATEO}>`);
  expect(words(first)).toContain(`“${text}”`);
  expect(JSON.stringify(first?.blocks)).toContain('/archives/C0SOCIALALERTS/p');
  await pass(10);
  expect(workspace.reminders()).toHaveLength(1);
  await pass(10, 10, 10);
  expect(workspace.reminders()).toHaveLength(2);
  expect(words(workspace.reminders()[0])).toContain('a newer message below');
  expect(thread(text)).toEqual([]);
  await done(person(ANA).press(workspace.reminders().slice(-1), "I'm on it"));
  expect(words(workspace.reminders().at(-1))).toContain(`✅ “${text}”: <@${ANA}>`);
  expect(words(card(text))).toContain(`<@${ANA}> is on it`);
  await dismiss(text);
});

test('who is on it is told of each step by DM; from 90 % on the channel sees it; nobody is paged for a SEV3', async () => {
  const text = await story('They charged me an awful fee for my bag');
  await press(person(ANA), text, "I'm on it");
  const [told, before] = [workspace.sandbox.dm(ANA).length, workspace.reminders().length];
  await pass(59);
  expect(workspace.sandbox.dm(ANA)).toHaveLength(told);
  // At minutes 61 and 91.
  await pass(2, 30);
  expect(workspace.sandbox.dm(ANA)).toHaveLength(told + 2);
  expect(words(workspace.sandbox.dm(ANA).at(-1))).toContain(`“${text}”`);
  expect(workspace.reminders()).toHaveLength(before);
  await pass(18);
  expect(words(workspace.reminders().at(-1))).toContain(`“${text}”`);
  expect(words(workspace.reminders().at(-1))).not.toContain(`<@${MATEO}>`);
  await pass(12);
  expect(words(card(text))).toContain('🔥 *First public response is late.*');
  expect(words(workspace.sandbox.dm(ANA).at(-1))).toContain('1 late');
  const paged = workspace.sandbox.dm(MATEO).length;
  await pass(15, 15, 15, 15, 15, 15, 15);
  expect(workspace.sandbox.dm(MATEO)).toHaveLength(paged);
  expect(thread(text)).toEqual([]);
  await dismiss(text);
  expect(words(workspace.sandbox.dm(ANA).at(-1))).toContain('✅ You have dealt with all of this.');
});

test('a SEV1 speaks for itself, with its name and its button, and pages at last', async () => {
  const text = await story();
  await pass(10.5);
  const [said] = thread(text);
  expect(said?.isBroadcast).toBe(true);
  expect(matching(thread(text), /Nobody has taken this alert/)).toEqual([expect.stringContaining('*SEV1* “')]);
  await done(person(ANA).press([said as Message], "I'm on it"));
  await pass(5, 8, 5, 2, 15, 15, 15, 15, 15, 15);
  const heard = responses(thread(text));
  expect(heard.map((one) => /(\d+ %|time is up|\+?\d+ min late|being paged)/.exec(one)?.[0])).toEqual([
    ...['50 %', '75 %', '90 %', 'time is up'],
    ...['15 min late', '30 min late', '45 min late', '60 min late', '75 min late', 'being paged'],
  ]);
  expect(heard[0]).toContain(`<@${ANA}>`);
  expect(workspace.sandbox.dm(PRIYA).map(words).join()).toContain('an alert (SEV1)');
  await dismiss(text);
});

test('waiting for approval does not stop the clock; an answer silences it', async () => {
  const text = await story('The pilot was rude to the crew, said a passenger');
  const id = await escalate(text, 'SEV2', PRIYA);
  await done(person(PRIYA).pressInDm('Acknowledge'));
  await done(person(ANA).pressIn(room(id).id, 'No public response…'));
  await done(person(ANA).submit({ reason: typed('Wait'), approver: { type: 'users_select', selected_user: PRIYA } }));
  await pass(61);
  expect(matching(posts(id), /50 % of the time/)).toHaveLength(1);
  await done(person(ANA).command(`reply INC-${id} https://x.com/us/1`));
  await pass(30, 18, 12, 15);
  expect(matching(posts(id), /75 % of the time|time is up|late:/)).toHaveLength(0);
  await done(person(ANA).command(`resolve INC-${id}`));
});

test('nobody leads: one line of the room says it, with its button, until somebody does', async () => {
  const text = await story('A suitcase fell on a child in row nine');
  const id = await escalate(text, 'SEV2', PRIYA);
  await done(person(PRIYA).pressInDm('Acknowledge'));
  await pass(2.1, 2);
  expect(matching(posts(id), /Nobody leads/)).toEqual([expect.stringContaining('after 4 min')]);
  await pass(2, 2, 2, 2, 2);
  expect(matching(posts(id), /Nobody leads/)).toEqual([expect.stringContaining('after 10 min')]);
  await done(person(ANA).pressIn(room(id).id, 'Take the lead'));
  expect(matching(posts(id), /Nobody leads/)).toEqual([]);
  expect(matching(posts(id), /✅ .* leads/)).toHaveLength(1);
  await done(person(ANA).command(`reply INC-${id} https://x.com/us/2`));
  await done(person(ANA).command(`resolve INC-${id}`));
});

test('updates fall due and the tech heartbeat is asked for, with three answers', async () => {
  const text = await story('Smoke came out of the oven in the galley');
  const id = await escalate(text, 'SEV2', PRIYA, JONAS);
  await done(person(PRIYA).pressInDm('Acknowledge'));
  await done(person(ANA).command(`role INC-${id} lead`));
  await done(person(ANA).command(`role INC-${id} tech <@${JONAS}>`));
  await done(person(ANA).command(`reply INC-${id} https://x.com/us/3`));
  await pass(46);
  expect(matching(posts(id), /where does the fix stand/)).toEqual([expect.stringContaining(`<@${JONAS}>`)]);
  await done(person(JONAS).pressIn(room(id).id, 'No change'));
  expect(matching(posts(id), /\*Tech\*, by .*No change/)).toHaveLength(1);
  await pass(15);
  expect(matching(posts(id), /next update was due/)).toEqual([expect.stringContaining(`<@${ANA}>`)]);
  await done(person(ANA).command(`update INC-${id} The oven is off`));
  await pass(32);
  expect(matching(posts(id), /where does the fix stand/)).toHaveLength(2);
  await done(person(JONAS).pressIn(room(id).id, 'Progress…'));
  await done(person(JONAS).submit({ text: typed('A new oven is on its way') }));
  await pass(46);
  expect(matching(posts(id), /where does the fix stand/)).toHaveLength(3);
  await done(person(JONAS).pressIn(room(id).id, 'Fixed'));
  await pass(46, 46);
  expect(matching(posts(id), /where does the fix stand/)).toHaveLength(3);
  await done(person(ANA).command(`resolve INC-${id}`));
});

test('after three hours of downtime one message says all that is due', async () => {
  const text = await story('My flight was cancelled and the hotel is full');
  const before = workspace.reminders().length;
  await workspace.clock.advance(180);
  expect(workspace.reminders()).toHaveLength(before + 1);
  expect(words(workspace.reminders().at(-1))).toContain(`“${text}”`);
  await workspace.clock.advance(1);
  expect(workspace.reminders()).toHaveLength(before + 1);
  expect(thread(text)).toEqual([]);
  await dismiss(text);
});

describe('a severity change', () => {
  test('raised after the new deadline has passed, it is late because raised, and ten minutes are given', async () => {
    const text = await story('The toilets are terrible on this plane, again');
    await press(person(ANA), text, "I'm on it");
    await pass(40);
    await press(person(ANA), text, 'SEV1');
    expect(words(card(text))).toContain('raised late: 10 minutes were given');
    await pass(0.02);
    expect(thread(text)).toHaveLength(0);
    await pass(9);
    expect(matching(thread(text), /time is up/)).toHaveLength(0);
    await pass(2);
    expect(matching(thread(text), /time is up/)).toHaveLength(1);
    await dismiss(text);
  });

  test('one second after a raise nobody is told that its time is nearly gone, and what is still to come is said', async () => {
    const text = await story('The water in the lavatory was brown for the whole flight');
    await press(person(ANA), text, "I'm on it");
    await pass(25.5);
    await press(person(ANA), text, 'SEV1');
    await pass(0.02);
    expect(thread(text)).toHaveLength(0);
    await pass(2);
    expect(responses(thread(text))).toEqual([expect.stringContaining('90 % of the time')]);
    expect(responses(thread(text))[0]).not.toContain('late');
    await dismiss(text);
  });

  test('raised in its room, the room is told', async () => {
    const text = await story('A cup of coffee was poured over my laptop');
    const id = await escalate(text, 'SEV3', PRIYA);
    await done(person(ANA).command(`role INC-${id} lead`));
    await pass(40);
    await done(person(ANA).command(`sev INC-${id} 1`));
    expect(matching(posts(id), /The deadline had passed already: 10 minutes were given/)).toHaveLength(1);
    await pass(0.02);
    expect(responses(posts(id))).toHaveLength(0);
    await done(person(ANA).command(`reply INC-${id} https://x.com/us/4`));
    expect(words(card(text))).toContain('*First public response* after');
    await done(person(ANA).command(`resolve INC-${id}`));
  });
});

test('a snooze holds back the early reminders and says when it is over; a breach comes through', async () => {
  const text = await story('I was overcharged for a glass of water');
  await press(person(ANA), text, 'Snooze…');
  await done(person(ANA).submit({ length: selected('240') }));
  const before = workspace.reminders().length;
  await pass(61, 30, 10);
  expect(workspace.reminders()).toHaveLength(before);
  // 90 %, and the breach.
  await pass(8, 12);
  expect(workspace.reminders()).toHaveLength(before + 2);
  await press(person(ANA), text, 'Stop snoozing');
  await dismiss(text);
  await pass(15, 120);
  expect(workspace.reminders()).toHaveLength(before + 2);
});
