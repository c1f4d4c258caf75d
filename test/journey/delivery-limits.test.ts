import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { driving } from '../driver.ts';
import { ANA, DANIEL, HELEN, openWorkspace, ownWords, PRIYA, SOCIAL_ALERTS, type Workspace } from '../workspace.ts';
import { counted, expectCompleteRoom, expectNothingTwice, postOf, postsByKey } from './exactly-once.ts';

let workspace: Workspace;
/** For the tests that leave no trace in the pace: a database takes seconds to make. */
let shared: Workspace | undefined;
afterEach(async () => {
  if (workspace !== shared) await workspace.close();
});
afterAll(() => shared?.close());

async function share(): Promise<Workspace> {
  shared ??= await openWorkspace();
  shared.sandbox.clearCalls();
  return shared;
}

const WHOLE = { people: [ANA, PRIYA, DANIEL, HELEN], paged: [PRIYA, DANIEL] };
const RETRY_AFTER = 20;

const { person, story, escalate } = driving(() => workspace);

/** Answers the incident's number. */
async function hearAndEscalate(): Promise<number> {
  await story();
  return escalate();
}

/** ms from the limited call to the next one like it. */
function waits(method: string, when: (args: object) => boolean = () => true): number {
  const calls = workspace.sandbox.calls(method).filter((call) => when(call.args));
  const limited = calls.findIndex((call) => call.error === '429');
  const [first, next] = [calls[limited], calls[limited + 1]];
  if (!first || !next) throw new Error(`${method} was not limited, or not tried again.`);
  return next.at - first.at;
}

describe('Slack says "not so fast" in the middle of an escalation', () => {
  test.each([
    'conversations.create',
    'conversations.invite',
    'conversations.setTopic',
    'bookmarks.add',
    'pins.add',
    'chat.update',
  ])('to %s: it waits as long as it was told, and then all is there once', async (method) => {
    workspace = await share();
    const { sandbox, clock } = workspace;
    sandbox.fault({ method, kind: '429', retryAfter: RETRY_AFTER });
    const id = await hearAndEscalate();
    // Six seconds, then the rest of the wait.
    await clock.advance(0.1);
    await clock.advance(1);
    expectCompleteRoom(sandbox, id, WHOLE);
    expectNothingTwice(sandbox);
    expect(waits(method)).toBeGreaterThanOrEqual(RETRY_AFTER * 1_000);
    const asked = `page_ask:inc-${id}/opened/1/`;
    // The pages went out meanwhile, and so they do without a room.
    const pages = sandbox.calls('chat.postMessage').filter((call) => JSON.stringify(call.args).includes(asked));
    const limitedAt = sandbox.calls(method).find((call) => call.error === '429')?.at ?? 0;
    expect(pages).toHaveLength(2);
    for (const page of pages) expect(page.at - limitedAt).toBeLessThan(7_000);
  });

  test.each(['page_ask', 'board', 'headline'])('to a %s: only its channel waits', async (kind) => {
    workspace = await share();
    const { sandbox, clock } = workspace;
    const like = (args: object) => JSON.stringify(args).includes(`${kind}:`);
    sandbox.fault({ method: 'chat.postMessage', kind: '429', retryAfter: RETRY_AFTER, when: like });
    const id = await hearAndEscalate();
    await clock.advance(1);
    expectCompleteRoom(sandbox, id, WHOLE);
    expectNothingTwice(sandbox);
    const posts = sandbox.calls('chat.postMessage').filter((call) => like(call.args));
    const limited = posts.find((call) => call.error === '429');
    const again = posts.find(
      (call) => call !== limited && JSON.stringify(call.args.metadata) === JSON.stringify(limited?.args.metadata),
    );
    expect((again?.at ?? 0) - (limited?.at ?? 0)).toBeGreaterThanOrEqual(RETRY_AFTER * 1_000);
  });
});

test('a burst of 60 alerts under real limits: none is lost, each is posted once, in order, and Slack is not annoyed', {
  timeout: 60_000,
}, async () => {
  workspace = await openWorkspace({ sandbox: { limits: true } });
  const { sandbox, send, settle } = workspace;
  for (let n = 1; n <= 60; n++) {
    const mention = { text: `A passenger was injured on flight ${n} ${ownWords(n)}`, url: `https://x.com/f/${n}` };
    expect((await send(mention)).status).toBe(202);
  }
  await settle();
  expectNothingTwice(sandbox);
  expect(Object.keys(counted(sandbox, 'alert_card:'))).toHaveLength(60);
  const inOrder = [...postsByKey(sandbox)]
    .filter(([key]) => key.startsWith('alert_card:'))
    .toSorted(([, [a]], [, [b]]) => Number(a?.ts) - Number(b?.ts))
    .map(([key]) => Number(key.split(':')[1]));
  expect(inOrder).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
  const limited = sandbox.calls().filter((call) => call.status === 'limited');
  expect(limited.length).toBeLessThanOrEqual(3);

  // Ten of them are escalated at once: the pages do not wait for what is left of the minute.
  for (let n = 0; n < 10; n++) {
    await escalate();
    expect(person(ANA).modal()).toBeUndefined();
  }
  for (let id = 1; id <= 10; id++) expectCompleteRoom(sandbox, id, WHOLE);
  expectNothingTwice(sandbox);
  expect(sandbox.calls().filter((call) => call.status === 'limited').length).toBeLessThanOrEqual(10);
  expect(postOf(sandbox, 'alert_card:60').channel).toBe(SOCIAL_ALERTS);
});

test('names that are taken cost calls of few a minute, and are not tried again and again', async () => {
  workspace = await openWorkspace();
  const { sandbox, clock } = workspace;
  const room = 'inc-0001-a-passenger-was-injured-on-flight-7';
  const headers = { authorization: `Bearer ${sandbox.botToken}`, 'content-type': 'application/json' };
  // The most that fit into a burst, and two more.
  for (let n = 1; n <= 10; n++) {
    const body = JSON.stringify({ name: n === 1 ? room : `${room}-${n}` });
    await fetch(`${sandbox.apiUrl}conversations.create`, { method: 'POST', headers, body });
  }
  sandbox.clearCalls();
  await escalate(await story('A passenger was injured on flight 7'));
  await clock.advance(1);
  expect(sandbox.channel(`${room}-11`)?.members).toContain(PRIYA);
  expect(sandbox.calls('conversations.create')).toHaveLength(11);
});
