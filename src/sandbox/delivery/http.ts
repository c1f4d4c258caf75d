/** Deliveries as Slack sends them over HTTP: signed, in Slack's content types, answered within 3 seconds or lost. */
import { createHmac } from 'node:crypto';
import type { Answer, Transport } from './deliveries.ts';
import type { Delivery } from './delivery.ts';

export interface HttpTarget {
  /** The app's request URL. */
  url: string;
  signingSecret: string;
  /** ms the app has to answer. */
  ackWithin: number;
}

/** `onReach` hears whether the app could be reached, after every attempt. */
export function httpTransport(target: HttpTarget, onReach: (isReachable: boolean) => void): Transport {
  return {
    async send(delivery) {
      const { body, contentType } = encode(delivery);
      // The real time, whatever time the workspace is told: the app compares it with its own clock.
      const timestamp = Math.floor(Date.now() / 1000);
      const retry =
        delivery.retryNum > 0
          ? { 'x-slack-retry-num': String(delivery.retryNum), 'x-slack-retry-reason': delivery.retryReason ?? '' }
          : {};
      try {
        const response = await fetch(target.url, {
          method: 'POST',
          headers: {
            'content-type': contentType,
            'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
            'x-slack-request-timestamp': String(timestamp),
            'x-slack-signature': sign(target.signingSecret, timestamp, body),
            ...retry,
          },
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(target.ackWithin),
        });
        const text = await response.text();
        onReach(true);
        if (response.ok) return { ok: true, body: readBody(text) };
        const isFinal = response.headers.get('x-slack-no-retry') === '1';
        return { ok: false, reason: 'http_error', httpStatus: response.status, isFinal };
      } catch (error) {
        const isTimeout = error instanceof Error && error.name === 'TimeoutError';
        onReach(isTimeout);
        return { ok: false, reason: isTimeout ? 'http_timeout' : 'connection_failed' };
      }
    },
    close: async () => undefined,
  };
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack. `timestamp` in seconds. */
export function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** The content types are exact: Bolt answers 400 to a `; charset=`. */
function encode({ type, payload }: Delivery): { body: string; contentType: string } {
  if (type === 'event') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const contentType = 'application/x-www-form-urlencoded';
  if (type === 'command')
    return { body: new URLSearchParams(payload as Record<string, string>).toString(), contentType };
  return { body: `payload=${encodeURIComponent(JSON.stringify(payload))}`, contentType };
}

function readBody(text: string): Extract<Answer, { ok: true }>['body'] {
  if (text.trim() === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : { text };
  } catch {
    return { text };
  }
}
