import type { Mention } from '../words.ts';

/** `duplicate`: it was stored before. Both mean it is stored now. */
export type Outcome = 'accepted' | 'duplicate';

/** Stores mentions and answers for each, in their order. */
export type Write = (mentions: Mention[]) => Promise<Outcome[]>;

/** Writes every mention once; a second one with the same id is a duplicate of the first. */
export async function eachOnce(mentions: Mention[], write: Write): Promise<Outcome[]> {
  const byId = new Map<string, Mention>();
  for (const mention of mentions) if (!byId.has(mention.id)) byId.set(mention.id, mention);
  const unique = [...byId.values()];
  const outcomes = unique.length > 0 ? await write(unique) : [];
  if (outcomes.length !== unique.length) {
    throw new Error(`${unique.length} mentions were written, but ${outcomes.length} answers came back`);
  }
  const answers = new Map(unique.map((mention, index) => [mention.id, outcomes[index]]));
  return mentions.map(({ id }) => {
    const answer = answers.get(id) ?? 'duplicate';
    answers.delete(id);
    return answer;
  });
}
