import { describe, expect, test } from 'vitest';
import { GENERAL } from '../../src/sandbox/data/acme.ts';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import { drive } from '../driver.ts';
import { ANA, DANIEL, HELEN, ownWords, PRIYA, SOCIAL_ALERTS } from '../workspace.ts';
import { counted, expectCompleteRoom, expectNothingTwice, faultsHit, postOf, postsByKey } from './exactly-once.ts';

const workspace = drive();
const { person, done, story, escalate, rooms } = workspace;

let alerts = 0;
/** The worst kind of mention: its suggested severity is SEV1, whose owners are Priya and Daniel, then Helen. */
async function hear(): Promise<{ id: number; text: string }> {
  const text = await story();
  return { id: ++alerts, text };
}

const WHOLE = { people: [ANA, PRIYA, DANIEL, HELEN], paged: [PRIYA, DANIEL] };

/** Every post of this kind of delivery. */
const posting = (kind: string) => ({
  method: 'chat.postMessage',
  when: (args: object) => JSON.stringify(args).includes(`${kind}:`),
});

/** Each step of the way, hit once. */
const STEPS = [
  posting('alert_card'),
  posting('page_ask'),
  posting('board'),
  posting('headline'),
  posting('room_post'),
  posting('brief_dm'),
  { method: 'conversations.create' },
  { method: 'conversations.invite' },
  { method: 'conversations.setTopic' },
  { method: 'bookmarks.add' },
  { method: 'pins.add' },
  { method: 'chat.update' },
];

const NOT_DONE: FaultKind[] = ['500', 'drop', { error: 'internal_error' }];
const DONE: FaultKind[] = ['500_after_success', 'drop_after_success'];

describe.each([...NOT_DONE, ...DONE].map((kind) => [typeof kind === 'string' ? kind : kind.error, kind] as const))(
  'when every step answers %s once',
  (_, kind) => {
    test('the room is complete, and everything is there exactly once', { timeout: 30_000 }, async () => {
      const { sandbox } = workspace;
      sandbox.clearCalls();
      for (const step of STEPS) sandbox.fault({ ...step, kind });
      await done(person(HELEN).command('subscribe', GENERAL));
      const { id: alert } = await hear();
      const id = await escalate();
      await done(person(PRIYA).pressInDm('Acknowledge'));

      expect(faultsHit(sandbox).toSorted()).toEqual(STEPS.map((step) => step.method).sort());
      expectCompleteRoom(sandbox, id, WHOLE);
      expectNothingTwice(sandbox);
      expect(postOf(sandbox, `room_post:inc-${id}/opened/page_acknowledged`).text).toContain(`<@${PRIYA}>`);
      expect(counted(sandbox, `brief_dm:inc-${id}/brief/opened`)).toEqual({
        [`brief_dm:inc-${id}/brief/opened/${HELEN}`]: 1,
      });
      expect(JSON.stringify(postOf(sandbox, `alert_card:${alert}`).blocks)).toContain(`INC-000${id}`);
    });
  },
);

test('a page and a channel whose answers never come are found again, not made twice', { timeout: 40_000 }, async () => {
  const { sandbox } = workspace;
  await hear();
  sandbox.fault({ method: 'conversations.create', kind: 'timeout_after_success' });
  sandbox.fault({ ...posting('page_ask'), kind: 'timeout_after_success', times: 2 });
  const id = await escalate();
  expectCompleteRoom(sandbox, id, WHOLE);
  expectNothingTwice(sandbox);
});

test('a card whose answer was lost shows what happened since, when it is found again', async () => {
  const { sandbox, send } = workspace;
  sandbox.fault({ ...posting('alert_card'), kind: 'drop_after_success' });
  const text = `A passenger was injured on board today ${ownWords(++alerts)}`;
  await send({ text });
  await workspace.app.worker.idle();
  // The same story once more, before the card is looked for.
  await story(text);
  expect(JSON.stringify(postOf(sandbox, `alert_card:${alerts}`).blocks)).toContain('2 mentions');
});

test('a page whose answer was lost has no buttons left when somebody took it meanwhile', async () => {
  const { sandbox } = workspace;
  await hear();
  const id = rooms().length + 1;
  const asksDaniel = (args: object) => JSON.stringify(args).includes(`page_ask:inc-${id}/opened/1/${DANIEL}`);
  sandbox.fault({ method: 'chat.postMessage', kind: 'drop_after_success', when: asksDaniel });
  // Looking for it fails for a while, so Priya is faster.
  const undo = sandbox.fault({ method: 'conversations.open', kind: '500', times: 99 });
  await escalate();
  await person(PRIYA).pressInDm('Acknowledge');
  undo();
  await workspace.clock.advance(1);
  const page = postOf(sandbox, `page_ask:inc-${id}/opened/1/${DANIEL}`);
  expect(JSON.stringify(page.blocks)).not.toContain('"actions"');
});

test('a page that did not get through is not sent any more once somebody has taken it', async () => {
  const { sandbox } = workspace;
  await hear();
  const id = rooms().length + 1;
  const asksDaniel = (args: object) => JSON.stringify(args).includes(`page_ask:inc-${id}/opened/1/${DANIEL}`);
  const undo = sandbox.fault({ method: 'chat.postMessage', kind: '500', when: asksDaniel, times: 99 });
  await escalate();
  await person(PRIYA).pressInDm('Acknowledge');
  undo();
  await workspace.clock.advance(1);
  expect(counted(sandbox, `page_ask:inc-${id}/`)).toEqual({ [`page_ask:inc-${id}/opened/1/${PRIYA}`]: 1 });
});

test.each<FaultKind>(['500', '500_after_success', 'drop_after_success'])(
  'a reminder in the thread answered %s is said once',
  async (kind) => {
    const { sandbox, clock } = workspace;
    const { id } = await hear();
    sandbox.fault({ ...posting('alert_reminder'), kind });
    await clock.advance(60);
    const reminders = [...postsByKey(sandbox)].filter(([key]) => key.startsWith(`alert_reminder:${id}/response/50 %`));
    expect(reminders.map(([, posts]) => posts.length)).toEqual([1]);
    expect(reminders[0]?.[1][0]?.threadTs).toBe(postOf(sandbox, `alert_card:${id}`).ts);
    expectNothingTwice(sandbox);
  },
);

describe('a card that somebody deleted', () => {
  const remove = async (channel: string, ts: string) => {
    const { sandbox } = workspace;
    const headers = { authorization: `Bearer ${sandbox.botToken}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ channel, ts });
    const answer = await fetch(`${sandbox.apiUrl}chat.delete`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ ok: true });
  };

  test('is posted anew, once, also when that answer is lost', async () => {
    const { sandbox } = workspace;
    const { id, text } = await hear();
    await remove(SOCIAL_ALERTS, postOf(sandbox, `alert_card:${id}`).ts);
    sandbox.fault({ ...posting('alert_card'), kind: 'drop_after_success' });
    await story(text);
    expect(JSON.stringify(postOf(sandbox, `alert_card:${id}`).blocks)).toContain('2 mentions');
  });

  test('does not take its reminders with it', async () => {
    const { sandbox, clock } = workspace;
    const { id } = await hear();
    await remove(SOCIAL_ALERTS, postOf(sandbox, `alert_card:${id}`).ts);
    await clock.advance(60);
    const [key] = [...postsByKey(sandbox).keys()].filter((one) => one.startsWith(`alert_reminder:${id}/response/50 %`));
    expect(key && postOf(sandbox, key).channel).toBe(SOCIAL_ALERTS);
  });
});

test('a hundred more mentions make few edits of the one card', async () => {
  const { sandbox, send, settle } = workspace;
  const { id, text } = await hear();
  sandbox.clearCalls();
  await Promise.all(Array.from({ length: 100 }, (_, n) => send({ text, url: `https://x.com/d/${id}-${n}` })));
  await settle();
  expect(JSON.stringify(postOf(sandbox, `alert_card:${id}`).blocks)).toContain('101 mentions');
  // About ten; on a busy machine they come over a longer time.
  expect(sandbox.calls('chat.update').length).toBeLessThanOrEqual(30);
  expect(sandbox.calls('chat.postMessage')).toEqual([]);
});

test('no incident of all these has a second room', () => {
  const names = rooms().map(({ name }) => name.slice(0, 'inc-0000'.length));
  expect(new Set(names).size).toBe(names.length);
});
