/** The sources that firebreak.yml names. */
import { KINDS } from '../kinds.ts';
import type { OpenSource } from '../source.ts';
import { sortValues } from './set-up.ts';

/**
 * Each checked by its kind. Throws an Error with one line per problem, each a sentence that names the source and the
 * field, and never quotes a value.
 */
export function checkFileSources(
  list: readonly { name: string; kind: string; values: Record<string, string> }[],
): OpenSource[] {
  const problems: string[] = [];
  const checked: OpenSource[] = [];
  for (const { name, kind, values } of list) {
    const known = KINDS.get(kind);
    if (!known) {
      problems.push(
        `firebreak.yml: source ${name}: there is no kind ${kind}: there is ${[...KINDS.keys()].join(', ')}.`,
      );
      continue;
    }
    const sorted = sortValues(known.fields, values);
    if ('wrong' in sorted) {
      for (const [field, why] of Object.entries(sorted.wrong)) {
        problems.push(`firebreak.yml: source ${name} (${kind}), field ${field}: ${why}`);
      }
    } else checked.push({ name, kind, ...sorted });
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return checked;
}
