/** One incident from its card to its end, and one that comes back. The tests go on from each other, in order. */
import { beforeAll, expect, test } from 'vitest';
import { GENERAL, JONAS } from '../../src/sandbox/data/acme.ts';
import { drive } from '../driver.ts';
import { buttons, saying, words } from '../shown.ts';
import {
  ANA,
  DANIEL,
  HELEN,
  MATEO,
  PRIYA,
  people,
  personNamed,
  SOCIAL_ALERTS,
  selected,
  typed,
  url,
} from '../workspace.ts';

const STORY = 'A passenger was injured on board today';
const ROOM = 'inc-0001-a-passenger-was-injured-on-board-today';

const workspace = drive();
const { person, done, story, alerts, press } = workspace;
beforeAll(() => story(STORY, { url: 'https://x.com/mia/status/1', network: 'x' }));

const card = () => saying(alerts(), 'took it to') ?? workspace.card(STORY);
const headline = () => saying(alerts(), '🚨 *INC-0001');
const room = () => workspace.room(1);
const posts = () => workspace.sandbox.messages(ROOM);
const board = () => saying(posts(), '*Next step:*');
const toldInRoom = (text: string) => words(saying(posts(), text));
const lastPost = () => workspace.said(ROOM).at(-1);

test('Escalate shows severity, title and owners filled in, and the owners follow the severity chosen', async () => {
  const ana = person(ANA);
  await press(ana, STORY, 'Escalate');
  expect(ana.modalSays()).toContain('SEV1');
  expect(ana.modalSays()).toContain(STORY);
  const owners = () => JSON.stringify(ana.modal()?.view.blocks.find((one) => one.block_id?.startsWith('owners_')));
  for (const owner of [PRIYA, DANIEL, HELEN]) expect(owners()).toContain(owner);
  const choose = (severity: string) => ({
    kind: 'click',
    place: { kind: 'view', viewId: ana.modal()?.id },
    blockId: 'severity',
    actionId: 'value',
    state: selected(severity),
  });
  await done(ana.act(choose('SEV3')));
  expect(owners()).toContain(MATEO);
  expect(owners()).not.toContain(HELEN);
  await done(ana.act(choose('SEV1')));
  expect(owners()).toContain(HELEN);
});

test('the room opens with its people, a pinned board, a topic and a bookmark, and the channel hears of it', async () => {
  await done(person(ANA).submit({ owners_SEV1: people(PRIYA, DANIEL, HELEN, JONAS) }));
  expect(room()).toMatchObject({ kind: 'public' });
  for (const one of [ANA, PRIYA, DANIEL, HELEN, JONAS]) expect(room().members).toContain(one);
  expect(room().pins).toEqual([board()?.ts]);
  expect(room().bookmarks).toMatchObject([{ title: 'First mention', link: 'https://x.com/mia/status/1' }]);
  expect(room().topic).toMatch(/^SEV1 · open · first response due \d\d:\d\d UTC/);
  const shown = words(board());
  expect(shown).toContain(`INC-0001 · ${STORY}`);
  expect(shown).toContain('🔴 Open, not answered in public');
  expect(shown).toContain('*Lead*\n_nobody_');
  expect(shown).toContain('Somebody takes the lead.');
  expect(shown).toContain('*Not resolved*');
  expect(shown).toContain(`Asking <@${PRIYA}>, <@${DANIEL}>`);
  expect(words(headline())).toContain(`room: <#${room().id}>`);
  expect(words(card())).toContain(`<@${ANA}> took it to *INC-0001*: <#${room().id}> (SEV1, open)`);
  expect(buttons(card())).toEqual([]);
});

test('the first step of the owners is paged by direct message, the later ones are not', () => {
  for (const one of [PRIYA, DANIEL]) {
    const page = workspace.sandbox.dm(one).at(-1);
    expect(words(page)).toContain('*You are paged:*');
    expect(words(page)).toContain(`<#${room().id}>`);
    expect(buttons(page)).toEqual(['Acknowledge', "Can't, pass it on"]);
  }
  const paged = (one: string) => workspace.sandbox.dm(one).filter((message) => /paged/.test(words(message)));
  for (const one of [HELEN, JONAS, ANA]) expect(paged(one)).toHaveLength(0);
});

test('"Can’t" from one of two leaves the other asked; an acknowledgement ends the page for all', async () => {
  await done(person(DANIEL).pressInDm("Can't, pass it on"));
  expect(workspace.sandbox.dm(HELEN)).toHaveLength(0);
  expect(words(workspace.sandbox.dm(DANIEL).at(-1))).toContain('Passed on');
  await done(person(PRIYA).pressInDm('Acknowledge'));
  expect(words(workspace.sandbox.dm(PRIYA).at(-1))).toContain('You have taken it');
  expect(buttons(workspace.sandbox.dm(PRIYA).at(-1))).toEqual(['Take the lead']);
  expect(buttons(workspace.sandbox.dm(DANIEL).at(-1))).toEqual([]);
  expect(words(workspace.sandbox.dm(DANIEL).at(-1))).toContain(`<@${PRIYA}> has taken it`);
  expect(toldInRoom('has acknowledged the page')).toContain(`<@${PRIYA}>`);
  expect(words(board())).toContain(`<@${PRIYA}> has the page`);
});

test('roles are taken by button and given by command, and never taken over by accident', async () => {
  await done(person(PRIYA).pressInDm('Take the lead'));
  expect(words(board())).toContain(`*Lead*\n<@${PRIYA}>`);
  expect(words(headline())).toContain(`lead: <@${PRIYA}>`);
  expect(buttons(board())).not.toContain('Lead');
  await done(person(DANIEL).pressIn(ROOM, 'Legal'));
  await done(person(ANA).command('role tech @Jonas Beck', room().id));
  await done(person(ANA).command(`role community <@${MATEO}|mateo.gil>`, room().id));
  expect(room().members).toContain(MATEO);
  const shown = words(board());
  expect(shown).toContain(`*Legal*: <@${DANIEL}>`);
  expect(shown).toContain(`*Tech*: <@${JONAS}>`);
  expect(shown).toContain(`*Community*: <@${MATEO}>`);
  expect(shown).toContain('*Spokesperson*: _nobody_');
  await done(person(ANA).command('role lead', room().id));
  expect(words(board())).toContain(`*Lead*\n<@${ANA}>`);
});

test('it cannot be resolved while nobody has answered in public', async () => {
  await done(person(ANA).pressIn(ROOM, 'Resolve'));
  expect(person(ANA).told()).toContain('Nobody has answered in public yet');
  await done(person(ANA).command('resolve', room().id));
  expect(person(ANA).told()).toContain('Nobody has answered in public yet');
  expect(words(board())).toContain('🔴 Open');
});

test('"no public response" needs another person’s approval, and the clock runs until then', async () => {
  const ana = person(ANA);
  await done(ana.pressIn(ROOM, 'No public response…'));
  await done(ana.submit({ reason: typed('The family asked us not to'), approver: personNamed(ANA) }));
  expect(ana.errors()).toEqual({ approver: 'Somebody else must approve this. Choose another person.' });
  await done(ana.submit({ reason: typed('The family asked us not to'), approver: personNamed(HELEN) }));
  expect(words(board())).toContain(`<@${HELEN}> decides whether there will be no public response`);
  await done(ana.pressIn(ROOM, 'Resolve'));
  expect(ana.told()).toContain(`<@${HELEN}> has not approved`);
  const ask = words(workspace.sandbox.dm(HELEN).at(-1));
  expect(ask).toContain('The family asked us not to');
  await done(person(HELEN).pressInDm('No, we must answer'));
  expect(words(workspace.sandbox.dm(HELEN).at(-1))).toContain('Not approved');
  expect(toldInRoom('has not approved "no public response"')).toContain(`<@${HELEN}>`);
  expect(words(board())).toContain('First public response due');
});

test('a logged reply stops the response clock on the board, the card, the topic and the headline', async () => {
  await done(person(MATEO).pressIn(ROOM, 'Log our reply…'));
  await done(person(MATEO).submit({ url: url('https://x.com/acmeair/status/9?a=1&b=2') }));
  const reply = `<https://x.com/acmeair/status/9?a=1&amp;b=2|reply on X> by <@${MATEO}>`;
  for (const shown of [board(), card(), headline()]) {
    expect(words(shown)).toContain('*First public response* after');
    expect(words(shown)).toContain(reply);
    expect(words(shown)).not.toContain('First public response due');
  }
  expect(words(board())).toContain('🟠 Responded, not resolved');
  expect(room().topic).toContain('answered in time');
  expect(lastPost()).toContain('Response is not resolution');
  await workspace.clock.advance(200);
  expect(posts().filter((one) => /No public response yet|late:|time to the first/.test(words(one)))).toEqual([]);
});

test('updates, notes and the tech heartbeat are told in the room', async () => {
  const jonas = person(JONAS);
  await done(person(ANA).pressIn(ROOM, 'Post update…'));
  await done(person(ANA).submit({ text: typed('Doctors have seen her; she is well.'), next: selected('60') }));
  expect(toldInRoom('*Update by')).toContain('Doctors have seen her');
  expect(words(board())).toContain('📣 Doctors have seen her; she is well.');
  await workspace.clock.advance(25);
  await done(jonas.pressIn(ROOM, 'Progress…'));
  await done(jonas.submit({ text: typed('Seat 12 is taken out') }));
  expect(toldInRoom('*Tech*')).toContain('Seat 12 is taken out');
  await workspace.clock.advance(25);
  await done(jonas.pressIn(ROOM, 'Fixed'));
  expect(lastPost()).toContain('Fixed');
  await workspace.clock.advance(60);
  expect(posts().filter((one) => words(one).includes('where does the fix stand')).length).toBeGreaterThanOrEqual(2);
});

test('severity changes by form and by command; lowering asks why', async () => {
  const ana = person(ANA);
  await done(ana.pressIn(ROOM, 'Severity…'));
  await done(ana.submit({ severity: selected('SEV2') }));
  expect(ana.errors().reason).toContain('Say why the severity goes down');
  await done(ana.submit({ severity: selected('SEV2'), reason: typed('She is well & home') }));
  expect(toldInRoom('from SEV1 to *SEV2*')).toContain('She is well &amp; home');
  expect(words(headline())).toContain('*INC-0001 · SEV2*');
});

test('resolved, closed, and opened again with a reason', async () => {
  const ana = person(ANA);
  await done(ana.pressIn(ROOM, 'Resolve'));
  expect(words(board())).toContain('🟢 Resolved');
  expect(words(headline())).toContain('🟢 Resolved');
  expect(words(card())).toContain('(SEV2, resolved)');
  expect(room().topic).toContain('resolved');
  await done(ana.command('close', room().id));
  expect(words(board())).toContain('⚫ Closed');
  await done(ana.command('note too late', room().id));
  expect(ana.told()).toContain('INC-0001 is closed. Reopen it first');
  await done(ana.command('reopen', room().id));
  expect(ana.told()).toContain('Say why it is opened again');
  await done(ana.command('reopen it is on the news', room().id));
  expect(words(board())).toContain('🟠 Responded, not resolved');
  expect(lastPost()).toContain('again: it is on the news');
});

test('the same by the buttons of the board', async () => {
  const ana = person(ANA);
  await done(ana.pressIn(ROOM, 'Resolve'));
  expect(buttons(board())).toHaveLength(2);
  await done(ana.pressIn(ROOM, 'Close'));
  expect(buttons(board())).toEqual(['Open again…']);
  await done(ana.pressIn(ROOM, 'Open again…'));
  await done(ana.submit({ reason: typed('A second video') }));
  expect(lastPost()).toContain('again: A second video');
});

test('"no public response" with a yes stops the clock for good', async () => {
  const ana = person(ANA);
  await done(ana.act({ kind: 'shortcut', callbackId: 'open_incident' }));
  await done(ana.submit({ title: typed('A rumour nobody shares'), owners_SEV2: people(PRIYA) }));
  const own = workspace.sandbox.channel('inc-0002-a-rumour-nobody-shares');
  await done(ana.pressIn(own?.id ?? '', 'No public response…'));
  await done(ana.submit({ reason: typed('It would only feed it'), approver: personNamed(PRIYA) }));
  await done(person(PRIYA).pressInDm('Approve: no response'));
  const shown = words(saying(workspace.sandbox.messages(own?.id ?? ''), '*Next step:*'));
  expect(shown).toContain(`none, decided by <@${ANA}> and approved by <@${PRIYA}>: It would only feed it`);
  await done(ana.command('INC-2 resolve'));
  await done(ana.command('resolve INC-2'));
  expect(ana.told()).toBe('🟢 INC-0002 is resolved.');
});

test('when nobody answers in five rounds, the room and the alerts channel hear it loudly, once', async () => {
  await story('Smoke in the cabin and a fire in the galley');
  await done(person(MATEO).pressIn(SOCIAL_ALERTS, 'Escalate'));
  await done(person(MATEO).submit());
  for (let round = 1; round <= 6; round++) await workspace.clock.advance(3);
  const { name } = workspace.room(3);
  const loud = (place: string) =>
    workspace.sandbox.messages(place).filter((one) => words(one).includes('Nobody answered the page'));
  expect(loud(name).filter((one) => words(one).includes('<!channel>'))).toHaveLength(1);
  expect(loud(SOCIAL_ALERTS)).toHaveLength(1);
  expect(words(loud(SOCIAL_ALERTS)[0])).toContain('<!channel> *Nobody answered the page for INC-0003');
  const asks = (who: string) => workspace.sandbox.dm(who).filter((one) => words(one).includes('INC-0003')).length;
  expect([asks(PRIYA), asks(DANIEL), asks(HELEN)]).toEqual([3, 3, 2]);
  expect(words(workspace.sandbox.dm(HELEN).at(-1))).toContain('Nobody answered in time');
  await done(person(HELEN).pressInDm('Acknowledge'));
  expect(words(saying(workspace.sandbox.messages(name), 'has acknowledged the page'))).toContain(`<@${HELEN}>`);
});

test('the app answers with help when it is mentioned, once', async () => {
  const { sandbox } = workspace;
  await done(person(ANA).act({ kind: 'post', channel: SOCIAL_ALERTS, text: `<@${sandbox.botUserId}> hello?` }));
  const asked = saying(alerts(), 'hello?');
  const replies = alerts().filter((one) => one.threadTs === asked?.ts && one.ts !== asked?.ts);
  expect(replies).toHaveLength(1);
  expect(words(replies[0])).toContain('/incident status');
});

test('nothing went to a channel that did not ask for it', () => {
  expect(workspace.sandbox.messages(GENERAL)).toEqual([]);
  expect(workspace.logged.filter((one) => one.level === 'error')).toEqual([]);
});
