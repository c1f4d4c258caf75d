import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Answer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** How long a refused sender may go on talking before the line is cut. Milliseconds. */
const LINGER = 1_000;

/** A refusal in one sentence for the person who set up the sender. */
export function refusal(status: number, error: string, headers: Record<string, string> = {}): Answer {
  return { status, body: { error }, headers };
}

/** Answers with JSON. When the body was not read to its end the connection is closed. */
export async function send(req: IncomingMessage, res: ServerResponse, answer: Answer): Promise<void> {
  if (res.destroyed || res.headersSent) return;
  const body = Buffer.from(JSON.stringify(answer.body));
  const headers = { ...answer.headers, 'content-type': 'application/json', 'content-length': body.length };
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
