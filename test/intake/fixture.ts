import { readFileSync } from 'node:fs';

/**
 * The bytes of a file in test/intake/fixtures. A `.body` is a request as it was sent: no formatter may touch it, for
 * its signature is over its bytes.
 */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}

/** The same as parsed JSON. */
export function parsedFixture(name: string): unknown {
  return JSON.parse(fixture(name).toString());
}
