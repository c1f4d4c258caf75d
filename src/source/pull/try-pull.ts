import type { OpenSource, Read, SafeFetch, SourceKind } from '../source.ts';
import { sentenceOf } from './pull-failure.ts';

const DEFAULT_WITHIN = 8_000;

export interface TryPull {
  kinds: ReadonlyMap<string, SourceKind>;
  fetch: SafeFetch;
  now: () => Date;
  /** How long somebody waits for it. Default: 8 seconds. Milliseconds. */
  within?: number;
}

/**
 * Asks a pulled source once, as if for the first time, and maps what it says. Stores nothing and remembers nothing. It
 * stops at the first thing heard, or after some seconds: a stream may have had nothing to say in them, and that is no
 * failure.
 */
export async function tryPull(source: OpenSource, options: TryPull): Promise<Read | { why: string }> {
  const pull = options.kinds.get(source.kind)?.pull;
  if (!pull) return { why: 'This source is not asked: it calls Firebreak.' };
  const found: Read = { heard: [], rejected: [] };
  const enough = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    enough.abort();
  }, options.within ?? DEFAULT_WITHIN);
  try {
    await pull.pull({
      source,
      cursor: null,
      fetch: options.fetch,
      now: options.now,
      signal: enough.signal,
      keep: async ({ heard, rejected }) => {
        found.heard.push(...heard);
        found.rejected.push(...rejected);
        if (found.heard.length + found.rejected.length > 0) enough.abort();
      },
    });
  } catch (error) {
    if (!enough.signal.aborted) return { why: sentenceOf(error, source) };
  } finally {
    clearTimeout(timer);
  }
  if (isLate && pull.turn === undefined) return { why: 'It did not answer in time. Try again in a moment.' };
  return found;
}
