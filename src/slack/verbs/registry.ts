import { distance } from 'fastest-levenshtein';
import { escaped, type MessageView, quoted, section } from '../views/text.ts';
import { closeVerb, note, page, reopenVerb, reply, resolveVerb, role, sev, update } from './change.ts';
import { subscribe, unsubscribe } from './follow.ts';
import { importVerb } from './import-file.ts';
import { list, snoozes, status } from './look.ts';
import { newVerb } from './open.ts';
import { sources } from './sources.ts';
import type { PlainVerb, Verb } from './verb.ts';

const help: PlainVerb = {
  usage: 'help',
  does: 'this list',
  on: 'anywhere',
  run: async () => ({ say: helpText() }),
};

/** Everything `/incident` can do. Routing, help and completion all read this. */
export const VERBS: Record<string, Verb> = {
  help,
  status,
  new: newVerb,
  list,
  import: importVerb,
  sev,
  role,
  page,
  reply,
  update,
  note,
  subscribe,
  unsubscribe,
  resolve: resolveVerb,
  close: closeVerb,
  reopen: reopenVerb,
  sources,
  snoozes,
};

export function findVerb(word: string): Verb | null {
  return Object.hasOwn(VERBS, word) ? (VERBS[word] ?? null) : null;
}

export function helpText(): MessageView {
  const lines = Object.values(VERBS).map((verb) => `\`/incident ${escaped(verb.usage)}\` ${verb.does}`);
  const rule =
    'In an incident channel a verb is about that incident. Elsewhere name it (`/incident sev INC-7 2`), or you are asked which one.';
  return {
    text: `Firebreak: /incident ${Object.keys(VERBS).join(', ')}`,
    blocks: [
      section('*Firebreak* gets a human answer out in time. What you can do:'),
      section(lines.join('\n')),
      section(rule),
    ],
  };
}

/** An unknown word: the nearest verb, unless nothing is near. */
export function suggestVerb(word: string): string {
  const [nearest] = Object.keys(VERBS)
    .map((verb) => ({ verb, away: distance(word, verb) }))
    .sort((a, b) => a.away - b.away);
  const shown = quoted(word, 30);
  const near = nearest && nearest.away <= Math.max(2, Math.floor(word.length / 2));
  return near
    ? `I do not know \`${shown}\`. Did you mean \`/incident ${nearest.verb}\`? \`/incident help\` lists everything.`
    : `I do not know \`${shown}\`. \`/incident help\` lists everything.`;
}
