import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { findAlert } from '../../src/alert/card/store.ts';
import { type Database, ping } from '../../src/db/connect.ts';
import { lockFolder } from '../../src/db/lock-folder.ts';
import { takeLock } from '../../src/db/migrate.ts';
import { onPostgres } from '../databases.ts';
import { connect } from '../house.ts';
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

  /** One with a table of ours. Making one takes seconds. */
  let made: string | undefined;
  async function copyOfUsed(): Promise<{ dataDir: string; folder: string }> {
    if (made === undefined) {
      made = mkdtempSync(join(tmpdir(), 'firebreak-used-'));
      await (await connect({ dataDir: made })).close();
    }
    const dataDir = emptyFolder();
    cpSync(join(made, 'database'), join(dataDir, 'database'), { recursive: true });
    return { dataDir, folder: join(dataDir, 'database') };
  }
  afterAll(() => {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
  });
  const said = (dataDir: string) =>
    connect({ dataDir }).then(
      () => 'opened',
      (error: Error) => error.message,
    );

  test('is of the version that is said to be ours', async () => {
    const { dataDir, folder } = await copyOfUsed();
    expect(readFileSync(join(folder, 'PG_VERSION'), 'utf8')).toBe('18\n');
    const db = await connect({ dataDir });
    expect(await one(db, `select current_setting('server_version_num')::int / 10000 as major`)).toEqual({ major: 18 });
    await db.close();
  });

  test.each([
    ['older', '17'],
    ['newer', '19'],
  ])('of a PostgreSQL that is %s is left alone, with what to do', async (which, major) => {
    const { dataDir, folder } = await copyOfUsed();
    writeFileSync(join(folder, 'PG_VERSION'), `${major}\n`);
    expect(await said(dataDir)).toBe(
      `DATA_DIR: the embedded database in ${folder} was made by PostgreSQL ${major}, and this Firebreak brings 18: a ` +
        `${which} Firebreak made it. Start that one, or move ${folder} away to begin anew. Nothing was deleted.`,
    );
  });

  const log = (folder: string) => readdirSync(join(folder, 'pg_wal')).filter((name) => /^[\dA-F]{24}$/.test(name));
  test.each<[string, (folder: string) => void, string]>([
    [
      'whose log is cut off',
      (at) => {
        for (const one of log(at)) truncateSync(join(at, 'pg_wal', one), 100);
      },
      'PGlite says "Aborted()"',
    ],
    ['whose control file is empty', (at) => writeFileSync(join(at, 'global/pg_control'), ''), 'PGlite says "'],
    ['whose tables are gone', (at) => rmSync(join(at, 'base'), { recursive: true }), 'PGlite says "'],
    ['whose version is gone', (at) => rmSync(join(at, 'PG_VERSION')), 'its PG_VERSION is gone'],
    ['whose version is empty', (at) => writeFileSync(join(at, 'PG_VERSION'), ''), 'its PG_VERSION cannot be read'],
  ])('%s is said to be damaged, with what to do, and nothing of it is lost', async (_, damage, why) => {
    const { dataDir, folder } = await copyOfUsed();
    damage(folder);
    const files = readdirSync(folder).length;
    const sentence = await said(dataDir);
    expect(sentence).toContain(`DATA_DIR: the embedded database in ${folder} cannot be read: ${why}`);
    expect(sentence).toMatch(/Restore .* from a copy, or move it away to begin anew\. Nothing was deleted\.$/);
    expect(sentence).not.toContain('ASSERTIONS');
    expect(readdirSync(folder).length).toBeGreaterThanOrEqual(files);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  test('of a first start that was killed is made anew', async () => {
    const { dataDir, folder } = await copyOfUsed();
    rmSync(join(folder, 'PG_VERSION'));
    for (const one of readdirSync(join(folder, 'base'))) {
      for (const file of readdirSync(join(folder, 'base', one))) {
        if (Number.parseInt(file, 10) >= 16_384) rmSync(join(folder, 'base', one, file));
      }
    }
    const db = await connect({ dataDir });
    await storedAlert(db);
    await db.close();
  });

  test('says in a sentence that its folder cannot be used', async () => {
    const file = join(emptyFolder(), 'a file');
    writeFileSync(file, '');
    const below = join(file, 'below');
    expect(await said(below)).toBe(
      `DATA_DIR: ${below} cannot be used: it lies below something that is no folder. Set DATA_DIR to another one.`,
    );
    expect(await said(file)).toBe(`DATA_DIR: ${file} cannot be used: it is no folder. Set DATA_DIR to another one.`);
  });

  test.each([
    ['the disk is full', 'size=8m', 'the disk is full. Make room, or set DATA_DIR to a folder with more.'],
    ['it may not be written', 'ro', 'it is read-only. Make it writable, or set DATA_DIR to another folder.'],
  ])('says in a sentence that %s', async (_, how, why) => {
    const dataDir = emptyFolder();
    // Only root may.
    const [done] = await Promise.allSettled([
      promisify(execFile)('mount', ['-t', 'tmpfs', '-o', how, 'none', dataDir]),
    ]);
    if (done?.status === 'rejected') return;
    // PGlite holds on to the files of a database that did not open.
    onTestFinished(() => void execFileSync('umount', ['--lazy', dataDir]));
    expect(await said(dataDir)).toBe(`DATA_DIR: ${dataDir} cannot be used: ${why}`);
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

  /** A session that changes the tables, as far as others can tell. */
  function migrator(databaseUrl: string): postgres.Sql {
    const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    onTestFinished(() => client.end({ timeout: 1 }));
    return client;
  }

  test('a replica that stands still with the migration lock is ended, and the next one goes on', async () => {
    const databaseUrl = await openUrl();
    const waits = { idle: 300, said: 60_000 };
    await takeLock(migrator(databaseUrl), () => {}, waits);
    await takeLock(migrator(databaseUrl), () => {}, waits);
  });

  test('who waits for the migration lock says who has it, and what to do', async () => {
    const databaseUrl = await openUrl();
    const working = migrator(databaseUrl);
    await takeLock(working, () => {});
    const [{ pid } = { pid: 0 }] = await working<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const said: string[] = [];
    const waiting = takeLock(migrator(databaseUrl), (sentence) => said.push(sentence), { idle: 60_000, said: 0 });
    await expect
      .poll(() => said[0])
      .toMatch(/^Another Firebreak at 127\.0\.0\.1 has been changing the tables .* \d+ s; /);
    expect(said[0]).toMatch(new RegExp(`end its session there: select pg_terminate_backend\\(${pid}\\)$`));
    await working.end();
    await waiting;
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
