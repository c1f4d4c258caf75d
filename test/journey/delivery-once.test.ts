import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { GENERAL } from '../../src/sandbox/data/acme.ts';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import {
  ANA,
  asPerson,
  DANIEL,
  HELEN,
  openWorkspace,
  ownWords,
  PRIYA,
  SOCIAL_ALERTS,
  type Workspace,
} from '../workspace.ts';
import {
  counted,
  expectCompleteRoom,
  expectNothingTwice,
  faultsHit,
  postOf,
  postsByKey,
  roomsOf,
} from './exactly-once.ts';

// A database takes seconds to make, and this machine may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.close());

let mentions = 0;
/** The worst kind of mention: its suggested severity is SEV1, whose owners are Priya and Daniel, then Helen. */
async function hear(): Promise<number> {
  mentions += 1;
  const text = `A passenger was injured on board today, number ${mentions} ${ownWords(mentions)}`;
  expect((await workspace.send({ text, url: `https://x.com/a/${mentions}` })).status).toBe(202);
  return mentions;
}

let incidents = 0;
/** The latest alert. */
async function escalate(): Promise<number> {
  const ana = asPerson(workspace.sandbox, ANA);
  expect(await ana.pressIn(SOCIAL_ALERTS, 'Escalate')).toEqual({ ok: true });
  expect(await ana.submit()).toEqual({ ok: true });
  incidents += 1;
  return incidents;
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
      const { sandbox, settle } = workspace;
      sandbox.clearCalls();
      for (const step of STEPS) sandbox.fault({ ...step, kind });
      expect(await asPerson(sandbox, HELEN).command('subscribe', GENERAL)).toEqual({ ok: true });
      const alert = await hear();
      await settle();
      const id = await escalate();
      await settle();
      await asPerson(sandbox, PRIYA).pressInDm('Acknowledge');
      await settle();

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
  const { sandbox, settle } = workspace;
  await hear();
  await settle();
  sandbox.fault({ method: 'conversations.create', kind: 'timeout_after_success' });
  sandbox.fault({ ...posting('page_ask'), kind: 'timeout_after_success', times: 2 });
  const id = await escalate();
  await settle();
  expectCompleteRoom(sandbox, id, WHOLE);
  expectNothingTwice(sandbox);
});

test('a card whose answer was lost shows what happened since, when it is found again', async () => {
  const { sandbox, send, settle } = workspace;
  sandbox.fault({ ...posting('alert_card'), kind: 'drop_after_success' });
  const id = await hear();
  await workspace.app.worker.idle();
  // The same story once more, before the card is looked for.
  await send({
    text: `A passenger was injured on board today, number ${id} ${ownWords(id)}`,
    url: `https://x.com/b/${id}`,
  });
  await settle();
  expect(JSON.stringify(postOf(sandbox, `alert_card:${id}`).blocks)).toContain('2 mentions');
});

test('a page whose answer was lost has no buttons left when somebody took it meanwhile', async () => {
  const { sandbox, settle } = workspace;
  await hear();
  await settle();
  const id = incidents + 1;
  const asksDaniel = (args: object) => JSON.stringify(args).includes(`page_ask:inc-${id}/opened/1/${DANIEL}`);
  sandbox.fault({ method: 'chat.postMessage', kind: 'drop_after_success', when: asksDaniel });
  // Looking for it fails for a while, so Priya is faster.
  const undo = sandbox.fault({ method: 'conversations.open', kind: '500', times: 99 });
  await escalate();
  await settle();
  await asPerson(sandbox, PRIYA).pressInDm('Acknowledge');
  undo();
  await workspace.clock.advance(1);
  const page = postOf(sandbox, `page_ask:inc-${id}/opened/1/${DANIEL}`);
  expect(JSON.stringify(page.blocks)).not.toContain('"actions"');
});

test('a page that did not get through is not sent any more once somebody has taken it', async () => {
  const { sandbox, settle } = workspace;
  await hear();
  await settle();
  const id = incidents + 1;
  const asksDaniel = (args: object) => JSON.stringify(args).includes(`page_ask:inc-${id}/opened/1/${DANIEL}`);
  const undo = sandbox.fault({ method: 'chat.postMessage', kind: '500', when: asksDaniel, times: 99 });
  await escalate();
  await settle();
  await asPerson(sandbox, PRIYA).pressInDm('Acknowledge');
  undo();
  await workspace.clock.advance(1);
  expect(counted(sandbox, `page_ask:inc-${id}/`)).toEqual({ [`page_ask:inc-${id}/opened/1/${PRIYA}`]: 1 });
});

test.each<FaultKind>(['500', '500_after_success', 'drop_after_success'])(
  'a reminder in the thread answered %s is said once',
  async (kind) => {
    const { sandbox, clock, settle } = workspace;
    const id = await hear();
    await settle();
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
    const { sandbox, settle } = workspace;
    const id = await hear();
    await settle();
    await remove(SOCIAL_ALERTS, postOf(sandbox, `alert_card:${id}`).ts);
    sandbox.fault({ ...posting('alert_card'), kind: 'drop_after_success' });
    await workspace.send({
      text: `A passenger was injured on board today, number ${id} ${ownWords(id)}`,
      url: `https://x.com/c/${id}`,
    });
    await settle();
    expect(JSON.stringify(postOf(sandbox, `alert_card:${id}`).blocks)).toContain('2 mentions');
  });

  test('does not take its reminders with it', async () => {
    const { sandbox, settle, clock } = workspace;
    const id = await hear();
    await settle();
    await remove(SOCIAL_ALERTS, postOf(sandbox, `alert_card:${id}`).ts);
    await clock.advance(60);
    const [key] = [...postsByKey(sandbox).keys()].filter((one) => one.startsWith(`alert_reminder:${id}/response/50 %`));
    expect(key && postOf(sandbox, key).channel).toBe(SOCIAL_ALERTS);
  });
});

test('a hundred more mentions make few edits of the one card', async () => {
  const { sandbox, send, settle } = workspace;
  const id = await hear();
  await settle();
  sandbox.clearCalls();
  const text = `A passenger was injured on board today, number ${id} ${ownWords(id)}`;
  await Promise.all(Array.from({ length: 100 }, (_, n) => send({ text, url: `https://x.com/d/${id}-${n}` })));
  await settle();
  expect(JSON.stringify(postOf(sandbox, `alert_card:${id}`).blocks)).toContain('101 mentions');
  expect(sandbox.calls('chat.update').length).toBeLessThanOrEqual(15);
  expect(sandbox.calls('chat.postMessage')).toEqual([]);
});

test('no incident of all these has a second room', () => {
  for (let id = 1; id <= incidents; id++) expect(roomsOf(workspace.sandbox, id).length).toBeLessThanOrEqual(1);
});
