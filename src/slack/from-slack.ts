/**
 * Is a request Slack's, and of now? Bolt asks that too, but by the machine's clock alone and of old requests alone: while
 * that clock is set wrong it would refuse every click, and a request dated in the future it would accept much later.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { verifySlackRequest } from '@slack/bolt';

/** Slack's own tolerance, either way. Seconds. */
const TOLERANCE = 300;
/** Bytes. The largest that Slack sends is a form with all its texts. */
const LARGEST = 1024 * 1024;

/**
 * Passes on what is Slack's, read and proven, to a receiver that does not verify. `clocks` say what time it is, in
 * milliseconds: a request must be of now by one of them.
 */
export function onlyFromSlack(
  listener: RequestListener,
  signingSecret: string,
  clocks: readonly (() => number)[],
): RequestListener {
  const prove = async (req: IncomingMessage, res: ServerResponse) => {
    const body = await bodyOf(req);
    const proven = body && provenBody(req, body, signingSecret, clocks);
    // Where Bolt looks for a body that has been read.
    if (proven) listener(Object.assign(req, { rawBody: proven }), res);
    else res.writeHead(body ? 401 : 413).end();
  };
  return (req, res) => {
    if (req.method !== 'POST') return listener(req, res);
    prove(req, res).catch(() => res.destroy());
  };
}

/** Null when it is too large. The rest of it is let go. */
async function bodyOf(req: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= LARGEST) parts.push(part);
  }
  return size <= LARGEST ? Buffer.concat(parts) : null;
}

/** What of the body may be acted on; null when nothing may. */
function provenBody(
  { headers }: IncomingMessage,
  body: Buffer,
  signingSecret: string,
  clocks: readonly (() => number)[],
): Buffer | null {
  // Slack looks whether our certificate is good. It signs nothing then, and nothing else of it counts.
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  if (isForm && new URLSearchParams(body.toString()).get('ssl_check') === '1') return Buffer.from('ssl_check=1');
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': dated } = headers;
  if (typeof signature !== 'string' || typeof dated !== 'string' || !/^\d{1,12}$/.test(dated)) return null;
  const at = Number(dated);
  if (!clocks.some((clock) => Math.abs(clock() / 1_000 - at) <= TOLERANCE)) return null;
  try {
    verifySlackRequest({
      signingSecret,
      body: body.toString(),
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': at },
      nowMilliseconds: at * 1_000,
    });
    return body;
  } catch {
    return null;
  }
}
