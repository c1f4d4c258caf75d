import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mention, OwnReply } from '../../src/alert/mention/words.ts';
import type { Outcome } from '../../src/source/each-once.ts';
import type { Stores } from '../../src/source/hear.ts';
import { type Intake, intakeHandler } from '../../src/source/push/http.ts';
import type { OpenSource, Rejection } from '../../src/source/source.ts';
import { noon } from './mapped.ts';

export const TOKEN = 'a-token-for-tests';

export interface IntakeServer {
  port: number;
  url: string;
  /** Everything that was handed over to be stored. */
  received: Mention[];
  /** Ids of the mentions that were heard to be gone. */
  deleted: string[];
  replies: OwnReply[];
  /** What is kept because it could not be used. */
  rejected: Rejection[];
  /** Why whole deliveries were refused. */
  refused: string[];
  /** What was logged as failed. */
  logged: string[];
  /** Sends a body with the right token as JSON; `init` overrules. */
  post: (body: NonNullable<RequestInit['body']> | object, init?: RequestInit) => Promise<Response>;
  /** Sends a body to another source, with these headers alone. */
  send: (path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string>) => Promise<Response>;
  close: () => Promise<void>;
}

export interface Overrides extends Partial<Omit<Intake, 'stores'>> {
  receive?: Stores['mentions'];
  /** Besides `generic`. */
  sources?: OpenSource[];
  isPaused?: boolean;
  token?: string;
}

/** A real HTTP server around the intake. It remembers what it stored, and knows duplicates by it. */
export async function startIntake(overrides: Overrides = {}): Promise<IntakeServer> {
  const { receive, sources = [], isPaused = false, token = TOKEN, ...rest } = overrides;
  const received: Mention[] = [];
  const [deleted, replies, rejected]: [string[], OwnReply[], Rejection[]] = [[], [], []];
  const [refused, logged]: [string[], string[]] = [[], []];
  async function remember(mentions: Mention[]): Promise<Outcome[]> {
    return mentions.map((mention) => {
      const isKnown = received.some((known) => known.id === mention.id);
      received.push(mention);
      return isKnown ? 'duplicate' : 'accepted';
    });
  }
  const stores: Stores = {
    mentions: receive ?? remember,
    deletions: async (ids) => deleted.push(...ids) && ids.length,
    ownReplies: async (seen) => void replies.push(...seen),
    arrived: async (_source, _at, _tally, bad) => void rejected.push(...bad),
  };
  const generic: OpenSource = { name: 'generic', kind: 'generic', settings: {}, secrets: { token } };
  const byName = new Map([generic, ...sources].map((source) => [source.name, { ...source, isPaused }]));
  const handle = intakeHandler({
    find: async (name) => byName.get(name) ?? null,
    stores,
    now: () => noon,
    log: { error: (_detail: object, message: string) => void logged.push(message) },
    refused: (_source, why) => void refused.push(why),
    ...rest,
  });
  const server: Server = createServer((req, res) => void handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const root = `http://127.0.0.1:${port}/intake/`;
  const url = `${root}generic`;
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  return {
    ...{ port, url, received, deleted, replies, rejected, refused, logged },
    post: (body, init = {}) => {
      const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
      return fetch(url, { method: 'POST', body: sent, ...init, headers: { ...headers, ...init.headers } });
    },
    send: (path, body, given) => fetch(root + path, { method: 'POST', body, headers: given }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
