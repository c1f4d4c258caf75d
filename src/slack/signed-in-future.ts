import type { RequestListener } from 'node:http';

/** Slack's own tolerance for old requests, in seconds. Bolt checks only that side. */
const TOLERANCE = 300;

/**
 * Refuse requests dated in the future: signed once and kept, they would be accepted much later. The signature itself
 * is checked behind this, by Bolt, with the real clock as well.
 */
export function refuseFuture(listener: RequestListener): RequestListener {
  return (req, res) => {
    const dated = Number(req.headers['x-slack-request-timestamp']);
    if (dated - Date.now() / 1_000 > TOLERANCE) {
      req.resume();
      res.writeHead(401, { 'content-type': 'text/plain' }).end('The request is dated in the future.');
      return;
    }
    listener(req, res);
  };
}
