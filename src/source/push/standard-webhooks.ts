/** Standard Webhooks (standardwebhooks.com), the symmetric kind: how a tool proves a body without sending its secret. */
import type { IncomingHttpHeaders } from 'node:http';
import { isSameSignature, signed } from './signature.ts';

/** How far the sender's clock may be from ours, either way. Seconds. Source: the specification. */
const TOLERANCE = 300;
const SCHEME = { prefix: 'v1,', algorithm: 'sha256', encoding: 'base64' } as const;
const REFUSED =
  'The signature is missing, wrong or older than 5 minutes: send webhook-id, webhook-timestamp and webhook-signature as Standard Webhooks describes, with the signing secret of this source.';

/** Does this sender prove itself this way? */
export function isStandardWebhook(headers: IncomingHttpHeaders): boolean {
  return headers['webhook-signature'] !== undefined;
}

/** Why a body is refused; null when one of its signatures is that of id, time and exactly these bytes. */
export function refuseStandardWebhook(
  raw: Buffer,
  headers: IncomingHttpHeaders,
  secret: string | undefined,
  now: Date,
): string | null {
  const { 'webhook-id': id, 'webhook-timestamp': sentAt, 'webhook-signature': signatures } = headers;
  const key = keyOf(secret);
  if (typeof id !== 'string' || typeof sentAt !== 'string' || typeof signatures !== 'string' || !key) return REFUSED;
  if (!id || !/^\d{1,12}$/.test(sentAt)) return REFUSED;
  if (Math.abs(now.getTime() / 1000 - Number(sentAt)) > TOLERANCE) return REFUSED;
  const expected = signed(SCHEME, key, signedPart(id, sentAt, raw));
  // While a secret is being exchanged a tool sends one signature for each.
  return signatures.split(' ').some((one) => isSameSignature(one, expected)) ? null : REFUSED;
}

/** The headers of a delivery as a tool would send it. */
export function standardWebhookHeaders(id: string, body: string, secret: string, now: Date): Record<string, string> {
  const sentAt = String(Math.floor(now.getTime() / 1000));
  const signature = signed(SCHEME, keyOf(secret) ?? '', signedPart(id, sentAt, Buffer.from(body)));
  return { 'webhook-id': id, 'webhook-timestamp': sentAt, 'webhook-signature': signature };
}

function signedPart(id: string, sentAt: string, raw: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${sentAt}.`), raw]);
}

/** The bytes behind `whsec_…`. Null when there are none: an empty key can be used by anyone. */
function keyOf(secret: string | undefined): Buffer | null {
  const key = Buffer.from((secret ?? '').replace(/^whsec_/, ''), 'base64');
  return key.length > 0 ? key : null;
}
