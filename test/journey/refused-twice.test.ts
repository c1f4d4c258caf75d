/** A refusal writes nothing, not even that it was asked: its copy is told the same, and never passes for done. */
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { rows } from '../../src/db/connect.ts';
import { drive } from '../driver.ts';
import { ANA, MATEO, selected, typed } from '../workspace.ts';

const workspace = drive({ secretKey: Buffer.alloc(32, 7) });
const { person, story, card, escalate } = workspace;
const ana = person(ANA);

/** What the workspace sent last, once more; answers what it is told. */
async function copyOfLast(): Promise<string> {
  const sent = workspace.sandbox.deliveries().at(-1);
  const body =
    sent?.type === 'command'
      ? new URLSearchParams(sent.payload as Record<string, string>).toString()
      : `payload=${encodeURIComponent(JSON.stringify(sent?.payload))}`;
  const answer = JSON.stringify(await workspace.sandbox.sendRaw(body));
  await workspace.settle();
  return answer;
}

async function remembered(): Promise<string[]> {
  return (await rows<{ key: string }>(workspace.app.db.sql, sql`select key from heard order by key`)).map(
    ({ key }) => key,
  );
}

const toldAna = () => workspace.sandbox.ephemerals(ANA).map(({ text }) => text);

test('a form: the copy of a refused one is refused in the same words, and nothing of it is kept', async () => {
  const text = await story('The story that two dismiss at once');
  await ana.press([card(text)], 'Dismiss');
  const mateo = person(MATEO);
  await mateo.press([card(text)], 'Dismiss');
  await mateo.submit({ as: selected('duplicate') });
  const before = await remembered();
  await ana.submit({ as: selected('spam_or_troll') });
  expect(ana.modalSays()).toContain(`<@${MATEO}> dismissed this alert (duplicate). Reopen it first.`);
  for (let copy = 0; copy < 2; copy++) {
    const answer = await copyOfLast();
    expect(answer).toContain('dismissed this alert (duplicate). Reopen it first.');
    expect(answer).not.toContain('clear');
  }
  expect(await remembered()).toEqual(before);
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
});

test('a form that Slack sends twice at once: neither closes as if it were done', async () => {
  const text = await story('The story that is assessed and then lowered');
  await ana.press([card(text)], 'SEV2');
  await ana.press([card(text)], 'SEV4');
  workspace.sandbox.faultDelivery({ type: 'interaction', kind: 'twice' });
  await ana.submit({ reason: typed(' ') });
  await workspace.settle();
  expect(ana.modal()).toBeDefined();
  expect(ana.errors()).toEqual({ reason: 'Say why the severity goes down.' });
  await ana.submit({ reason: typed('It was a joke') });
  expect(ana.modal()).toBeUndefined();
});

test('a command: the copy of a refused one is answered as the first, and is done once it can be', async () => {
  await ana.command('note INC-7 seen it');
  const refusal = toldAna().at(-1) ?? '';
  expect(refusal).toBe('There is no incident INC-0007 that you can see.');
  expect(await remembered()).not.toContainEqual(expect.stringContaining('command '));
  await copyOfLast();
  expect(toldAna().slice(-2)).toEqual([refusal, refusal]);

  await escalate(await story('The story that becomes an incident'));
  const room = workspace.room(1).id;
  await ana.command('resolve', room);
  const early = toldAna().at(-1) ?? '';
  expect(early).toContain('Nobody has answered in public yet');
  const resolve = workspace.sandbox.deliveries().at(-1);
  await ana.command('reply https://x.com/acme/1', room);
  const body = new URLSearchParams(resolve?.payload as Record<string, string>).toString();
  for (let copy = 0; copy < 2; copy++) await workspace.sandbox.sendRaw(body);
  await workspace.settle();
  expect(toldAna().filter((text) => text.includes('INC-0001 is resolved'))).toHaveLength(1);
});

test('a source: a wrong form is told what is wrong as often as it comes; a right one adds one source', async () => {
  const add = async (name: string) => {
    await ana.command('sources');
    await ana.pressInModal('Add source');
    await ana.submit({ kind: selected('generic') });
    await ana.submit({ name: typed(name) });
  };
  const before = await remembered();
  await add('Not A Name');
  expect(await copyOfLast()).toContain('Give 2 to 40 letters');
  expect((await remembered()).filter((key) => !before.includes(key))).toEqual([expect.stringMatching(/^command /)]);
  while (ana.modal()) await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  await add('zap');
  expect(ana.modalSays()).toContain('*zap* is added.');
  expect(await copyOfLast()).toContain('This was done already.');
  const found = await rows(workspace.app.db.sql, sql`select name from sources where name = 'zap'`);
  expect(found).toHaveLength(1);
  while (ana.modal()) await ana.act({ kind: 'close', viewId: ana.modal()?.id });
});

test('a file that could not be read is read when its copy comes', async () => {
  await ana.command('import');
  const file = await ana.attach('posts.csv', 'text\nThe lounge is closed again\n');
  const undo = workspace.sandbox.fault({ method: 'views.update', kind: { error: 'not_found' }, times: 1 });
  await workspace.app.db.sql.execute(sql`alter table stories rename to stories_away`);
  await ana.submit({ file });
  await workspace.settle();
  await workspace.app.db.sql.execute(sql`alter table stories_away rename to stories`);
  undo();
  expect(await remembered()).not.toContainEqual(expect.stringMatching(/^import /));
  await copyOfLast();
  expect(ana.modalSays()).toContain('*posts.csv*: 1 new post.');
});
