import { mapGeneric } from '../../src/intake/generic.ts';
import type { Mention } from '../../src/words.ts';

export const noon = new Date('2026-11-20T18:00:00Z');

/** The mention that an item becomes; fails when it is rejected. */
export function mentionOf(item: unknown, receivedAt = noon): Mention {
  const mapped = mapGeneric(item, receivedAt);
  if ('why' in mapped) throw new Error(mapped.why);
  return mapped.mention;
}
