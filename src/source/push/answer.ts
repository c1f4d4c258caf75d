import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PlainAnswer } from '../source.ts';

/** An object is sent as JSON, a text as what it says it is. */
export type Answer = { status: number; body: object; headers?: Record<string, string> } | PlainAnswer;

/** How long a refused sender may go on talking before the line is cut. Milliseconds. */
const LINGER = 1_000;

/** A refusal in one sentence for the person who set up the sender. */
export function refusal(status: number, error: string, headers: Record<string, string> = {}): Answer {
  return { status, body: { error }, headers };
}

/** When the body of the request was not read to its end the connection is closed. */
export async function send(req: IncomingMessage, res: ServerResponse, answer: Answer): Promise<void> {
  if (res.destroyed || res.headersSent) return;
  const body = Buffer.from(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  const type = 'type' in answer ? answer.type : 'application/json';
  const given = 'headers' in answer ? answer.headers : {};
  // A challenge is echoed: a browser must not take it for a page.
  const headers = {
    ...given,
    'content-type': type,
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
  };
  if (req.complete || !hasBody(req)) {
    res.writeHead(answer.status, headers).end(body);
    return;
  }
  res.writeHead(answer.status, { ...headers, connection: 'close' }).write(body);
  await silence(req);
  res.end();
}

function hasBody(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

/**
 * Throws away what still arrives, for a moment. Closing at once would reset the connection under a sender that is
 * still talking, and it would never see the answer.
 */
function silence(req: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, LINGER);
    function done(): void {
      clearTimeout(timer);
      req.off('end', done).off('close', done);
      resolve();
    }
    req.on('error', done);
    req.on('end', done).on('close', done).resume();
  });
}
