import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Why an Authorization header is refused; null when it carries the token. Both are hashed first, so they have one
 * length and the time taken tells nothing about the token.
 */
export function refuseBearer(authorization: string | undefined, token: string | undefined): string | null {
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (token && given !== undefined && isSame(given, token)) return null;
  return 'The intake token is missing or wrong: send it as "Authorization: Bearer <token>".';
}

/** In constant time, whatever their lengths. */
export function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
