import { eq } from 'drizzle-orm';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { incidents } from '../../src/act/incident/table.ts';
import { deliveries } from '../../src/db/schema.ts';
import { defaultSettings } from '../../src/policy/settings.ts';
import { NINA, TOM } from '../../src/sandbox/data/acme.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { incidentName } from '../../src/words/incident-name.ts';
import type { PersonId } from '../../src/words/people.ts';
import { driving } from '../driver.ts';
import { words } from '../shown.ts';
import {
  ANA,
  administrator,
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

const { person, done, story, escalate } = driving(() => workspace);

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
  id = (await workspace.app.db.sql.select().from(incidents)).length + 1;
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

const hear = () => story(`A passenger was injured on board flight ${flights} ${ownWords(flights)}`);

/** Without a card to press on. */
async function declare(cause: string, title: string): Promise<void> {
  const ana = person(ANA);
  await done(ana.command(`new ${title}`));
  await done(ana.submit({ cause: selected(cause), severity: selected('SEV1') }));
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

const postsNamed = (...names: string[]) =>
  [...postsByKey(workspace.sandbox)]
    .filter(([key]) => names.some((name) => key.startsWith(name)))
    .flatMap(([, posts]) => posts);
/** In the alerts channel, about this test's incident. */
const alarms = () =>
  postsNamed('alarm:', 'obstacle_message:')
    .filter(({ channel }) => channel === SOCIAL_ALERTS)
    .map(words)
    .filter((text) => text.includes(incidentName(id)));
/** What this person was told alone of something that must be mended. */
const toldAlone = (who: PersonId) => {
  const texts = workspace.sandbox.dm(who).map(words);
  return texts.filter((text) => /^(⚠️|✅)/u.test(text));
};
const metric = async (name: string) => {
  const page = await (await fetch(`${workspace.app.url}/metrics`)).text();
  return page
    .split('\n')
    .filter((line) => line.startsWith(name))
    .join('\n');
};
const keysThatAre = async (status: 'held' | 'failed') =>
  (await workspace.app.db.sql.select().from(deliveries).where(eq(deliveries.status, status)))
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
  test('because it does not exist: what waits is kept and counted, its owners hear it alone, and rooms still work', async () => {
    const { sandbox } = await open({ alertsChannel: 'C0NOWHERE' });
    await hear();
    await declareIn('customer-care');
    expect(await keysThatAre('held')).toEqual(expect.arrayContaining(['alert_card:1', 'headline:1']));
    expect(await keysThatAre('failed')).toEqual([]);
    expect(await metric('firebreak_deliveries_held')).toMatch(/ [1-9]/);
    expectOwnersTold(/Invite @Firebreak there/);
    const room = sandbox.channel(ROOM);
    expect(room?.members).toEqual(expect.arrayContaining(WHOLE.people.slice(0, 1)));
    expect(room?.pins).toHaveLength(1);
  });

  test.each([
    ['it is archived', 'archive', 'unarchive', /Unarchive it/],
    ['Firebreak was taken out of it', 'kick', 'invite', /Invite @Firebreak there/],
  ] as const)(
    'because %s: its owners hear it alone, and once it is mended all goes out by itself within 15 seconds, once',
    async (_, breakIt, mendIt, fix) => {
      const { sandbox, clock } = await open();
      const [told, cards] = [toldAlone(PRIYA).length, Object.keys(counted(sandbox, 'alert_card:')).length];
      const admin = administrator(sandbox);
      await admin[breakIt]('social-alerts');
      await hear();
      await clock.advance(1);
      expect(Object.keys(counted(sandbox, 'alert_card:'))).toHaveLength(cards);
      expect(toldAlone(PRIYA)).toHaveLength(told + 1);
      expectOwnersTold(fix);
      await admin[mendIt]('social-alerts');
      await clock.advance(0.25);
      expect(Object.keys(counted(sandbox, 'alert_card:'))).toHaveLength(cards + 1);
      expect(await keysThatAre('held')).toEqual([]);
      // Who was told hears that it is over, where they were told.
      await clock.advance(1);
      expect(toldAlone(PRIYA)).toHaveLength(told + 1);
      expect(toldAlone(PRIYA).at(-1)).toContain('Mended after');
      expectNothingTwice(sandbox);
    },
  );

  function expectOwnersTold(fix: RegExp): void {
    for (const owner of [PRIYA, DANIEL]) {
      expect(toldAlone(owner).at(-1)).toMatch(fix);
      expect(toldAlone(owner).at(-1)).toContain('the card of *SEV1* “A passenger was injured');
    }
  }

  async function declareIn(channel: string): Promise<void> {
    const { sandbox } = workspace;
    const place = sandbox.channel(channel)?.id ?? '';
    const ana = person(ANA);
    await done(ana.command(`new A passenger was injured on board flight ${flights}`, place));
    await done(ana.submit({ severity: selected('SEV1') }));
  }
});

test('a room that somebody archived: the alarm names the fix, and once it is back all that was to be said in it is said', async () => {
  const { sandbox, clock } = await open();
  await hear();
  await escalate();
  const room = sandbox.channel(ROOM);
  await call('conversations.archive', { channel: room?.id });
  const priya = person(PRIYA);
  await done(priya.pressInDm('Acknowledge'));
  expect(alarms().join('\n')).toContain('is archived. Unarchive it.');
  expect(alarms()).toHaveLength(1);
  // Who writes in it is not told that it was posted.
  await priya.command(`update ${incidentName(id)} We know of it.`);
  expect(priya.told()).toMatch(/is saved\. The room will be told once this is mended: .* is archived\. Unarchive it/);
  expect(counted(sandbox, `room_post:inc-${id}/`)).toEqual({});
  await call('conversations.unarchive', { channel: room?.id });
  await clock.advance(0.25);
  expect(Object.keys(counted(sandbox, `room_post:inc-${id}/`))).toHaveLength(2);
  expectNothingTwice(sandbox);
});

test.each([
  ['restricted_action', /does not let Firebreak create channels\. Ask a workspace admin/],
  ['cannot_create_channel', /does not let Firebreak create channels\. Ask a workspace admin/],
  ['user_is_restricted', /does not let Firebreak create channels\. Ask a workspace admin/],
  ['missing_scope', /The app lacks a permission\. Install it again/],
])(
  'channels may not be created (%s): people are paged without a room, it is said what to do, and the room comes once it is mended',
  async (error, fix) => {
    const { sandbox, clock } = await open();
    await hear();
    const mend = sandbox.fault({ method: 'conversations.create', kind: { error }, times: 99 });
    await escalate();
    await clock.advance(0.1);
    expect(Object.keys(counted(sandbox, `page_ask:inc-${id}/`))).toHaveLength(2);
    expect(alarms()).toHaveLength(1);
    expect(alarms()[0]).toMatch(fix);
    expect(alarms()[0]).toContain(`the channel of *SEV1* ${incidentName(id)}`);
    expect(toldAlone(ANA).at(-1)).toMatch(fix);
    expect(await keysThatAre('held')).toContain(`room:${id}`);
    mend();
    await clock.advance(0.25);
    expect(sandbox.channel(ROOM)?.members).toEqual(expect.arrayContaining(WHOLE.people));
  },
);

test('once somebody has mended it, "Try again now" on the alarm opens the room at once', async () => {
  const { sandbox } = await open();
  await hear();
  const mend = workspace.sandbox.fault({
    method: 'conversations.create',
    kind: { error: 'restricted_action' },
    times: 9,
  });
  await escalate();
  await workspace.clock.advance(0.1);
  mend();
  await done(person(ANA).pressIn(SOCIAL_ALERTS, 'Try again now'));
  expect(sandbox.channel(ROOM)?.members).toEqual(expect.arrayContaining(WHOLE.people));
  expect(alarms()).toEqual([]);
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
    expect(alarms()[0]).toContain('channel names that begin with');
    expectNoSecret();
  });

  test.each([
    ['posting', ['chat.postMessage']],
    ['furnishing the room', ['conversations.invite', 'conversations.setTopic', 'pins.add']],
    ['opening the room', ['conversations.create']],
  ])('does not tell its title, nor how Firebreak is made, when %s fails for good', async (_, methods) => {
    // What fails to be posted fails for every incident of a shared workspace.
    await open(methods.includes('chat.postMessage') ? {} : null);
    const isElsewhere = (args: object) => !JSON.stringify(args).includes(SOCIAL_ALERTS);
    for (const method of methods) fault({ method, kind: '500', times: 999, when: isElsewhere });
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
