import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { NINA, TOM } from '../../src/sandbox/data/acme.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { defaultSettings } from '../../src/settings.ts';
import { incidentName, type PersonId } from '../../src/words.ts';
import {
  ANA,
  asPerson,
  DANIEL,
  HELEN,
  openWorkspace,
  ownWords,
  PRIYA,
  SOCIAL_ALERTS,
  selected,
  type Workspace,
  type WorkspaceOptions,
} from '../workspace.ts';
import { counted, expectCompleteRoom, expectNothingTwice, postOf, postsByKey } from './exactly-once.ts';

// A database takes seconds to make, and this machine may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let workspace: Workspace;
/** For all tests that break nothing for good: a database takes seconds to make. */
let shared: Workspace | undefined;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0)) end();
  if (workspace !== shared) await workspace.close();
});
afterAll(() => shared?.close());

const SLUG = 'a-passenger-was-injured-on-board-flight';
const WHOLE = { people: [ANA, PRIYA, DANIEL, HELEN], paged: [PRIYA, DANIEL] };

let flights = 0;
/** Of this test's incident. */
let id = 0;
/** What its room is called. */
let ROOM = '';

async function open(options: WorkspaceOptions | null = null): Promise<Workspace> {
  if (options) workspace = await openWorkspace(options);
  else {
    shared ??= await openWorkspace();
    workspace = shared;
  }
  workspace.sandbox.clearCalls();
  flights += 1;
  id = (await workspace.app.db.sql.query.incidents.findMany()).length + 1;
  ROOM = `inc-${String(id).padStart(4, '0')}-${SLUG}`;
  return workspace;
}

function fault(one: Fault): void {
  undo.push(workspace.sandbox.fault(one));
}

/** Owners of the worst severity; the others stay as they are. */
function ownedBy(...owners: PersonId[][]): WorkspaceOptions {
  const { policy } = defaultSettings();
  return {
    settings: {
      policy: { ...policy, severities: { ...policy.severities, SEV1: { ...policy.severities.SEV1, owners } } },
    },
  };
}

async function hear(): Promise<void> {
  expect(
    (
      await workspace.send({
        text: `A passenger was injured on board flight ${flights} ${ownWords(flights)}`,
        url: `https://x.com/r/${flights}`,
      })
    ).status,
  ).toBe(202);
  await workspace.settle();
}

async function escalate(): Promise<void> {
  const ana = asPerson(workspace.sandbox, ANA);
  expect(await ana.pressIn(SOCIAL_ALERTS, 'Escalate')).toEqual({ ok: true });
  expect(await ana.submit()).toEqual({ ok: true });
  await workspace.settle();
}

/** Without a card to press on. */
async function declare(cause: string, title: string): Promise<void> {
  const ana = asPerson(workspace.sandbox, ANA);
  expect(await ana.command(`new ${title}`)).toEqual({ ok: true });
  expect(await ana.submit({ cause: selected(cause), severity: selected('SEV1') })).toEqual({ ok: true });
  await workspace.settle();
}

async function call(method: string, args: object): Promise<Record<string, unknown>> {
  const { sandbox } = workspace;
  const headers = { authorization: `Bearer ${sandbox.botToken}`, 'content-type': 'application/json' };
  const answer = await fetch(`${sandbox.apiUrl}${method}`, { method: 'POST', headers, body: JSON.stringify(args) });
  return (await answer.json()) as Record<string, unknown>;
}

/** A channel that was there before, whoever it belongs to. */
async function stranger(name: string, { isPrivate = false, isArchived = false } = {}): Promise<string> {
  const { channel } = (await call('conversations.create', { name, is_private: isPrivate })) as {
    channel: { id: string };
  };
  if (isArchived) await call('conversations.archive', { channel: channel.id });
  return channel.id;
}

/** About this test's incident. */
const alarms = () =>
  [...postsByKey(workspace.sandbox)]
    .filter(([key]) => key.startsWith('alarm:'))
    .map(([, posts]) => posts[0]?.text ?? '')
    .filter((text) => text.includes(incidentName(id)));
const metric = async (name: string) => {
  const page = await (await fetch(`${workspace.app.url}/metrics`)).text();
  return page
    .split('\n')
    .filter((line) => line.startsWith(name))
    .join('\n');
};
const failedKeys = async () =>
  (await workspace.app.db.sql.query.deliveries.findMany({ where: (one, { eq }) => eq(one.status, 'failed') }))
    .map((one) => one.key)
    .sort();

describe('the name of the room is taken', () => {
  test.each([
    ['a channel', {}],
    ['an archived channel', { isArchived: true }],
    ['a private channel', { isPrivate: true }],
  ])('by %s: the next suffix is used, and the stranger stays alone', async (_, kind) => {
    const { sandbox } = await open();
    const theirs = await stranger(ROOM, kind);
    await hear();
    await escalate();
    const before = sandbox.channel(theirs);
    expect(before?.members).toEqual([sandbox.botUserId]);
    expect(sandbox.messages(theirs).filter((one) => !one.subtype)).toEqual([]);
    const room = sandbox.channel(`${ROOM}-2`);
    expect(room?.members.toSorted()).toEqual([...WHOLE.people, sandbox.botUserId].sort());
    expect(room?.pins).toHaveLength(1);
  });

  test('and the answer to the next name is lost: that channel is found, no third is made', async () => {
    const { sandbox } = await open();
    await stranger(ROOM);
    // Older than the incident by far.
    await workspace.clock.advance(10);
    await hear();
    const second = (args: object) => JSON.stringify(args).includes(`${ROOM}-2`);
    fault({ method: 'conversations.create', kind: 'drop_after_success', when: second });
    await escalate();
    expect(sandbox.channels().filter((one) => one.name.startsWith(ROOM))).toHaveLength(2);
    expect(sandbox.channel(`${ROOM}-2`)?.pins).toHaveLength(1);
  });
});

describe('somebody cannot be invited', () => {
  test('the others are, and the room says who and why', async () => {
    const { sandbox } = await open(ownedBy([PRIYA, DANIEL], [HELEN, TOM, NINA, 'U0NOBODY']));
    await hear();
    await escalate();
    expectCompleteRoom(sandbox, id, WHOLE);
    const [said, ...more] = [...postsByKey(sandbox)].filter(([key]) =>
      key.startsWith(`room_post:inc-${id}/not-invited/`),
    );
    expect(more).toEqual([]);
    const text = said?.[1][0]?.text ?? '';
    expect(text).toContain(`<@${TOM}> (that person cannot be invited)`);
    expect(text).toContain(`<@${NINA}> (that person is a guest and cannot be invited)`);
    expect(text).toContain('<@U0NOBODY> (that person is not in this workspace)');
  });

  test('also when the others are in already, because the first answer was lost', async () => {
    const { sandbox } = await open(ownedBy([PRIYA, DANIEL], [HELEN, TOM]));
    await hear();
    fault({ method: 'conversations.invite', kind: 'drop_after_success' });
    await escalate();
    expectCompleteRoom(sandbox, id, WHOLE);
    expect(postOf(sandbox, `room_post:inc-${id}/not-invited/${TOM}`).text).toContain('cannot be invited');
  });

  test('a moment of weakness on Slack’s side is nobody’s fault, and tried again', async () => {
    const { sandbox } = await open();
    await hear();
    fault({ method: 'conversations.invite', kind: { error: 'fatal_error' }, times: 2 });
    await escalate();
    await workspace.clock.advance(1);
    expectCompleteRoom(sandbox, id, WHOLE);
    expect(counted(sandbox, `room_post:inc-${id}/not-invited`)).toEqual({});
  });

  test('and Slack does not say who: each is asked alone', async () => {
    const { sandbox } = await open();
    await hear();
    fault({ method: 'conversations.invite', kind: { error: 'cant_invite' } });
    await escalate();
    expectCompleteRoom(sandbox, id, WHOLE);
    expect(sandbox.calls('conversations.invite')).toHaveLength(1 + WHOLE.people.length);
  });
});

test('when nobody of the first step can be reached, the next step is asked at once', async () => {
  const { sandbox } = await open(ownedBy([TOM, 'U0NOBODY'], [PRIYA]));
  await hear();
  await escalate();
  // The page waits at most five seconds for the room.
  await workspace.clock.advance(0.1);
  expect(counted(sandbox, 'page_ask:')).toEqual({ [`page_ask:inc-${id}/opened/2/${PRIYA}`]: 1 });
  expect(alarms()).toEqual([]);
});

test('a page about an alert goes out though its card is gone', async () => {
  const { sandbox } = await open({});
  await hear();
  await call('chat.delete', { channel: SOCIAL_ALERTS, ts: postOf(sandbox, 'alert_card:1').ts });
  fault({ method: 'chat.getPermalink', kind: '429', retryAfter: 600, times: 99 });
  await workspace.clock.advance(120);
  // Five reminders after the breach, then the owners are paged.
  for (let n = 0; n < 6; n++) await workspace.clock.advance(15);
  const pages = Object.keys(counted(sandbox, 'page_ask:'));
  expect(pages.length).toBeGreaterThan(0);
});

describe('the alerts channel cannot be posted to', () => {
  test.each([
    ['it does not exist', 'C0NOWHERE', async () => {}],
    [
      'it is archived',
      SOCIAL_ALERTS,
      async () => void (await call('conversations.archive', { channel: SOCIAL_ALERTS })),
    ],
    [
      'Firebreak is not in it',
      SOCIAL_ALERTS,
      async () => void (await call('conversations.leave', { channel: SOCIAL_ALERTS })),
    ],
  ])('because %s: what failed is kept and counted, and rooms still work', async (_, alertsChannel, breakIt) => {
    const { sandbox } = await open({ alertsChannel });
    await breakIt();
    await hear();
    await declareIn('customer-care');
    expect(await failedKeys()).toEqual(
      expect.arrayContaining(
        ['alarm:alert_card:1/', 'alert_card:1', 'headline:1'].map((key) => expect.stringContaining(key)),
      ),
    );
    expect(await metric('firebreak_deliveries_failed')).toMatch(/ [1-9]/);
    const room = sandbox.channel(ROOM);
    expect(room?.members).toEqual(expect.arrayContaining(WHOLE.people.slice(0, 1)));
    expect(room?.pins).toHaveLength(1);
  });

  async function declareIn(channel: string): Promise<void> {
    const { sandbox } = workspace;
    const place = sandbox.channel(channel)?.id ?? '';
    const ana = asPerson(sandbox, ANA);
    expect(await ana.command(`new A passenger was injured on board flight ${flights}`, place)).toEqual({ ok: true });
    expect(await ana.submit({ severity: selected('SEV1') })).toEqual({ ok: true });
    await workspace.settle();
  }
});

test('a room that somebody archived: the alarm names the fix, and the alerts channel goes on', async () => {
  const { sandbox } = await open();
  await hear();
  await escalate();
  const room = sandbox.channel(ROOM);
  await call('conversations.archive', { channel: room?.id });
  await asPerson(sandbox, PRIYA).pressInDm('Acknowledge');
  await workspace.settle();
  expect(alarms().join('\n')).toContain('The channel is archived. Unarchive it.');
  expect(alarms().length).toBeLessThanOrEqual(3);
  expectNothingTwice(sandbox);
});

test.each(['restricted_action', 'cannot_create_channel', 'missing_scope'])(
  'channels may not be created (%s): people are paged without a room, and the alarm says what to do',
  async (error) => {
    const { sandbox } = await open();
    await hear();
    fault({ method: 'conversations.create', kind: { error }, times: 99 });
    await escalate();
    await workspace.clock.advance(0.1);
    expect(Object.keys(counted(sandbox, `page_ask:inc-${id}/`))).toHaveLength(2);
    expect(alarms()).toHaveLength(1);
    expect(alarms()[0]).toMatch(/could not open the channel for INC-\d+: .*(Ask a workspace admin|Install it again)/);
    expect(await failedKeys()).toContain(`room:${id}`);
  },
);

test('once somebody has mended it, "Try again" on the alarm opens the room after all', async () => {
  const { sandbox, settle } = await open();
  await hear();
  const mend = workspace.sandbox.fault({
    method: 'conversations.create',
    kind: { error: 'restricted_action' },
    times: 9,
  });
  await escalate();
  await workspace.clock.advance(0.1);
  mend();
  const ana = asPerson(sandbox, ANA);
  expect(await ana.pressIn(SOCIAL_ALERTS, 'Try again')).toEqual({ ok: true });
  await settle();
  expect(sandbox.channel(ROOM)?.members).toEqual(expect.arrayContaining(WHOLE.people));
  await ana.pressIn(SOCIAL_ALERTS, 'Try again');
  expect(ana.told()).toContain('tried again already');
});

describe('an alarm about a private incident', () => {
  const SECRET = 'Night shift leaks passenger list';
  const SECRET_SLUG = 'night-shift-leaks-passenger-list';

  test('does not tell its title when its room cannot be opened', async () => {
    await open();
    fault({ method: 'conversations.create', kind: { error: 'name_taken' }, times: 99 });
    await declare('malicious_insider', SECRET);
    // A few names a minute.
    for (let n = 0; n < 20; n++) await workspace.clock.advance(0.1);
    expect(alarms()).toHaveLength(1);
    expect(alarms()[0]).toContain('channel names');
    expectNoSecret();
  });

  test.each([
    ['posting', ['chat.postMessage']],
    ['furnishing the room', ['conversations.invite', 'conversations.setTopic', 'pins.add']],
    ['opening the room', ['conversations.create']],
  ])('does not tell its title, nor how Firebreak is made, when %s fails for good', async (_, methods) => {
    const { sandbox } = await open({});
    const isElsewhere = (args: object) => !JSON.stringify(args).includes(SOCIAL_ALERTS);
    for (const method of methods) sandbox.fault({ method, kind: '500', times: 999, when: isElsewhere });
    await declare('malicious_insider', SECRET);
    for (let n = 0; n < 15; n++) await workspace.clock.advance(1);
    for (const method of methods) expect(alarms().join('\n')).toContain(`: Slack did not answer ${method}.`);
    expectNoSecret();
  });

  function expectNoSecret(): void {
    const seen = JSON.stringify(workspace.sandbox.messages(SOCIAL_ALERTS)).toLowerCase();
    expect(seen).not.toContain(SECRET_SLUG);
    expect(seen).not.toContain(SECRET.toLowerCase());
  }
});
