/** Sources, as an administrator in Slack has them: added, tried out, sent to, paused, rotated, looked after, removed. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/policy/settings.ts';
import { drive } from '../driver.ts';
import { saying, words } from '../shown.ts';
import { ANA, asPerson, MATEO, openWorkspace, selected, typed } from '../workspace.ts';

const workspace = drive({
  secretKey: randomBytes(32),
  settings: { sources: [{ name: 'crm', kind: 'generic', values: { token: 'a-token-from-the-environment' } }] },
});
const { alerts, card } = workspace;
/** Owns the workspace of the sandbox. */
const ana = workspace.person(ANA);

async function closeAll(person = ana): Promise<void> {
  for (let view = person.modal(); view; view = person.modal()) await person.act({ kind: 'close', viewId: view.id });
}

async function openSources(person = ana): Promise<void> {
  await closeAll(person);
  await person.command('sources');
  expect(person.modalSays()).toContain('listened to');
}

/** What the list says of one source; undefined when it is not in it. */
function row(name: string, person = ana): string | undefined {
  const blocks = person.modal()?.view.blocks ?? [];
  const found = blocks.find((block) => JSON.stringify(block).includes(`*${name}*`));
  return found && JSON.stringify(found);
}

/** An entry of a source's menu. */
async function choose(name: string, what: string, person = ana): Promise<void> {
  const viewId = person.modal()?.id ?? '';
  await person.act({
    kind: 'click',
    place: { kind: 'view', viewId },
    blockId: `source_${name}`,
    actionId: 'source_more',
    state: {
      type: 'overflow',
      selected_option: optionOf(name, what, person),
    },
  });
}

interface Menu {
  block_id?: string;
  accessory?: { options?: { text: { text: string }; value: string }[] };
}

function optionsOf(name: string, person = ana) {
  const blocks = (person.modal()?.view.blocks ?? []) as Menu[];
  const block = blocks.find((one) => one.block_id === `source_${name}`);
  return block?.accessory?.options ?? [];
}

function optionOf(name: string, what: string, person = ana) {
  const option = optionsOf(name, person).find(({ text }) => text.text === what);
  if (!option) throw new Error(`${name} has no entry "${what}".`);
  return option;
}

async function add(name: string): Promise<{ address: string; token: string }> {
  await openSources();
  await ana.pressInModal('Add source');
  await ana.submit({ kind: selected('generic') });
  expect(ana.modalSays()).toContain('Generic webhook');
  await ana.submit({ name: typed(name) });
  return shown();
}

/** What the modal shows only once. */
function shown(person = ana): { address: string; token: string } {
  const said = person.modalSays();
  const [, address = ''] = /```(http\S+)```/.exec(said) ?? [];
  const [, token = ''] = /\*Token\*\n```(\S+)```/.exec(said) ?? [];
  return { address, token };
}

function send({ address, token }: { address: string; token: string }, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
}

test('a source is added: its address and its secret are shown once, and what it sends arrives and is counted', async () => {
  const source = await add('zap-reviews');
  expect(source.address).toBe(`${workspace.app.url}/intake/zap-reviews`);
  expect(source.token).toMatch(/^[\da-f]{48}$/);
  expect(ana.modalSays()).toContain('shown only this once');
  await ana.pressInModal('Look again');
  expect(ana.modalSays()).toContain('Waiting for the first mention');

  expect((await send({ ...source, token: 'wrong' }, { text: 'x' })).status).toBe(401);
  await ana.pressInModal('Look again');
  expect(ana.modalSays()).toContain('The latest try did not work: The intake token is missing or wrong');

  const sent = await send(source, [{ id: 1, text: 'Nine hours at the gate.' }, { id: 2 }]);
  expect(await sent.json()).toMatchObject({ accepted: 1, rejected: [{ index: 1 }] });
  await ana.pressInModal('Look again');
  expect(ana.modalSays()).toContain('Something came just now. In all 1 accepted, 1 rejected.');
  expect(shown()).toEqual(source);

  await openSources();
  expect(row('zap-reviews')).toContain('last mention just now · 1 accepted · 1 rejected');
  expect(JSON.stringify(workspace.sandbox.views(ANA))).not.toContain(source.token);
  await workspace.settle();
  expect(card('Nine hours at the gate.')).toBeDefined();
});

test('secrets lie encrypted in the database, and are never logged', async () => {
  const source = await add('zap-secret');
  await send(source, { text: 'Heard.' });
  const stored = await workspace.app.db.sql.execute(`select secrets from sources where name = 'zap-secret'`);
  expect(JSON.stringify(stored)).toMatch(/"secrets":"[\w+/=]{60,}"/);
  expect(JSON.stringify(stored)).not.toContain(source.token);
  expect(JSON.stringify(workspace.logged)).not.toContain(source.token);
});

test('names are checked, and given once', async () => {
  await add('zap-twice');
  for (const [name, why] of [
    ['zap-twice', 'There is a source of this name: choose another one.'],
    ['generic', 'This name is taken: choose another one.'],
    ['Zap Reviews', 'Give 2 to 40 letters a-z, digits, - and _, beginning with a letter.'],
  ] as const) {
    await openSources();
    await ana.pressInModal('Add source');
    await ana.submit({ kind: selected('generic') });
    await ana.submit({ name: typed(name) });
    expect(ana.errors()).toEqual({ name: why });
  }
});

test('a test shows what would be stored, and opens no alert', async () => {
  await add('zap-test');
  await openSources();
  const before = alerts().length;
  await choose('zap-test', 'Test');
  expect(ana.modalSays()).toContain('*zap-test* works.');
  expect(ana.modalSays()).toContain('This is a test mention from Firebreak itself.');
  await workspace.settle();
  expect(alerts()).toHaveLength(before);
  await openSources();
  expect(row('zap-test')).toContain('nothing yet');
});

test('what a paused source sends is to be sent again; when it goes on it is heard', async () => {
  const source = await add('zap-pause');
  await openSources();
  await choose('zap-pause', 'Pause');
  expect(row('zap-pause')).toContain('*paused*');
  const refused = await send(source, { id: 7, text: 'Is anybody there?' });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '300']);
  await choose('zap-pause', 'Resume');
  expect(row('zap-pause')).not.toContain('*paused*');
  expect((await send(source, { id: 7, text: 'Is anybody there?' })).status).toBe(202);
});

test('a new secret holds at once, and the old one no longer', async () => {
  const old = await add('zap-rotate');
  expect((await send(old, { text: 'With the old one.' })).status).toBe(202);
  await openSources();
  await choose('zap-rotate', 'Rotate secret…');
  await ana.submit();
  const fresh = shown();
  expect(fresh.token).not.toBe(old.token);
  expect((await send(old, { text: 'Still the old one.' })).status).toBe(401);
  expect((await send(fresh, { text: 'With the new one.' })).status).toBe(202);
});

test('a rejected item is looked at, and tried again with success once it can be understood', async () => {
  const source = await add('zap-rejected');
  await send(source, { id: 'r1', headline: 7, note: '<!channel> neither text nor link' });
  await openSources();
  await choose('zap-rejected', 'Rejected…');
  expect(ana.modalSays()).toContain('neither a text nor a link');
  expect(ana.modalSays()).toContain('<!channel> neither text nor link');
  await ana.pressInModal('Try again');
  expect(ana.modalSays()).toContain('It still cannot be used');
  // As after an update that understands more: the same item, now with what it lacked.
  const mended = JSON.stringify({ id: 'r1', text: 'Now it can be read.' });
  await workspace.app.db.sql.execute(`update rejections set item = '${mended}' where source = 'zap-rejected'`);
  await openSources();
  await choose('zap-rejected', 'Rejected…');
  await ana.pressInModal('Try again');
  expect(ana.modalSays()).toContain('It was used.');
  await workspace.settle();
  expect(card('Now it can be read.')).toBeDefined();
  await openSources();
  await choose('zap-rejected', 'Rejected…');
  expect(ana.modalSays()).toContain('Nothing of *zap-rejected* waits here.');
});

test('a source that is removed is heard no more', async () => {
  const source = await add('zap-gone');
  await openSources();
  await choose('zap-gone', 'Remove…');
  await ana.submit();
  expect((await send(source, { text: 'Hello?' })).status).toBe(404);
  await openSources();
  expect(row('zap-gone')).toBeUndefined();
});

test('sources of firebreak.yml work, and are changed there', async () => {
  const crm = { address: `${workspace.app.url}/intake/crm`, token: 'a-token-from-the-environment' };
  expect((await send(crm, { text: 'From the CRM.' })).status).toBe(202);
  await openSources();
  expect(row('crm')).toContain('from firebreak.yml');
  expect(optionsOf('crm').map(({ text }) => text.text)).toEqual(['Test', 'Pause', 'Rejected…']);
  expect(optionsOf('generic').map(({ text }) => text.text)).toEqual(['Test', 'Pause', 'Rejected…']);
});

test('who is no administrator may look, and nothing more', async () => {
  const source = await add('zap-guarded');
  const mateo = workspace.person(MATEO);
  await openSources(mateo);
  expect(row('zap-guarded', mateo)).toContain('nothing yet');
  expect(mateo.modalSays()).toContain('Sources are changed by the admins and owners of this workspace.');
  expect(mateo.modalSays()).not.toContain('Add source');
  expect(optionsOf('zap-guarded', mateo)).toEqual([]);

  // A form that he opened while he still might.
  await openSources();
  await choose('zap-guarded', 'Remove…');
  const view = ana.modal()?.view;
  const payload = {
    type: 'view_submission',
    user: { id: MATEO },
    team: { id: 'T0ACMEAIR' },
    trigger_id: 'unseen.1',
    view: { ...view, id: 'V1', state: { values: {} } },
  };
  const answer = await workspace.sandbox.sendRaw(`payload=${encodeURIComponent(JSON.stringify(payload))}`);
  expect(JSON.stringify(answer)).toContain('Sources are changed by');
  expect((await send(source, { text: 'Still here.' })).status).toBe(202);
});

test('App Home leads there too', async () => {
  await closeAll();
  await ana.openHome();
  await ana.pressAtHome('Sources…');
  expect(ana.modalSays()).toContain('listened to');
});

test('a source that falls silent is told of in the alerts channel, and when it is back', async () => {
  // What was heard before is dealt with, so that hours may pass without a page for each of it.
  await workspace.app.db.sql.execute(sql`update alerts set status = 'dismissed', next_due_at = null`);
  const source = await add('zap-silent');
  for (let n = 0; n < 16; n++) {
    await send(source, { id: n, text: 'The same story, told by somebody else once more.' });
    await workspace.clock.advance(20);
  }
  expect(saying(alerts(), 'Nothing has come from')).toBeUndefined();
  await workspace.clock.advance(60);
  await workspace.clock.advance(60);
  const silent = alerts().filter((message) => words(message).includes('Nothing has come from `zap-silent`'));
  expect(silent).toHaveLength(1);
  await openSources();
  expect(row('zap-silent')).toContain('*silent*');
  await send(source, { id: 'back', text: 'And here I am again.' });
  await workspace.clock.advance(1);
  expect(words(saying(alerts(), 'is back after'))).toMatch(/`zap-silent` is back after 2 h 2\d min/);
});

test('named admins may change sources, and nobody else, whatever they are in the workspace', async () => {
  const other = await openWorkspace({ secretKey: randomBytes(32), settings: { admins: [MATEO] } });
  try {
    const [owner, mateo] = [asPerson(other.sandbox, ANA), asPerson(other.sandbox, MATEO)];
    await owner.command('sources');
    expect(owner.modalSays()).toContain(`Sources are changed by <@${MATEO}> (admins in firebreak.yml).`);
    await mateo.command('sources');
    await mateo.pressInModal('Add source');
    expect(mateo.modalSays()).toContain('What do you listen with?');
  } finally {
    await other.close();
  }
});

test('a wrong SECRET_KEY stops the start in one sentence; with the old one all goes on', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'firebreak-key-'));
  const secretKey = randomBytes(32);
  const settings = { admins: [MATEO] };
  const first = await openWorkspace({ dataDir, secretKey, settings });
  const mateo = asPerson(first.sandbox, MATEO);
  await mateo.command('sources');
  await mateo.pressInModal('Add source');
  await mateo.submit({ kind: selected('generic') });
  await mateo.submit({ name: typed('zap') });
  const { token } = shown(mateo);
  await first.close();

  const wrong = openWorkspace({ dataDir, secretKey: randomBytes(32), settings });
  await expect(wrong).rejects.toThrow(/^SECRET_KEY is not the key with which the secrets of your sources/);
  await expect(openWorkspace({ dataDir, settings })).rejects.toThrow(/^SECRET_KEY is missing/);
  const again = await openWorkspace({ dataDir, secretKey, settings });
  try {
    const heard = await send({ address: `${again.app.url}/intake/zap`, token }, { text: 'Still here.' });
    expect(heard.status).toBe(202);
  } finally {
    await again.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('without SECRET_KEY nothing that needs a secret is added, and it is said why', async () => {
  const other = await openWorkspace({ settings: { ...defaultSettings(), admins: [MATEO] } });
  try {
    const mateo = asPerson(other.sandbox, MATEO);
    await mateo.command('sources');
    await mateo.pressInModal('Add source');
    await mateo.submit({ kind: selected('generic') });
    await mateo.submit({ name: typed('zap') });
    expect(mateo.errors()).toEqual({ name: expect.stringContaining('set SECRET_KEY (32 bytes') });
  } finally {
    await other.close();
  }
});
