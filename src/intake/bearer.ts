import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Compares an Authorization header with the token. Both are hashed first, so they have one length and the time taken
 * tells nothing about the token.
 */
export function bearerCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = digest(token);
  return (authorization) => {
    const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    return given !== undefined && timingSafeEqual(digest(given), expected);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
