/**
 * Makes what `upgrade.test.ts` begins with: a database with something of every kind in it, and the workspace around it,
 * as they were when a migration landed. To make one of another commit:
 *
 *     git worktree add /tmp/old <commit> && ln -s "$PWD/node_modules" /tmp/old/node_modules
 *     mkdir -p /tmp/old/test/db/upgrade && cp test/db/upgrade/make.ts /tmp/old/test/db/upgrade/make.test.ts
 *     cd /tmp/old && INTO="$OLDPWD/test/db/upgrade/0001" npx vitest run --config test/vitest.config.ts upgrade/make
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { noteOwnReplies } from '../../../src/act/reply/store.ts';
import { startMute } from '../../../src/alert/mute/rule.ts';
import { startMuteIn } from '../../../src/alert/mute/store.ts';
import { rows } from '../../../src/db/connect.ts';
import { defaultSettings } from '../../../src/policy/settings.ts';
import { sandboxOwners } from '../../../src/sandbox-mode.ts';
import { saying } from '../../shown.ts';
import {
  ANA,
  asPerson,
  HELEN,
  MATEO,
  openWorkspace,
  ownWords,
  PRIYA,
  people,
  SOCIAL_ALERTS,
  selected,
  typed,
} from '../../workspace.ts';

/** Of the sources' secrets. */
const SECRET_KEY = Buffer.alloc(32, 7);

test('make it', async () => {
  const journal = join(mkdtempSync(join(tmpdir(), 'firebreak-upgrade-')), 'workspace.jsonl');
  const { policy } = defaultSettings();
  const stormy = { ...sandboxOwners(policy), storm: { stories: 4, within: 10 } };
  const workspace = await openWorkspace({ secretKey: SECRET_KEY, settings: { policy: stormy }, sandbox: { journal } });
  const { sandbox, app, clock, settle } = workspace;
  const [ana, mateo] = [asPerson(sandbox, ANA), asPerson(sandbox, MATEO)];

  let told = 0;
  const send = async (story: string, given: object = {}) => {
    const post = { id: story, text: `${story} ${ownWords(++told)}`, url: `https://x.com/a/${told}`, ...given };
    expect(await (await workspace.send(post)).json()).toMatchObject({ accepted: 1 });
    await settle();
    const card = saying(sandbox.messages(SOCIAL_ALERTS), story);
    return card ? [card] : [];
  };
  const done = async (act: Promise<unknown>) => {
    expect(await act).toMatchObject({ ok: true });
    await settle();
  };

  await app.intake.desk.add('generic', 'zap', {}, ANA);
  await done(asPerson(sandbox, HELEN).command('subscribe', 'C0GENERAL'));

  // An incident that is over, and one whose owner is being asked.
  const over = await send('The lounge was closed');
  await done(ana.press(over, 'Escalate'));
  await done(ana.submit({ title: typed('Closed lounge') }));
  const rooms = () => sandbox.channels().filter((one) => one.name.startsWith('inc-'));
  for (const said of ['role lead', 'reply https://x.com/acme/1', 'resolve', 'close']) {
    await done(ana.command(said, rooms()[0]?.id));
  }
  const burning = await send('A passenger was hurt on the stairs', { author: { name: 'Jo', followers: 70_000 } });
  await done(ana.press(burning, 'Escalate'));
  await done(
    ana.submit({ title: typed('Hurt on the stairs'), severity: selected('SEV1'), owners_SEV1: people(PRIYA) }),
  );
  await done(ana.command('note the stairs are closed', rooms()[1]?.id));
  await clock.advance(11);

  // Alerts in every state.
  const dismissed = await send('The coffee is bad');
  await done(mateo.press(dismissed, 'Dismiss'));
  await done(mateo.submit({ as: selected('duplicate') }));
  const claimed = await send('My seat is broken');
  await done(mateo.press(claimed, "I'm on it"));
  await send('The gate has changed twice');
  await send('The gate was changed a third time');
  await clock.advance(11);
  const merged = saying(sandbox.messages(SOCIAL_ALERTS), 'a third time');
  await done(ana.press(merged ? [merged] : [], 'Attach or merge…'));
  await done(ana.submit({ target: selected('alert:5') }));
  await clock.advance(11);

  // A story of many, edited and deleted, with a chart; and one that is snoozed.
  const many = await send('They threw my suitcase from the belt');
  const text = `They threw my suitcase from the belt ${ownWords(told)}`;
  await workspace.send(
    Array.from({ length: 11 }, (_, i) => ({ id: `copy ${i}`, text, url: `https://x.com/copy/${i}` })),
  );
  await workspace.send({ id: 'copy 1', text: `${text} and laughed`, url: 'https://x.com/copy/1' });
  await workspace.send([{ id: 'copy 2', deleted: true }, { id: 'nothing said' }]);
  await settle();
  expect(many).toHaveLength(1);
  const decided = startMute({ kind: 'author', value: 'kim' }, 10080, ANA, clock.now());
  await startMuteIn(app.db, clock.now(), decided, null);
  await send('Kim is bored', { author: { name: 'Kim' } });
  const [first] = await rows<{ id: string }>(app.db.sql, sql`select first_mention_id as id from alerts where id = 4`);
  const reply = { id: 'r1', to: first?.id ?? '', url: 'https://x.com/acme/2', network: 'x' as const, by: 'Acme' };
  await noteOwnReplies(app.db, [{ ...reply, at: clock.now() }], clock.now());
  await settle();
  await clock.advance(11);

  // A storm, which takes in the small ones that nobody has touched.
  for (let n = 0; n < 7; n++) await send(`Delay number ${n}`);
  await app.intake.arrivals.flush();

  // What cannot be delivered, and what waits when the old version is stopped.
  const undo = sandbox.fault({ method: 'bookmarks.add', kind: { error: 'restricted_action' }, times: 5 });
  const refused = await send('A passenger was injured at the wrong gate');
  await done(ana.press(refused, 'Escalate'));
  await done(ana.submit({ title: typed('Injured at the gate'), owners_SEV1: people(MATEO) }));
  undo();
  await app.worker.stop();
  await workspace.send({ id: 'last', text: `The last thing heard ${ownWords(999)}`, url: 'https://x.com/a/last' });
  await ana.press(claimed, 'SEV2');
  await sandbox.idle();

  const tables = await rows<{ name: string }>(
    app.db.sql,
    sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const dump: Record<string, unknown> = {};
  for (const { name } of tables) {
    const found = await rows<{ row: object }>(app.db.sql, sql.raw(`select to_jsonb(t) as row from ${name} t`));
    dump[name] = found.map(({ row }) => row);
  }
  const lines = Object.entries(dump).map(
    ([name, list]) =>
      `${JSON.stringify(name)}: [\n${(list as object[]).map((row) => JSON.stringify(row)).join(',\n')}\n]`,
  );
  const into = process.env.INTO ?? '.';
  const at = JSON.stringify(clock.now());
  await workspace.close();
  writeFileSync(`${into}-database.json`, `{"at": ${at}, "tables": {\n${lines.join(',\n')}\n}}\n`);
  writeFileSync(`${into}-workspace.jsonl`, latestOf(readFileSync(journal, 'utf8')));
}, 120_000);

/**
 * Of each channel, message and file its last state, pictures left out. Who the people are, and what opens their doors, is
 * made anew at each start.
 */
function latestOf(journal: string): string {
  const [header = '', ...lines] = journal.split('\n').filter(Boolean);
  const last = new Map<string, string>();
  for (const line of lines) {
    const { type, channel, message, file } = JSON.parse(line);
    if (type === 'channel') last.set(channel.id, line);
    if (type === 'message') last.set(`${message.channel} ${message.ts}`, line);
    if (type === 'file') last.set(file.id, JSON.stringify({ type, file: { ...file, contentBase64: 'iVBORw0KGgo=' } }));
  }
  return `${[header, ...last.values()].join('\n')}\n`;
}
