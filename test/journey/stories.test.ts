/** Posts that change, answers of ours that are seen, and people who know better which posts tell one story. */
import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { drive } from '../driver.ts';
import { buttons, saying, words } from '../shown.ts';
import { ANA, MATEO, ownWords, selected } from '../workspace.ts';

const APP_SECRET = 'the-app-secret-of-our-page';
const PAGE = '1000001';

const values = { appSecret: APP_SECRET, verifyToken: 'a-token-to-verify-with' };
const workspace = drive({
  secretKey: randomBytes(32),
  settings: { sources: [{ name: 'our-page', kind: 'meta', values }] },
});
const { person, done, story, alerts } = workspace;
const ana = person(ANA);

const cards = () => alerts().filter((message) => buttons(message).some((label) => label.startsWith('SEV1')));
const card = (text: string) => {
  const found = cards().find((message) => words(message).includes(text));
  if (!found) throw new Error(`No card says "${text}".`);
  return found;
};

/** What Facebook tells about our page, signed as it signs. */
async function pageSays(value: object) {
  const change = { field: 'feed', value: { created_time: 1_763_659_990, post_id: `${PAGE}_2`, ...value } };
  const body = JSON.stringify({ object: 'page', entry: [{ id: PAGE, time: 1_763_660_000, changes: [change] }] });
  const signature = `sha256=${createHmac('sha256', APP_SECRET).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  const answer = await fetch(`${workspace.app.url}/intake/our-page`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
  await workspace.settle();
}

const comment = { item: 'comment', verb: 'add', parent_id: `${PAGE}_2`, from: { id: '777', name: 'Mia Lind' } };

test('a comment that is edited and deleted says so on its card, beside what it said at first', async () => {
  const id = `${PAGE}_2_3`;
  await pageSays({ ...comment, comment_id: id, message: 'Your new yoghurt tastes of nothing at all' });
  await pageSays({ ...comment, verb: 'edited', comment_id: id, message: 'I found metal in your new yoghurt today' });
  const shown = () => words(card('Mia Lind'));
  expect(shown()).toContain('tastes of nothing');
  expect(shown()).toContain('I found metal in your new yoghurt today');
  await pageSays({ item: 'comment', verb: 'remove', comment_id: id });
  expect(shown()).toMatch(/[Dd]eleted/);
  expect(shown()).toContain('tastes of nothing');
  await ana.press([card('Mia Lind')], 'Show all');
  expect(ana.modalSays()).toContain('kept as evidence.');
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
});

test('our own answer under it is proposed as the response, and a person logs it', async () => {
  const id = `${PAGE}_2_4`;
  await pageSays({ ...comment, comment_id: id, message: 'Three jackets in a row fell apart within a week' });
  const own = { item: 'comment', verb: 'add', from: { id: PAGE, name: 'Acme' }, message: 'We are sorry.' };
  await pageSays({ ...own, comment_id: `${PAGE}_2_5`, parent_id: id });
  await pageSays({ ...own, comment_id: `${PAGE}_2_5`, parent_id: id });
  const asked = alerts().filter((message) => words(message).includes('Was that our first human answer'));
  expect(asked).toHaveLength(1);
  expect(asked[0]?.threadTs).toBe(card('Three jackets').ts);
  expect(words(card('Three jackets'))).toContain('First public response due');

  await done(ana.press(asked, 'Yes, log it'));
  expect(ana.modalSays()).toContain('facebook.com');
  await done(ana.submit());
  expect(words(card('Three jackets'))).not.toContain('First public response due');
});

test('a post that tells another story is split out, and two alerts that tell one are merged', async () => {
  const lounge = `The lounge in Lisbon was closed this morning ${ownWords(1)}`;
  const other = `And my ring was stolen there. ${lounge}`;
  await story(lounge, { url: 'https://x.com/a/1' });
  await story(other, { url: 'https://x.com/a/2' });
  expect(words(card('The lounge in Lisbon'))).toContain('2 mentions');

  await ana.press([card('The lounge in Lisbon')], 'Show all');
  const blocks = (ana.modal()?.view.blocks ?? []) as {
    block_id?: string;
    accessory?: { action_id: string; value: string };
  }[];
  const last = blocks.findLast((one) => one.accessory);
  await ana.act({
    kind: 'click',
    place: { kind: 'view', viewId: ana.modal()?.id },
    blockId: last?.block_id,
    actionId: last?.accessory?.action_id,
    state: { type: 'button', value: last?.accessory?.value },
  });
  await workspace.settle();
  expect(ana.modalSays()).toContain('It has an alert of its own now');
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  expect(words(card('my ring was stolen'))).not.toContain('2 mentions');
  await story(other, { url: 'https://x.com/a/3' });
  expect(words(card('my ring was stolen'))).toContain('2 mentions');

  const mateo = person(MATEO);
  const from = card('my ring was stolen');
  await done(mateo.press([from], 'Attach or merge…'));
  const choices = mateo.modalSays();
  const [, into] = /Alert (\d+): The lounge in Lisbon was closed this morning/.exec(choices) ?? [];
  await done(mateo.submit({ target: selected(`alert:${into}`) }));
  const merged = alerts().find((message) => message.ts === from.ts);
  expect(words(merged)).toMatch(/Merged into/);
  expect(buttons(merged)).toEqual([]);
  expect(words(card('The lounge in Lisbon'))).toContain('3 mentions');
  expect(saying(alerts(), 'could not')).toBeUndefined();
});
