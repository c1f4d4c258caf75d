/** Minutes without Slack, a token that is revoked, permissions that are lost: nothing is lost, and the worst comes first. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { standing } from '../../src/delivery/obstacles.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { ANA, DANIEL, HELEN, openWorkspace, ownWords, PRIYA, SOCIAL_ALERTS } from '../workspace.ts';
import { counted, expectCompleteRoom, expectNothingTwice, postsByKey } from './exactly-once.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const workspace = drive();
const { person, said, escalate } = workspace;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0)) await end();
});

let posts = 0;
const WHOLE = { people: [ANA, PRIYA, DANIEL, HELEN], paged: [PRIYA, DANIEL] };

/** Hears a post; `settle` is left to the test, for Slack may be away. */
async function hear(text: string): Promise<void> {
  posts += 1;
  const sent = await workspace.send({ text: `${text} ${ownWords(posts)}`, url: `https://x.com/o/${posts}` });
  expect(sent.status).toBe(202);
}

/** Every call of the Web API ends like this until the returned function is called. */
function slackIsAway(): () => void {
  const back = workspace.sandbox.fault({ method: '*', kind: 'drop', times: Number.POSITIVE_INFINITY });
  undo.push(back);
  return back;
}

async function minutesPass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) await workspace.clock.advance(1);
}

const set = (settings: object) => workspace.sandbox.act({ kind: 'settings', as: ANA, set: settings });

describe.each([1, 5, 30])('Slack is away for %i minutes', (minutes) => {
  test('a room that was asked for meanwhile comes, whole and once, and its owners are paged', async () => {
    const { sandbox, settle, clock } = workspace;
    await hear('A passenger was injured on board');
    await settle();
    const ana = person(ANA);
    await ana.pressIn(SOCIAL_ALERTS, 'Escalate');
    const before = workspace.rooms().length;
    const back = slackIsAway();
    await ana.submit();
    const id = before + 1;
    await minutesPass(minutes);
    expect(sandbox.channels().filter(({ name }) => name.startsWith(`inc-000${id}`))).toEqual([]);
    back();
    await minutesPass(1);
    await clock.advance(0.5);
    const room = sandbox.channels().find(({ name }) => name.startsWith(`inc-000${id}`));
    expect(room?.members).toEqual(expect.arrayContaining([ANA, PRIYA, DANIEL]));
    if (minutes < 3) expectCompleteRoom(sandbox, id, WHOLE);
    const paged = Object.keys(counted(sandbox, `page_ask:inc-${id}/opened/`));
    expect(paged.length).toBeGreaterThan(0);
    expectNothingTwice(sandbox);
    expect(await standing(workspace.app.db)).toEqual([]);
  });

  test('the worst comes first afterwards, then the less severe, old before young', async () => {
    const { sandbox, settle } = workspace;
    await settle();
    const from = Object.keys(counted(sandbox, 'alert_card:')).length;
    const back = slackIsAway();
    for (let n = 0; n < 5; n++) await hear('The coffee on board was cold again today');
    await minutesPass(minutes);
    await hear('A passenger was injured on board');
    await minutesPass(1);
    back();
    await minutesPass(2);
    const cards = [...postsByKey(sandbox)]
      .filter(([key]) => key.startsWith('alert_card:'))
      .sort(([, [a]], [, [b]]) => Number(a?.ts) - Number(b?.ts))
      .slice(from)
      .map(([, [post]]) => words(post));
    expect(cards).toHaveLength(6);
    expect(cards[0]).toContain('SEV1');
    const numbers = cards.slice(1).map((text) => Number(/\bw(\d+)x0\b/.exec(text)?.[1]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expectNothingTwice(sandbox);
  });
});

test('after an outage each clock says its latest word alone where it is SEV1, and one message names all the others', async () => {
  const quiet = await openWorkspace();
  undo.push(() => quiet.close());
  const { sandbox, settle, send, clock } = quiet;
  for (let n = 0; n < 8; n++) {
    await send({ text: `The coffee on board was cold again ${ownWords(n + 500)}`, url: `https://x.com/p/${n}` });
  }
  await send({ text: `A passenger was injured on board ${ownWords(900)}`, url: 'https://x.com/p/900' });
  await settle();
  const back = sandbox.fault({ method: '*', kind: 'drop', times: Number.POSITIVE_INFINITY });
  for (let n = 0; n < 13; n++) await clock.advance(10);
  back();
  for (let n = 0; n < 4; n++) await clock.advance(0.5);
  const said = [...postsByKey(sandbox)].filter(([key]) => /^(alert_reminder|pooled_reminder):/.test(key));
  const alone = said.filter(([key]) => key.startsWith('alert_reminder:')).map(([key]) => key);
  // Nobody took it, and nobody answered: two clocks, the latest word of each.
  expect(alone.map((key) => key.split('/').slice(0, 2).join('/')).sort()).toEqual([
    'alert_reminder:9/acknowledge',
    'alert_reminder:9/response',
  ]);
  expect(alone.find((key) => key.includes('response'))).toContain('breach');
  const pooled = said.filter(([key]) => key.startsWith('pooled_reminder:'));
  expect(pooled).toHaveLength(1);
  const text = words(pooled[0]?.[1][0]);
  expect(text).toContain('8 late · nobody has 8');
  for (let n = 0; n < 8; n++) expect(text).toContain(`“The coffee on board was cold again w${n + 500}x0`);
  expectNothingTwice(sandbox);
});

describe('the token is revoked', () => {
  test('everything waits, and once it is back all of it goes out, once', async () => {
    const { sandbox, app, clock } = workspace;
    await workspace.settle();
    const before = Object.keys(counted(sandbox, 'alert_card:')).length;
    await set({ tokenRefusal: 'token_revoked' });
    undo.push(() => set({ tokenRefusal: null }));
    await hear('A passenger was injured on board');
    await minutesPass(1);
    expect(await standing(app.db)).toMatchObject([
      { key: 'token', why: expect.stringContaining('Install the app again and set SLACK_BOT_TOKEN'), holds: 1 },
    ]);
    await set({ tokenRefusal: null });
    await clock.advance(0.25);
    await clock.advance(0.1);
    expect(Object.keys(counted(sandbox, 'alert_card:')).length).toBe(before + 1);
    expect(await standing(app.db)).toEqual([]);
    expectNothingTwice(sandbox);
  });

  test('or so it is said of one person alone: they are, and nothing else waits', async () => {
    const { sandbox, app, clock, settle } = workspace;
    const isToDaniel = ({ channel }: Record<string, unknown>) => channel === DANIEL;
    const mend = sandbox.fault({
      method: 'chat.postMessage',
      kind: { error: 'account_inactive' },
      times: 99,
      when: isToDaniel,
    });
    undo.push(mend);
    await hear('A passenger was injured on board');
    await settle();
    const id = await escalate();
    await clock.advance(0.2);
    expect(counted(sandbox, `page_ask:inc-${id}/opened/1/`)).toEqual({ [`page_ask:inc-${id}/opened/1/${PRIYA}`]: 1 });
    expect(await standing(app.db)).toEqual([]);
  });
});

test('a permission that was lost is named, and what needs it goes on once it is granted again', async () => {
  const { sandbox, settle, clock } = workspace;
  await hear('A passenger was injured on board');
  await settle();
  await set({ withheldScopes: ['pins:write'] });
  undo.push(() => set({ withheldScopes: [] }));
  const id = await escalate();
  await clock.advance(0.2);
  const room = sandbox.channels().find(({ name }) => name.startsWith(`inc-000${id}`));
  expect(room?.pins).toEqual([]);
  const alarm = said(SOCIAL_ALERTS).findLast((text) => text.startsWith('⚠️'));
  expect(alarm).toContain('The app lacks the permission `pins:write`. Install it again');
  await set({ withheldScopes: [] });
  await clock.advance(0.25);
  expect(sandbox.channel(room?.id ?? '')?.pins).toHaveLength(1);
});

describe('a message that Slack does not take as it is', () => {
  test('is said in words: a card that cannot be drawn is still a post with its severity and its link', async () => {
    const { sandbox, settle, send } = workspace;
    const hasBlocks = ({ blocks }: Record<string, unknown>) => blocks !== undefined;
    const mend = sandbox.fault({
      method: 'chat.postMessage',
      kind: { error: 'invalid_blocks' },
      times: 99,
      when: hasBlocks,
    });
    undo.push(mend);
    await hear('A passenger was injured on board');
    await settle();
    const card = sandbox.messages(SOCIAL_ALERTS).findLast(({ text }) => text.includes(`w${posts}x0`));
    expect(card?.text).toMatch(/SEV1\*? suggested/);
    expect(card?.text).toContain(`<https://x.com/o/${posts}|X>`);
    expect(card?.blocks).toEqual([]);
    // And whole again with the next change.
    mend();
    await send({ text: `A passenger was injured on board ${ownWords(posts)}`, url: `https://x.com/o/${posts}b` });
    await settle();
    const whole = sandbox.messages(SOCIAL_ALERTS).find(({ ts }) => ts === card?.ts);
    expect(words(whole)).toContain('2 mentions');
  });

  test('goes out without ringing the channel where the workspace forbids that', async () => {
    const { settle, clock } = workspace;
    await set({ appsMayRingEveryone: false });
    undo.push(() => set({ appsMayRingEveryone: true }));
    await hear('A passenger was injured on board');
    await settle();
    const id = await escalate();
    await minutesPass(17);
    await clock.advance(0.2);
    const loud = said(SOCIAL_ALERTS).findLast((text) => text.includes('Nobody answered the page'));
    expect(loud).toContain(`📵 *Nobody answered the page for INC-000${id}.*`);
    expect(loud).not.toContain('<!channel>');
    expect(await standing(workspace.app.db)).toEqual([]);
  });
});

test('a room that nobody could be invited into is said in the alerts channel and to those concerned', async () => {
  const { sandbox, settle, clock } = workspace;
  await hear('A passenger was injured on board');
  await settle();
  undo.push(sandbox.fault({ method: 'conversations.invite', kind: { error: 'cant_invite' }, times: 99 }));
  const id = await escalate();
  await clock.advance(0.2);
  const uninvited = `Nobody could be invited into the channel of INC-000${id}`;
  expect(said(SOCIAL_ALERTS).filter((text) => text.includes(uninvited)).length).toBeGreaterThan(0);
  const alone = said(ANA).findLast((text) => text.includes(uninvited));
  expect(alone).toContain('Ask a workspace admin to add you and the others to');
});

test('a channel in which too much was said to look through is not posted in a second time', async () => {
  const { sandbox, settle, clock } = workspace;
  await settle();
  const post = sandbox.fault({ method: 'chat.postMessage', kind: 'drop_after_success' });
  undo.push(post);
  // Every look finds another page.
  const asked: Record<string, unknown>[] = [];
  const look = (args: Record<string, unknown>) => {
    asked.push(args);
    return false;
  };
  undo.push(sandbox.fault({ method: 'conversations.history', kind: '500', when: look, times: 99 }));
  await hear('A passenger was injured on board');
  await settle();
  await clock.advance(0.1);
  expectNothingTwice(sandbox);
  // It is looked for where it can be: since it was owed, up to when it was tried.
  expect(Number(asked[0]?.latest) - Number(asked[0]?.oldest)).toBeLessThan(300);
});
