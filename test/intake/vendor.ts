/** A tool that we call, played by a small HTTP server. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Mention } from '../../src/alert/mention/words.ts';
import { safeFetch } from '../../src/source/pull/safe-fetch.ts';
import type { OpenSource, Read, SafeFetch, SourceKind } from '../../src/source/source.ts';
import { noon } from './mapped.ts';

export interface Asked {
  /** The host that was meant. */
  host: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
}

export interface Vendor {
  /** Whatever host it is given, it asks this server. */
  fetch: SafeFetch;
  asked: Asked[];
  url: string;
}

/** Answers every request as `answer` says, until the test is over. */
export async function startVendor(answer: (asked: Asked, response: ServerResponse) => void): Promise<Vendor> {
  const asked: Asked[] = [];
  const hosts: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    const one = { host: hosts.shift() ?? '', path: url.pathname, query: url.searchParams, headers: request.headers };
    asked.push(one);
    answer(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const local = safeFetch({ allowPrivate: (host) => host === '127.0.0.1' });
  const fetch: SafeFetch = (address, init) => {
    const { host, pathname, search } = new URL(address);
    hosts.push(host);
    return local(`${url}${pathname}${search}`, init);
  };
  return { fetch, asked, url };
}

export function answerJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export interface Pulled {
  mentions: Mention[];
  rejected: Read['rejected'];
  /** The last that was kept; what was given when nothing was. */
  cursor: unknown;
  keeps: { read: Read; cursor: unknown }[];
  failure: unknown;
}

interface PullOptions {
  cursor?: unknown;
  now?: Date;
  signal?: AbortSignal;
  onKeep?: () => void;
}

/** One pull of a source, in memory. The cursor goes through JSON, as it does in the database. */
export async function pullOf(
  kind: SourceKind,
  source: Partial<OpenSource>,
  fetch: SafeFetch,
  { cursor = null, now = noon, signal = new AbortController().signal, onKeep = () => {} }: PullOptions = {},
): Promise<Pulled> {
  const keeps: Pulled['keeps'] = [];
  const keep = async (read: Read, at: unknown) => {
    keeps.push({ read, cursor: JSON.parse(JSON.stringify(at)) });
    onKeep();
  };
  const opened = { name: 'a-source', kind: kind.kind, settings: {}, secrets: {}, ...source };
  let failure: unknown = null;
  try {
    await kind.pull?.pull({ source: opened, cursor, fetch, now: () => now, signal, keep });
  } catch (error) {
    failure = error;
  }
  const heard = keeps.flatMap(({ read }) => read.heard);
  return {
    mentions: heard.flatMap((one) => (one.kind === 'mention' ? [one.mention] : [])),
    rejected: keeps.flatMap(({ read }) => read.rejected),
    cursor: keeps.at(-1)?.cursor ?? cursor,
    keeps,
    failure,
  };
}
