import type { IncomingMessage } from 'node:http';

/** `gone`: the sender hung up; there is nobody to answer. */
export type Body = { raw: Buffer } | { failed: 'too large' | 'too slow' | 'gone' };

/**
 * The bytes of a request, exactly as sent.
 * @param atMost bytes; reading stops there, whatever Content-Length said
 * @param within milliseconds for the whole body
 */
export function readBody(req: IncomingMessage, atMost: number, within: number): Promise<Body> {
  if (Number(req.headers['content-length'] ?? 0) > atMost) return Promise.resolve({ failed: 'too large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => done({ failed: 'too slow' }), within);

    function take(chunk: Buffer): void {
      size += chunk.length;
      if (size > atMost) done({ failed: 'too large' });
      else chunks.push(chunk);
    }
    function finish(): void {
      done({ raw: Buffer.concat(chunks) });
    }
    function hangUp(): void {
      done({ failed: 'gone' });
    }
    function done(body: Body): void {
      clearTimeout(timer);
      req.off('data', take).off('end', finish).off('close', hangUp);
      resolve(body);
    }

    // 'error' stays listened to: a connection may break after we stopped caring.
    req.on('error', hangUp);
    req.on('data', take).on('end', finish).on('close', hangUp);
  });
}
