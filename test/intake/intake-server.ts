import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Outcome } from '../../src/intake/each-once.ts';
import { type Intake, intakeHandler } from '../../src/intake/http.ts';
import type { Mention } from '../../src/words.ts';
import { noon } from './mapped.ts';

export const TOKEN = 'a-token-for-tests';

export interface IntakeServer {
  port: number;
  url: string;
  /** Everything that was handed over to be stored. */
  received: Mention[];
  /** What was logged as failed. */
  logged: string[];
  /** Sends a body with the right token as JSON; `init` overrules. */
  post: (body: NonNullable<RequestInit['body']> | object, init?: RequestInit) => Promise<Response>;
  close: () => Promise<void>;
}

/** A real HTTP server around the intake. It remembers what it stored, and knows duplicates by it. */
export async function startIntake(overrides: Partial<Intake> = {}): Promise<IntakeServer> {
  const received: Mention[] = [];
  const logged: string[] = [];
  async function receive(mentions: Mention[]): Promise<Outcome[]> {
    return mentions.map((mention) => {
      const isKnown = received.some((known) => known.id === mention.id);
      received.push(mention);
      return isKnown ? 'duplicate' : 'accepted';
    });
  }
  const log = { error: (_detail: object, message: string) => void logged.push(message) };
  const handle = intakeHandler({ token: TOKEN, receive, now: () => noon, log, ...overrides });
  const server: Server = createServer((req, res) => void handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/intake/generic`;
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  return {
    port,
    url,
    received,
    logged,
    post: (body, init = {}) => {
      const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
      return fetch(url, { method: 'POST', body: sent, ...init, headers: { ...headers, ...init.headers } });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
