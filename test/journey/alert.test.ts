/** From a mention to a judgement, on one workspace. Each test brings its own story. */
import { expect, test } from 'vitest';
import { GENERAL, LEA } from '../../src/sandbox/data/acme.ts';
import { DISMISS_REASONS } from '../../src/words/judgement.ts';
import { drive } from '../driver.ts';
import { buttons, saying, words } from '../shown.ts';
import { ANA, checked, MATEO, PRIYA, personNamed, SOCIAL_ALERTS, selected, typed, url } from '../workspace.ts';

const workspace = drive();
const { person, card, story, press, room } = workspace;
const ana = person(ANA);
const mateo = person(MATEO);

test('a mention becomes a card with the post, the suggestion with its reason, the clock and who should act', async () => {
  await story('My refund is broken and nobody answers me here', {
    url: 'https://x.com/mia/status/1',
    author: { name: 'Mia', handle: 'mia_flies', followers: 12_000 },
    reach: 15_000,
  });
  const shown = words(card('My refund is broken'));
  expect(shown).toContain('*SEV3* suggested');
  expect(shown).toContain('Mia');
  expect(shown).toContain('15K reach');
  expect(shown).toContain('X');
  expect(shown).toContain('complaint about the product or the service');
  expect(shown).toContain('First public response due');
  expect(shown).toContain('Nobody is on it');
  expect(buttons(card('My refund is broken'))).toEqual([
    ...['SEV1', 'SEV2', 'SEV3?', 'SEV4'],
    ...["I'm on it", 'Escalate', 'Dismiss', '…'],
  ]);
});

test('more mentions of a story edit its card instead of making posts', async () => {
  const text = await story('They lost my suitcase with the wedding dress', { url: 'https://x.com/a/10' });
  const before = workspace.sandbox.messages(SOCIAL_ALERTS).length;
  await story(text, { url: 'https://x.com/b/11' });
  expect(workspace.sandbox.messages(SOCIAL_ALERTS)).toHaveLength(before);
  expect(words(card(text))).toContain('2 mentions');
});

test('the one who claims stands on the card, and the second is told who was first', async () => {
  const text = await story('The gate agent shouted at a child in Porto');
  await press(ana, text, "I'm on it");
  expect(words(card(text))).toContain(`<@${ANA}> is on it`);
  await press(mateo, text, "I'm on it");
  expect(mateo.told()).toBe(`<@${ANA}> is on it already.`);
});

test('of two who claim at once one gets it, and the other is told', async () => {
  const text = await story('Two people claim this one at the same moment');
  const message = card(text);
  await Promise.all([ana.press([message], "I'm on it"), mateo.press([message], "I'm on it")]);
  await workspace.settle();
  const [first, loser] = words(card(text)).includes(`<@${ANA}> is on it`) ? [ANA, mateo] : [MATEO, ana];
  expect(loser.told()).toBe(`<@${first}> is on it already.`);
});

test('a severity is one tap; a second tap on the same says who set it', async () => {
  const text = await story('The lounge was terrible this morning in Lisbon');
  await press(ana, text, 'SEV2');
  expect(words(card(text))).toContain(`*SEV2* by <@${ANA}>`);
  expect(buttons(card(text))).toContain('✓ SEV2');
  await press(mateo, text, '✓ SEV2');
  expect(mateo.told()).toBe(`<@${ANA}> has set it to SEV2 already.`);
});

test('a double click on a severity assesses once', async () => {
  const text = await story('Double clicks happen on a slow hotel network');
  const message = card(text);
  await Promise.all([ana.press([message], 'SEV1'), ana.press([message], 'SEV1')]);
  await workspace.settle();
  expect(buttons(card(text)).filter((one) => one === '✓ SEV1')).toHaveLength(1);
  const assessed = await workspace.events('alert_assessed');
  expect(assessed.filter((one) => one.detail.to === 'SEV1')).toHaveLength(1);
});

test('raising is one tap, lowering asks for a reason first', async () => {
  const text = await story('Water drips from the overhead lockers on my seat');
  await press(ana, text, 'SEV3');
  await press(ana, text, 'SEV1');
  expect(ana.modal()).toBeUndefined();
  await press(mateo, text, 'SEV4');
  expect(mateo.modalSays()).toContain('Why is it only SEV4?');
  expect(await mateo.submit()).toMatchObject({ ok: false });
  await mateo.submit({ reason: typed('Just condensation, fixed at the gate') });
  await workspace.settle();
  expect(mateo.modal()).toBeUndefined();
  expect(words(card(text))).toContain(`*SEV4* by <@${MATEO}>`);
});

test('Assess… is on screen before anything is looked up, then filled with what is suggested', async () => {
  const text = await story('A reporter is asking us about a data breach', { url: 'https://www.bbc.com/news/1' });
  workspace.sandbox.clearCalls();
  await press(ana, text, 'Assess…');
  const calls = workspace.sandbox.calls().filter((one) => one.method.startsWith('views.'));
  expect(calls.map((one) => one.method)).toEqual(['views.open', 'views.update']);
  expect(JSON.stringify(calls[0]?.args)).toContain('One moment');
  expect(ana.modalSays()).toContain('says personal data is exposed');
  await ana.submit({
    affected: checked('customers'),
    owner: personNamed(PRIYA),
    note: typed('Legal knows'),
    cause: selected('product_fault'),
  });
  await workspace.settle();
  expect(words(card(text))).toContain(`*SEV1* by <@${ANA}>`);
  expect(words(card(text))).toContain('Legal knows');
  await press(mateo, text, 'Assess…');
  expect(mateo.modalSays()).toContain('Legal knows');
  expect(mateo.modalSays()).toContain('Product fault');
  await mateo.submit({ severity: selected('SEV3') });
  expect(mateo.errors()).toEqual({ reason: 'Say why the severity goes down.' });
  await mateo.submit({ severity: selected('SEV3'), reason: typed('It was a test page') });
  await workspace.settle();
  expect(words(card(text))).toContain(`*SEV3* by <@${MATEO}>`);
});

test('every reason to dismiss stands on the card, and a dismissal can be undone', async () => {
  const text = await story('This one is about the other Acme, the anvil maker');
  for (const [reason, said] of Object.entries(DISMISS_REASONS)) {
    await press(ana, text, 'Dismiss');
    await ana.submit({ as: selected(reason) });
    await workspace.settle();
    expect(words(card(text))).toContain(`<@${ANA}> dismissed it: ${said.toLowerCase()}`);
    expect(buttons(card(text))).toEqual(['Undo: open it again']);
    await press(mateo, text, 'Undo: open it again');
    expect(buttons(card(text))).toContain('Dismiss');
  }
  await press(mateo, text, 'Assess…');
  expect(mateo.modalSays()).toContain('This one is about the other Acme');
  await mateo.act({ kind: 'close', viewId: mateo.modal()?.id });
});

test('a snooze is seen on the card and can be ended', async () => {
  const text = await story('The app crashed again when I paid for my seat');
  await press(ana, text, 'Snooze…');
  await ana.submit({ length: selected('240') });
  await workspace.settle();
  expect(words(card(text))).toContain('Snoozed until');
  await press(ana, text, 'Stop snoozing');
  expect(words(card(text))).not.toContain('held back');
});

test('a reply logged on the card stops its clock, and the card says who answered where', async () => {
  const text = await story('You never answered my letter about the delay');
  await press(ana, text, 'Log our reply');
  await ana.submit({ url: url('https://x.com/acmeair/status/77'), network: selected('x'), by: personNamed(MATEO) });
  await workspace.settle();
  expect(words(card(text))).toContain(`<https://x.com/acmeair/status/77|reply on X> by <@${MATEO}>`);
  expect(words(card(text))).toContain('*First public response* after');
});

test('all mentions of a story are shown, eight at a time', async () => {
  const text = 'The seat belt on row twelve would not close at all';
  for (let i = 1; i <= 19; i++)
    await workspace.send({ text, url: `https://x.com/p${i}/${i}`, author: { name: `P${i}` } });
  await workspace.settle();
  await press(ana, text, 'Show all');
  expect(ana.modalSays()).toContain('1–8 of 19 mentions');
  expect(ana.modalSays()).toMatch(/\bP8\b/);
  expect(ana.modalSays()).not.toMatch(/\bP9\b/);
  await ana.pressInModal('Later');
  expect(ana.modalSays()).toContain('9–16 of 19 mentions');
  await ana.pressInModal('Later');
  expect(ana.modalSays()).toContain('17–19 of 19 mentions');
  expect(ana.modalSays()).not.toContain('Later');
  await ana.pressInModal('Earlier');
  expect(ana.modalSays()).toContain('9–16 of 19 mentions');
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
});

test('a message that a colleague reports becomes a card, once', async () => {
  const lea = person(LEA);
  await lea.act({
    kind: 'post',
    channel: GENERAL,
    text: 'Look at https://example.org/rant?a=1&b=2 this is going wild',
  });
  const message = saying(workspace.sandbox.messages(GENERAL), 'going wild');
  const report = { kind: 'shortcut', callbackId: 'report_mention', channel: GENERAL, ts: message?.ts };
  await lea.act(report);
  expect(lea.modalSays()).toContain('Look at https://example.org/rant?a=1&b=2 this is going wild');
  await lea.submit({ author: typed('Someone loud'), network: selected('blog') });
  expect(lea.modalSays()).toContain('Reported.');
  await workspace.settle();
  const shown = words(card('this is going wild'));
  expect(shown).toContain('Someone loud');
  expect(shown).toContain(`reported by <@${LEA}>`);
  await lea.act({ kind: 'close', viewId: lea.modal()?.id });
  await lea.act(report);
  await lea.submit({ author: typed('Someone loud'), network: selected('blog') });
  expect(lea.modalSays()).toContain('This one is known already');
  await lea.act({ kind: 'close', viewId: lea.modal()?.id });
});

test('a withheld text is not shown, and its headline is', async () => {
  await story('', { title: 'Acme Air under fire', url: 'https://news.example/acme-1' });
  const shown = words(card('Acme Air under fire'));
  expect(shown).toContain('The source withholds the text');
});

test('a card that is older than the decision answers with what was decided and by whom', async () => {
  const text = await story('An old card is still on somebody else’s screen');
  const undo = workspace.sandbox.fault({ method: 'chat.update', kind: '500', times: 100 });
  await press(ana, text, 'Dismiss');
  await ana.submit({ as: selected('spam_or_troll') });
  await press(mateo, text, 'SEV1');
  expect(mateo.told()).toBe(`<@${ANA}> dismissed this alert (spam or troll). Reopen it first.`);
  await press(mateo, text, 'Escalate');
  expect(mateo.modalSays()).toContain(`<@${ANA}> dismissed this alert (spam or troll)`);
  await mateo.act({ kind: 'close', viewId: mateo.modal()?.id });
  await press(mateo, text, 'Assess…');
  expect(mateo.modalSays()).toContain(`<@${ANA}> dismissed this alert (spam or troll)`);
  await mateo.act({ kind: 'close', viewId: mateo.modal()?.id });
  await press(mateo, text, 'Dismiss');
  await mateo.submit({ as: selected('duplicate') });
  expect(mateo.modalSays()).toContain(`<@${ANA}> dismissed this alert (spam or troll)`);
  await mateo.act({ kind: 'close', viewId: mateo.modal()?.id });
  undo();
});

test('two forms open at once: the second to send is told by name who was first', async () => {
  const text = await story('Two escalate this one from two desks at once');
  await press(ana, text, 'Escalate');
  await press(mateo, text, 'Escalate');
  await ana.submit();
  await workspace.settle();
  await mateo.submit();
  expect(mateo.modalSays()).toContain(`<@${ANA}> took this to INC-0001 already`);
  await mateo.act({ kind: 'close', viewId: mateo.modal()?.id });
  expect(words(card(text))).toContain('INC-0001');
});

test('a second story is attached to an open incident, and its card says where it went', async () => {
  const text = await story('Another passenger tells the very same thing to me');
  await press(mateo, text, 'Attach or merge…');
  expect(mateo.modalSays()).toContain('INC-0001 Two escalate this one');
  await mateo.submit({ target: selected('incident:1') });
  await workspace.settle();
  expect(words(card(text))).toContain(`<@${MATEO}> took it to *INC-0001*`);
  expect(words(saying(workspace.sandbox.messages(room(1).id), 'attached another story'))).toContain(text);
  await mateo.command('sev INC-1 1 worse than thought');
  await workspace.settle();
  expect(words(card(text))).toContain('(SEV1, open)');
});
