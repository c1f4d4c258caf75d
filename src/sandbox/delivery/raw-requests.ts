/** Hand-made requests to the app, for tests of what it refuses: old, forged, replayed, of the wrong type. */
import { sign } from './http.ts';

export interface RawRequest {
  /** Seconds since 1970. Default now. */
  timestamp?: number;
  /** Default the right one for this body, timestamp and secret. */
  signature?: string;
  /** Signs instead of the workspace's own. */
  secret?: string;
  /** Default `application/json` when the body starts with `{`, otherwise `application/x-www-form-urlencoded`. */
  contentType?: string;
  headers?: Record<string, string>;
}

export interface RawResponse {
  status: number;
  body: string;
}

/** Sends `body` as it is. */
export async function sendRaw(
  target: { url: string; signingSecret: string },
  body: string,
  request: RawRequest,
): Promise<RawResponse> {
  const timestamp = request.timestamp ?? Math.floor(Date.now() / 1000);
  const secret = request.secret ?? target.signingSecret;
  const response = await fetch(target.url, {
    method: 'POST',
    headers: {
      'content-type':
        request.contentType ?? (body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded'),
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': request.signature ?? sign(secret, timestamp, body),
      ...request.headers,
    },
    body,
  });
  return { status: response.status, body: await response.text() };
}
