import type { Mention } from '../alert/mention/words.ts';

/** `duplicate`: it was stored before. Both mean it is stored now. */
export type Outcome = 'accepted' | 'duplicate';

/**
 * Stores mentions and answers for each, in their order. When `signal` says that nobody waits for the answer any more,
 * what was not begun is left; what was begun goes on.
 */
export type Write = (mentions: Mention[], signal?: AbortSignal) => Promise<Outcome[]>;

/** Writes every mention once. A second one with the same id and words is a duplicate; with other words it is an edit. */
export async function eachOnce(mentions: Mention[], write: Write): Promise<Outcome[]> {
  const byName = new Map<string, Mention>();
  for (const mention of mentions) if (!byName.has(nameOf(mention))) byName.set(nameOf(mention), mention);
  const unique = [...byName.values()];
  const outcomes = unique.length > 0 ? await write(unique) : [];
  if (outcomes.length !== unique.length) {
    throw new Error(`${unique.length} mentions were written, but ${outcomes.length} answers came back`);
  }
  const answers = new Map(unique.map((mention, index) => [nameOf(mention), outcomes[index]]));
  return mentions.map((mention) => {
    const answer = answers.get(nameOf(mention)) ?? 'duplicate';
    answers.delete(nameOf(mention));
    return answer;
  });
}

function nameOf({ id, text }: Mention): string {
  return `${id}\n${text ?? ''}`;
}
