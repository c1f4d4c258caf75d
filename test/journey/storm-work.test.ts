/** Working through a storm: many stories at once, and its card where people look. */
import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/policy/settings.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { drive, type Person } from '../driver.ts';
import { buttons, saying, words } from '../shown.ts';
import { ANA, checked, MATEO, ownWords, selected, typed } from '../workspace.ts';

const policy = { ...sandboxOwners(defaultSettings().policy), storm: { stories: 3, within: 10 } };
const workspace = drive({ settings: { policy } });
const { person, alerts, events, done } = workspace;
const ana = person(ANA);
const mateo = person(MATEO);

const stormCards = () => alerts().filter((message) => /^(🌪️|🌤️)/u.test(message.text));
const stormSays = () => words(stormCards().at(-1));
const lineOf = (subject: string) =>
  saying(
    alerts().filter(({ text }) => text.startsWith('↪️')),
    subject,
  );

/** Stories unlike each other, numbered as they come. */
let told = 0;
async function tell(n: number, text = 'Nobody at the desk knew of'): Promise<void> {
  for (let i = 0; i < n; i++) {
    told += 1;
    await workspace.send({
      text: `${text} matter${told} ${ownWords(told)}`,
      url: `https://x.com/s/${told}`,
      sentiment: 'neutral',
    });
  }
  await workspace.settle();
}

/** Opens the form, ticks the stories of these numbers and sends what else is given. */
async function work(who: Person, stories: number[], rest: Parameters<Person['submit']>[0]): Promise<void> {
  if (!who.modal()) await who.press(stormCards(), 'Work through…');
  const [list = ''] = listsIn(who);
  await who.submit({ ...(stories.length > 0 ? { [list]: checked(...stories.map(String)) } : {}), ...rest });
  await workspace.settle();
}

const listsIn = (who: Person) =>
  (who.modal()?.view.blocks ?? []).flatMap(({ block_id }) => (block_id?.startsWith('stories_') ? [block_id] : []));
const radio = (value: string) => ({ ...selected(value), type: 'radio_buttons' });
const close = (who: Person) => who.act({ kind: 'close', viewId: who.modal()?.id });

test('the cards that it takes in stay as they are until its own card stands', async () => {
  await tell(3);
  const isStormCard = (args: object) => JSON.stringify(args).includes('storm_card:');
  workspace.sandbox.fault({ method: 'chat.postMessage', when: isStormCard, kind: '500', times: 3 });
  await tell(11);
  expect([stormCards(), alerts().length]).toEqual([[], 3]);
  expect(buttons(workspace.card('matter2 '))).toContain("I'm on it");
  await workspace.clock.advance(0.2);
  expect(stormSays()).toContain('A storm: 14 stories');
  expect(alerts().filter(({ text }) => text.startsWith('↪️'))).toHaveLength(3);
});

test('a form without a tick, or without a reason to dismiss, says beside the field what is missing', async () => {
  await work(ana, [], { what: radio('claim') });
  expect(ana.errors()).toEqual({ [listsIn(ana)[0] ?? '']: 'Tick at least one story.' });
  await work(ana, [1, 2], { what: radio('dismiss') });
  expect(ana.errors()).toEqual({ as: 'Say why they are dismissed.' });
  expect(listsIn(ana)).toHaveLength(2);
});

test('what somebody else took meanwhile is named, and all else is done, without a post', async () => {
  const before = alerts().length;
  await work(mateo, [5], { what: radio('claim') });
  expect(mateo.modalSays()).toContain('You are on 1 story now.');
  await work(ana, [4, 5, 6], { what: radio('claim') });
  expect(ana.modalSays()).toMatch(
    /You are on 2 stories now, and not on 1 other: “.*matter5.*” \(<@\w+> is on it already\)\./,
  );
  expect(stormSays()).toContain('Nobody is on 11 of them');
  expect(alerts()).toHaveLength(before);
});

test('the same form that Slack delivers twice does its work once', async () => {
  const sent = workspace.sandbox
    .deliveries()
    .findLast((one) => JSON.stringify(one.payload).includes('"view_submission"'))?.payload;
  expect(JSON.stringify(sent)).toContain('work_through');
  const claimed = await events('alert_claimed');
  await workspace.sandbox.sendRaw(`payload=${encodeURIComponent(JSON.stringify(sent))}`);
  await workspace.settle();
  expect(await events('alert_claimed')).toHaveLength(claimed.length);
  await close(ana);
  await close(mateo);
});

test('several are dismissed for one reason; one that has a line says so there, and is back in the storm when that is undone', async () => {
  const before = alerts().length;
  expect(words(lineOf('matter2 '))).toContain("the storm's card");
  const form = { what: radio('dismiss'), as: selected('spam_or_troll'), note: typed('one troll, many accounts') };
  await work(ana, [2, 7, 8], form);
  expect(ana.modalSays()).toContain('3 stories are dismissed: spam or troll.');
  await close(ana);
  expect(stormSays()).toContain('A storm: 11 stories');
  const own = workspace.card('matter2 ');
  expect(words(own)).toContain('dismissed it: spam or troll');
  expect(words(own)).toContain('one troll, many accounts');
  await done(ana.press([own], 'Undo'));
  expect(words(lineOf('matter2 '))).toContain("the storm's card");
  expect(stormSays()).toContain('A storm: 12 stories');
  expect(alerts()).toHaveLength(before);
});

test('those ticked become one story', async () => {
  await work(ana, [9, 10, 11], { what: radio('merge') });
  expect(ana.modalSays()).toContain('3 stories are one now');
  await close(ana);
  expect(stormSays()).toContain('A storm: 10 stories, 12 mentions');
});

test('once five posts stand below its card it is posted anew; the old one is a line, and all links lead to the newest', async () => {
  const [old] = stormCards();
  await tell(5, 'A passenger was injured on board and nobody answers about');
  await workspace.clock.advance(6);
  await tell(3);
  expect(stormCards().map(({ ts }) => ts)).toEqual([old?.ts]);
  await workspace.clock.advance(5);
  await tell(1);
  const [card, ...others] = stormCards();
  expect(others).toEqual([]);
  expect(card?.ts).not.toBe(old?.ts);
  expect(
    alerts()
      .filter(({ threadTs, ts }) => !threadTs || threadTs === ts)
      .at(-1)?.ts,
  ).toBe(card?.ts);
  const link = `/p${card?.ts.replace('.', '')}|`;
  expect(words(alerts().find(({ ts }) => ts === old?.ts))).toMatch(/^↪️ The storm is shown/);
  expect(words(alerts().find(({ ts }) => ts === old?.ts))).toContain(link);
  expect(words(lineOf('matter2 '))).toContain(link);
  expect(words(card)).toContain('and nobody answers about');
});

test('nothing of that is done twice when the answers to the post and to the edits after it are lost', async () => {
  const [before] = stormCards();
  await tell(5, 'A passenger was hurt on board and nobody answers about');
  await workspace.clock.advance(6);
  await tell(3);
  await workspace.clock.advance(5);
  const of = (kind: string) => (args: object) => JSON.stringify(args).includes(`${kind}:`);
  const { sandbox } = workspace;
  sandbox.fault({ method: 'chat.postMessage', when: of('storm_card_anew'), kind: 'drop_after_success' });
  sandbox.fault({ method: 'chat.update', when: of('storm_card'), kind: 'drop_after_success' });
  sandbox.fault({ method: 'chat.update', when: of('storm_card_left'), kind: 'drop_after_success' });
  await tell(1);
  await workspace.clock.advance(0.2);
  expect(stormCards()).toHaveLength(1);
  expect(stormCards()[0]?.ts).not.toBe(before?.ts);
  const left = alerts().filter((message) => words(message).includes('The storm is shown'));
  expect(left.map(({ ts }) => ts)).toContain(before?.ts);
  expect(left).toHaveLength(2);
});

test('who imports a file in the middle of it is told that its stories stand there', async () => {
  await ana.command('import');
  const rows = [1, 2].map((n) => `https://x.com/f/${n},The queue ${n} of the file ${ownWords(500 + n)},neutral`);
  const file = await ana.attach('week.csv', ['URL,Text,Sentiment', ...rows].join('\n'));
  await done(ana.submit({ file }));
  expect(ana.modalSays()).toContain('2 new posts. There is a storm: 2 stories of it stand on its card.');
  await close(ana);
});

test('of more than forty stories there are pages, each sent for itself', async () => {
  await tell(30);
  await ana.press(stormCards(), 'Work through…');
  expect(ana.modalSays()).toMatch(/1–40 of \d+/);
  const first = listsIn(ana);
  await ana.pressInModal('Later');
  expect(ana.modalSays()).toMatch(/41–\d+ of \d+/);
  expect(listsIn(ana).filter((list) => first.includes(list))).toEqual([]);
  await work(ana, [told], { what: radio('claim') });
  expect(ana.modalSays()).toContain('You are on 1 story now.');
  await close(ana);
});

test('what is said of the storm from then on is said under the newest', async () => {
  const [card] = stormCards();
  await workspace.clock.advance(50);
  const said = alerts().filter(({ threadTs, ts }) => threadTs === card?.ts && ts !== threadTs);
  expect(said.map(words).join()).toContain('50 %');
});
