import type { Mention } from '../../src/alert/mention/words.ts';
import { mapGeneric } from '../../src/source/generic/generic.ts';
import type { Mapped, Read } from '../../src/source/source.ts';

export const noon = new Date('2026-11-20T18:00:00Z');

/** The mention that an item becomes; fails when it is rejected. */
export function mentionOf(item: unknown, receivedAt = noon): Mention {
  return onlyMention([mapGeneric(item, receivedAt)]);
}

/** The one mention that a source heard; fails when it heard anything else. */
export function onlyMention(mapped: Mapped[]): Mention {
  const [one, another] = mapped;
  if (one?.kind !== 'mention' || another) throw new Error(JSON.stringify(mapped));
  return one.mention;
}

export function mentionsOf(read: Read): Mention[] {
  return read.heard.flatMap((one) => (one.kind === 'mention' ? [one.mention] : []));
}
