import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findAlert } from '../../src/db/alerts.ts';
import { connect, type Database, ping } from '../../src/db/connect.ts';
import { lockFolder } from '../../src/db/lock-folder.ts';
import { onPostgres } from '../databases.ts';
import { afterNoon, noon, one, storedAlert } from './some.ts';

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-connect-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The id of a process that lives until the test is over. */
function otherProcess(): number {
  const child = spawn('sleep', ['60']);
  onTestFinished(() => {
    child.kill();
  });
  return child.pid ?? 0;
}

describe('the embedded database', () => {
  test('keeps its rows when it is opened again, and lets one handle in', async () => {
    const dataDir = join(emptyFolder(), 'made', 'on demand');
    const first = await connect({ dataDir });
    const id = await storedAlert(first);
    await expect(connect({ dataDir })).rejects.toThrow(`DATA_DIR: this Firebreak uses ${dataDir} already.`);
    await ping(first);
    await first.close();

    const second = await connect({ dataDir });
    expect(await findAlert(second, id)).toMatchObject({ id, receivedAt: noon });
    await second.close();
  });

  test('says in a sentence that its folder cannot be used', async () => {
    const file = join(emptyFolder(), 'a file');
    writeFileSync(file, '');
    await expect(connect({ dataDir: join(file, 'below') })).rejects.toThrow(/^DATA_DIR: .* cannot be used: ENOTDIR/);
  });
});

describe('the lock of a folder', () => {
  test('held by another process is refused, with the way out', () => {
    const folder = emptyFolder();
    const pid = otherProcess();
    writeFileSync(join(folder, 'lock'), String(pid));
    expect(() => lockFolder(folder)).toThrow(`another Firebreak (process ${pid}) uses ${folder}. Stop it, or set`);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(String(pid));
  });

  test.skipIf(process.platform !== 'linux')(
    'left by a process that was killed is taken over, though nobody has reaped it yet',
    async () => {
      const folder = emptyFolder();
      // The second sleep takes the shell's place, and never asks what became of the first.
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30']);
      onTestFinished(() => void parent.kill());
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
      const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      await expect.poll(() => stat()[0]).toBe('Z');
      writeFileSync(join(folder, 'lock'), `${pid} ${stat()[19]}`);
      lockFolder(folder)();
    },
  );

  test.each([
    ['of a process that is gone', '4194000'],
    ['with our own id, from before a restart', String(process.pid)],
    ['that says nothing one can read', 'rubbish'],
  ])('%s is taken over', (_, left) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'lock'), left);
    const unlock = lockFolder(folder);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toContain(String(process.pid));
    unlock();
    expect(() => readFileSync(join(folder, 'lock'))).toThrow('ENOENT');
  });

  test.runIf(process.platform === 'linux')('left by a process whose id another one has now is taken over', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'lock'), `${otherProcess()} 1`);
    lockFolder(folder)();
  });

  test('that is just being written is respected; an old empty one is what a crash left', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'lock'), '');
    expect(() => lockFolder(folder)).toThrow('another Firebreak');
    utimesSync(join(folder, 'lock'), noon, noon);
    lockFolder(folder)();
  });
});

onPostgres((openUrl) => {
  /** A database with nothing in it. */
  async function emptyDatabase(): Promise<string> {
    const url = new URL(await openUrl());
    const migrated = url.pathname.slice(1);
    const ask = postgres(url.href, { max: 1, onnotice: () => {} });
    const name = `${migrated}_empty`;
    await ask`create database ${ask(name)}`;
    await ask.end();
    url.pathname = `/${name}`;
    return url.href;
  }

  test('replicas that start at once on an empty database all start, and migrate it once', async () => {
    const databaseUrl = await emptyDatabase();
    const numbered = readdirSync('migrations').filter((file) => file.endsWith('.sql'));
    const started = await Promise.all(Array.from({ length: 5 }, () => connect({ databaseUrl, dataDir: '' })));
    const [first] = started as [Database];
    expect(await one(first, 'select count(*)::int as n from drizzle.__drizzle_migrations')).toEqual({
      n: numbered.length,
    });
    await storedAlert(first);
    await Promise.all(started.map((db) => db.close()));
  });

  test('times are the same whatever zone and style the server prefers', async () => {
    const databaseUrl = await emptyDatabase();
    const ask = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    const name = new URL(databaseUrl).pathname.slice(1);
    await ask.unsafe(`alter database ${name} set timezone = 'Asia/Kolkata'`);
    await ask.unsafe(`alter database ${name} set datestyle = 'SQL, DMY'`);
    await ask.end();
    const db = await connect({ databaseUrl, dataDir: '' });
    const id = await storedAlert(db, { receivedAt: afterNoon(0.789), publishedAt: noon });
    expect(await findAlert(db, id)).toMatchObject({ receivedAt: afterNoon(0.789), publishedAt: noon });
    await db.close();
  });

  test('the tables say that they need no more than PostgreSQL 14', async () => {
    const db = await connect({ databaseUrl: await openUrl(), dataDir: '' });
    const { version } = await one<{ version: number }>(
      db,
      `select current_setting('server_version_num')::int / 10000 as version`,
    );
    // The server that comes with the tests is the oldest that Firebreak supports.
    if (!process.env.TEST_DATABASE_URL) expect(version).toBe(14);
    await db.close();
  });
});

test.each([
  ['nobody listens', 'postgres://nobody:secret@127.0.0.1:1/none', 'ECONNREFUSED'],
  ['nobody listens under a name', 'postgres://nobody:secret@localhost:1/none', 'ECONNREFUSED'],
  ['the address is no address', 'postgres://nobody:secret@:x', 'Invalid URL'],
])('says in a sentence that the database cannot be used: %s', async (_, databaseUrl, why) => {
  const refused = await connect({ databaseUrl, dataDir: '' }).catch((error: Error) => error.message);
  expect(refused).toMatch(
    /^DATABASE_URL: the database cannot be used: .*\. Check the address and that it is running\.$/,
  );
  expect(refused).toContain(why);
  expect(refused).not.toContain('secret');
});
