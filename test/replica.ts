/** Firebreak as it runs in production: a process of its own, which can be killed. And the network around it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import {
  connect as connectTcp,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type postgres from 'postgres';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const STARTS_WITHIN = 30_000;

export interface Replica {
  /** Where it listens. */
  url: string;
  /** All that it said, line by line. */
  said: string[];
  /** ms from the start of the process until it was ready. */
  startedIn: number;
  isAlive: () => boolean;
  /** Resolves when the process is gone. */
  kill: (signal?: NodeJS.Signals) => Promise<void>;
  /** It stands still, as when its machine is paused: its connections stay, and nothing of it moves. */
  freeze: () => void;
  /** Its settings file was changed: SIGHUP. */
  hangUp: () => void;
  /** Resolves when it has said this; its output is waited for. */
  says: (words: string) => Promise<void>;
  thaw: () => void;
}

/** Starts `node dist/main.js` with nothing but this environment. Rejects with what it said when it does not get ready. */
export async function startReplica(env: Record<string, string>): Promise<Replica> {
  const begun = performance.now();
  const child = spawn(process.execPath, [MAIN], {
    // Away from any .env and firebreak.yml.
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    child.kill(signal);
    await gone;
  };
  const said: string[] = [];
  const url = await firstUrl(child, said, gone).catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  const startedIn = performance.now() - begun;
  return {
    url,
    said,
    startedIn,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill,
    hangUp: () => void child.kill('SIGHUP'),
    says: async (words) => {
      const heard = () => said.some((line) => line.includes(words));
      while (!heard()) {
        if (child.exitCode !== null) throw new Error(`Firebreak stopped. It said:\n${said.join('\n')}`);
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), gone]);
      }
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

function firstUrl(child: ChildProcess, said: string[], gone: Promise<unknown>): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`Firebreak ${why}. It said:\n${said.join('\n')}`));
    const timer = setTimeout(() => fail('did not start in time'), STARTS_WITHIN);
    void gone.then(() => fail('stopped')).finally(() => clearTimeout(timer));
    let rest = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        said.push(...lines);
        const found = lines.map((line) => /Firebreak listens at (http:[^"\s]+)/.exec(line)?.[1]).find(Boolean);
        if (!found) return;
        clearTimeout(timer);
        resolve(found);
      });
    }
  });
}

// --- The network -----------------------------------------------------------------------------------------------------

export interface Hop {
  url: string;
  close: () => Promise<void>;
}

interface Seen {
  /** For instance `/api/chat.postMessage`. */
  path: string;
}

/**
 * Stands between two parties. `to` says where each request goes, null for nowhere. `before` and `after` are called when
 * a request has arrived and when its answer has; `false` loses it there.
 */
export async function startHop(
  to: () => string | null,
  watch: { before?: (seen: Seen) => boolean; after?: (seen: Seen) => boolean } = {},
): Promise<Hop> {
  const server = createServer((req, res) => {
    void carry(req, res).catch(() => res.destroy());
  });
  async function carry(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readAll(req);
    const seen = { path: req.url ?? '/' };
    const target = to();
    if (target === null || watch.before?.(seen) === false) return void res.destroy();
    const answer = await forward(new URL(seen.path, target), req, body);
    if (watch.after?.(seen) === false) return void res.destroy();
    res.writeHead(answer.status, answer.headers);
    res.end(answer.body);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) };
}

export interface Wire {
  /** The database's address, through this wire. */
  url: string;
  /** From now on it swallows all that is sent either way, and what wants to connect gets no answer. */
  swallow: () => void;
  /** What the database sends is not taken from it any more. */
  stopReading: () => void;
  /** As good as ever. What was swallowed stays lost, and so do the connections it was lost on. */
  mend: () => void;
  close: () => Promise<void>;
}

/** A stretch of network before a database. */
export async function startWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl);
  let isBroken = false;
  const ends = new Set<Socket>();
  const fars = new Set<Socket>();
  const server = createTcpServer((near) => {
    const lost = { is: isBroken };
    const far = connectTcp(Number(target.port), target.hostname);
    fars.add(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.on('data', (bytes) => {
        lost.is ||= isBroken;
        if (!lost.is) to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        ends.delete(from);
        // A network that swallows everything does not tell that the other side is gone either.
        if (!lost.is && !isBroken) to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${portOf(server)}`;
  return {
    url: url.href,
    swallow: () => {
      isBroken = true;
    },
    stopReading: () => {
      for (const far of fars) far.pause();
    },
    mend: () => {
      isBroken = false;
    },
    close: async () => {
      for (const end of ends) end.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(url: URL, { method = 'GET', headers }: IncomingMessage, body: Buffer) {
  const sent = request(url, { method, headers: { ...headers, host: url.host, connection: 'close' } });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await readAll(answer) };
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function portOf(server: Server | TcpServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It does not listen.');
  return address.port;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/**
 * Freezes a replica in the middle of storing mentions, while it holds the story lock that all others wait for. It must be
 * storing all the time, and have been started with this PGAPPNAME.
 */
export async function freezeWhileStoring(replica: Replica, name: string, ask: postgres.Sql): Promise<void> {
  await until('a replica is frozen while it holds the story lock', 60_000, async () => {
    replica.freeze();
    // What it sent before it stopped is still carried out.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const holding = await ask`
      select from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and objid = 7203116 and granted and application_name = ${name}
        and state like 'idle in transaction%'`;
    if (holding.length > 0) return true;
    replica.thaw();
    return false;
  });
}

// --- Chance and patience ---------------------------------------------------------------------------------------------

/** Random numbers below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Looks again and again until it is true. Throws with `what` when it is not in time. */
export async function until(what: string, within: number, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + within;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited ${within / 1_000} s in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
