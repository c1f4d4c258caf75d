import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How a tool signs the bytes of a body. */
export interface Scheme {
  /** Lower case: `x-hub-signature-256`. */
  header: string;
  /** What stands before the digest, and must: `sha256=`. */
  prefix: string;
  algorithm: 'sha1' | 'sha256';
  encoding: 'hex' | 'base64';
}

/** As it stands in the header: the prefix and the HMAC of the bytes. */
export function signed(scheme: Omit<Scheme, 'header'>, secret: string | Buffer, bytes: string | Buffer): string {
  return scheme.prefix + createHmac(scheme.algorithm, secret).update(bytes).digest(scheme.encoding);
}

/** Is this the very same text? In constant time for texts of one length; never throws, whatever is given. */
export function isSameSignature(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [sent, right] = [Buffer.from(given), Buffer.from(expected)];
  return sent.length === right.length && timingSafeEqual(sent, right);
}

/**
 * Why a body is refused; null when its header carries the signature of exactly these bytes. Without a secret nobody is
 * let in: an empty key can be used by anyone.
 * @param secretName as the form calls it: "app secret"
 */
export function refuseUnsigned(
  scheme: Scheme,
  secretName: string,
  secret: string | undefined,
  raw: Buffer,
  headers: IncomingHttpHeaders,
): string | null {
  if (secret && isSameSignature(headers[scheme.header], signed(scheme, secret, raw))) return null;
  return `The signature is missing or wrong: check that the ${secretName} here is the one the tool signs with.`;
}
