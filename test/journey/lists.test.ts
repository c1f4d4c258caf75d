/** What a person is shown of many: what burns, and how much is not shown. */
import { beforeAll, expect, test } from 'vitest';
import { insertIncident } from '../../src/act/incident/store.ts';
import type { Incident } from '../../src/act/incident/words.ts';
import { drive } from '../driver.ts';
import { incident } from '../make.ts';
import { wordsIn } from '../shown.ts';
import { ANA, ownWords } from '../workspace.ts';

const workspace = drive();
const { person, story, press } = workspace;
const ana = person(ANA);
beforeAll(() =>
  store([
    { id: 1, title: 'The one that burns' },
    ...Array.from({ length: 205 }, (_, i) => ({ id: i + 2, status: 'resolved' as const, title: 'Over' })),
  ]),
);

async function store(list: Partial<Incident>[]): Promise<void> {
  await workspace.app.db.sql.transaction(async (tx) => {
    for (const given of list) await insertIncident(tx, incident({ roomId: null, roomName: null, ...given }));
  });
}

/** All that Ana was told last, its blocks included. */
const told = () => wordsIn(workspace.sandbox.ephemerals(ANA).at(-1)?.blocks ?? []);
const atHome = async () => {
  await ana.openHome();
  return wordsIn(workspace.sandbox.home(ANA) ?? {});
};

test('an open incident behind 205 that are resolved but not closed is in `status`, in App Home and in every menu', async () => {
  await ana.command('status');
  expect(told()).toContain('The one that burns');
  expect(await atHome()).toContain('*1 open incident*\n*INC-0001');
  await ana.command('note something');
  expect(JSON.stringify(ana.modal()?.view)).toContain('INC-0001 The one that burns');
  expect(ana.modalSays()).toContain('106 more are not shown. Name any of them in the command');
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  await press(ana, await story(`Lost luggage ${ownWords(1)}`), 'Attach or merge…');
  expect(JSON.stringify(ana.modal()?.view)).toContain('INC-0001 The one that burns');
  await ana.act({ kind: 'close', viewId: ana.modal()?.id });
});

test('`list` shows what burns first, and says how much it leaves out', async () => {
  await ana.command('list');
  expect(told().startsWith('*INC-0001')).toBe(true);
  expect(told()).toContain('186 more are not shown.');
});

test('App Home counts all alerts, shows the severest ten and says how many more there are', async () => {
  await store([{ id: 999, title: 'Another', severity: 'SEV1' }]);
  const posts = Array.from({ length: 11 }, (_, i) => ({ text: ownWords(100 + i), url: `https://x.com/b/${i}` }));
  await workspace.send(posts);
  await workspace.send({ text: `An old man was injured on the stairs ${ownWords(99)}`, url: 'https://x.com/c/1' });
  const home = await atHome();
  expect(home.indexOf('INC-0999')).toBeLessThan(home.indexOf('INC-0001'));
  expect(home).toContain('*13 open alerts*\n*SEV1 suggested* · An old man was injured');
  expect(home).toContain('3 more are not shown. The most severe come first.');
});
