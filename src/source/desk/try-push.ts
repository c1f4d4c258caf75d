import type { Mention } from '../../alert/mention/words.ts';
import type { OpenSource, SourceKind } from '../source.ts';

/** What came of a test: the mentions as they would have been stored, or why not, in a sentence. Nothing is stored. */
export type Tried = { mentions: Mention[] } | { why: string };

/**
 * A delivery as the tool would send it, proof included, taken through the source's own checks and its mapping. Says that
 * the secrets and the mapping fit together. That the tool reaches us is seen when its first mention comes.
 */
export async function tryPush({ push }: SourceKind, source: OpenSource, now: Date): Promise<Tried> {
  if (!push) return { why: 'This source is not one that sends.' };
  const sample = push.sample(source, now);
  const raw = Buffer.from(sample.body);
  const headers = Object.fromEntries(
    Object.entries(sample.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const request = { method: 'POST', rest: sample.rest ?? '', query: new URLSearchParams(), headers };
  const refused = push.refuseEarly?.(request, source) ?? push.refuse(raw, request, source, now);
  if (refused !== null) return { why: refused };
  const reading = await push.read(raw, request, source, now);
  if ('why' in reading) return { why: reading.why };
  const [rejected] = reading.rejected;
  if (rejected) return { why: rejected.why };
  return { mentions: reading.heard.flatMap((one) => (one.kind === 'mention' ? [one.mention] : [])) };
}
