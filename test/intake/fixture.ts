import { readFileSync } from 'node:fs';

/**
 * The bytes of a tool's fixture, which stands beside its source: `meta/fixture-page-feed.body`. A `.body` is a request as it was sent: no formatter may touch it, for
 * its signature is over its bytes.
 */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../src/source/${name}`, import.meta.url));
}

/** The same as parsed JSON. */
export function parsedFixture(name: string): unknown {
  return JSON.parse(fixture(name).toString());
}
