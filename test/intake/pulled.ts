import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mention } from '../../src/alert/mention/words.ts';
import { safeFetch } from '../../src/source/pull/safe-fetch.ts';
import type { OpenSource, Read, SafeFetch, SourceKind } from '../../src/source/source.ts';
import { noon } from './mapped.ts';

/** The real one, which otherwise calls nobody here. */
const toLoopback = safeFetch({ allowPrivate: (host) => host === '127.0.0.1' });

export interface Pulled {
  /** What was stored, and the cursor that was kept with it. */
  kept: { read: Read; cursor: unknown }[];
  mentions: Mention[];
  deleted: string[];
  rejected: string[];
  cursor: unknown;
  /** What the pull threw; null when it ended well. */
  error: unknown;
}

/** One pull of a kind, with what is stored remembered. */
export async function pull(
  kind: SourceKind,
  source: Partial<OpenSource>,
  how: {
    cursor?: unknown;
    fetch?: SafeFetch;
    now?: () => Date;
    signal?: AbortSignal;
    /** Called before each keep. */
    keeping?: (read: Read, cursor: unknown) => void;
  } = {},
): Promise<Pulled> {
  const kept: Pulled['kept'] = [];
  let error: unknown = null;
  try {
    await kind.pull?.pull({
      source: { name: 'listener', kind: kind.kind, settings: {}, secrets: {}, ...source },
      cursor: how.cursor ?? null,
      fetch: how.fetch ?? toLoopback,
      now: how.now ?? (() => noon),
      signal: how.signal ?? new AbortController().signal,
      keep: async (read, cursor) => {
        how.keeping?.(read, cursor);
        // As a database would hold it.
        kept.push({ read, cursor: JSON.parse(JSON.stringify(cursor)) });
      },
    });
  } catch (thrown) {
    error = thrown;
  }
  const heard = kept.flatMap(({ read }) => read.heard);
  return {
    kept,
    mentions: heard.flatMap((one) => (one.kind === 'mention' ? [one.mention] : [])),
    deleted: heard.flatMap((one) => (one.kind === 'deleted' ? [one.mentionId] : [])),
    rejected: kept.flatMap(({ read }) => read.rejected.map(({ why }) => why)),
    cursor: kept.at(-1)?.cursor,
    error,
  };
}

export interface Vendor {
  /** `http://127.0.0.1:49152` */
  address: string;
  /** Path and query of each request, in order. */
  asked: string[];
  /** Fetches from here whatever is asked of `https://…`. */
  fetch: SafeFetch;
  close: () => Promise<void>;
}

/** A small HTTP server that answers as a vendor does. */
export async function vendor(answer: (req: IncomingMessage, res: ServerResponse) => void): Promise<Vendor> {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(req.url ?? '');
    answer(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    asked,
    fetch: (url, init) => toLoopback(url.replace(/^https:\/\/[^/]+/, address), init),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
