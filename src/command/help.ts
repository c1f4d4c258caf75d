import { distance } from 'fastest-levenshtein';
import { escaped, type MessageView, quoted, section } from '../slack/kit/text.ts';
import type { PlainVerb, Verbs } from './verb.ts';

export const help: PlainVerb = {
  usage: 'help',
  does: 'this list',
  on: 'anywhere',
  run: async ({ firebreak }) => ({ say: helpText(firebreak.verbs) }),
};

export function helpText(verbs: Verbs): MessageView {
  const lines = Object.values(verbs).map((verb) => `\`/incident ${escaped(verb.usage)}\` ${verb.does}`);
  const rule =
    'In an incident channel a verb is about that incident. Elsewhere name it (`/incident sev INC-7 2`), or you are asked which one.';
  return {
    text: `Firebreak: /incident ${Object.keys(verbs).join(', ')}`,
    blocks: [
      section('*Firebreak* gets a human answer out in time. What you can do:'),
      section(lines.join('\n')),
      section(rule),
    ],
  };
}

/** An unknown word: the nearest verb, unless nothing is near. */
export function suggestVerb(verbs: Verbs, word: string): string {
  const [nearest] = Object.keys(verbs)
    .map((verb) => ({ verb, away: distance(word, verb) }))
    .sort((a, b) => a.away - b.away);
  const shown = quoted(word, 30);
  const near = nearest && nearest.away <= Math.max(2, Math.floor(word.length / 2));
  return near
    ? `I do not know \`${shown}\`. Did you mean \`/incident ${nearest.verb}\`? \`/incident help\` lists everything.`
    : `I do not know \`${shown}\`. \`/incident help\` lists everything.`;
}
