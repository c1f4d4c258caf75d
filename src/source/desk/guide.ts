/** What is written about sources, as Markdown: SOURCES.md is made of it. */

import type { Field, OpenSource, SourceKind } from '../source.ts';
import { NOT_OFFERED, type NotOffered } from './not-offered.ts';

const UNTRIED = 'Built to the documented format; not tried with a live account.';

const INTRODUCTION = `\
# Sources

What Firebreak can listen with: a page for each kind of source, and the way round for what is not offered.

An administrator adds a source with \`/incident sources\`, *Add source…*. One that stands in \`firebreak.yml\` is changed
there alone. Its name (2 to 40 letters a-z, digits, - and \\_, beginning with a letter) is a part of its address and of
the ids of its mentions, so it stays.

- A source that **calls Firebreak** sends to \`https://<host>/intake/<name>\`, \`<host>\` being where it is reached from
  the internet (\`PUBLIC_URL\`).
- A source that **Firebreak calls** needs no address of ours. Private and link-local addresses are never called.
- **Secrets** are encrypted with \`SECRET_KEY\` and never shown again. Those that Firebreak makes are shown once; in
  \`firebreak.yml\` you give them yourself. \`\${…}\` is taken from the environment.

Nothing here was tried with a live account of the tool: all is built to what the tool documents.
`;

const EXAMPLE = `\
**An example**

\`\`\`sh
curl https://<host>/intake/<name> \\
  -H 'Authorization: Bearer <token>' -H 'Content-Type: application/json' \\
  -d '{"id": "42", "url": "https://example.com/post/42", "text": "Acme is down again", "author": "Jane", "followers": "12K"}'
\`\`\`

It is answered once everything is stored: \`202 {"accepted": 1, "duplicates": 0, "deleted": 0, "rejected": []}\`. One such
source is there from the start: \`/intake/generic\`, with \`INTAKE_TOKEN\` as its token.
`;

/** All of SOURCES.md. */
export function guideOf(kinds: readonly SourceKind[]): string {
  return [INTRODUCTION, guideIndex(kinds), ...kinds.map(guidePage), notOffered()].join('\n');
}

/** A table of the kinds, with a link to the page of each. */
export function guideIndex(kinds: readonly SourceKind[]): string {
  const rows = kinds.map(({ kind, title, guide, push }) => {
    return `| [${plain(title)}](#${anchorOf(title)}) | \`${kind}\` | ${push ? 'it calls' : 'it is called'} | ${plain(guide.hears)} |`;
  });
  const table = ['| Source | Kind | How | Hears |', '|---|---|---|---|', ...rows].join('\n');
  return `${table}\n\nNot offered directly: ${NOT_OFFERED.map(({ title }) => link(title)).join(', ')}.\n`;
}

/** The page of one kind, from its guide and its fields. Ends with a line break. */
export function guidePage(kind: SourceKind): string {
  const { title, guide, push } = kind;
  const address = addressOf(kind);
  const how = push ? `It calls Firebreak: \`POST ${address}\`.` : 'Firebreak calls it.';
  return `${[
    `## ${plain(title)}`,
    plain(guide.hears),
    `${how} ${UNTRIED}`,
    `**What you need**\n\n${guide.needs.map((need) => `- ${plain(need)}`).join('\n')}`,
    `**What to do**\n\n${guide.steps.map((step, at) => `${at + 1}. ${stepOf(step)}`).join('\n')}`,
    ...(kind.fields.length > 0 ? [fieldsOf(kind.fields)] : []),
    `**In firebreak.yml**\n\n\`\`\`yaml\nsources:\n  - ${inFile(kind).join('\n    ')}\n\`\`\``,
    ...(kind.kind === 'generic' ? [EXAMPLE.trimEnd()] : []),
    `**What to know**\n\n${guide.limits.map((limit) => `- ${plain(limit)}`).join('\n')}`,
    `Documentation: ${plain(guide.builtTo.replace(/\.$/, ''))}.`,
  ].join('\n\n')}\n`;
}

/** As the kind itself would call it, with `<field>` where a secret stands in the address. */
function addressOf({ kind, fields, push }: SourceKind): string | null {
  if (!push) return null;
  const secrets = Object.fromEntries(fields.map(({ name }) => [name, `<${name}>`]));
  const source: OpenSource = { name: '<name>', kind, settings: {}, secrets };
  const { rest } = push.sample(source, new Date(0));
  return `https://<host>/intake/<name>${rest ? `/${rest}` : ''}`;
}

function stepOf(step: string): string {
  return step.split('{address}').map(plain).join('`https://<host>/intake/<name>`');
}

function fieldsOf(fields: readonly Field[]): string {
  const rows = fields.map(({ name, label, hint, secret, optional, choices }) => {
    const kept = { given: 'yes', made: 'yes, Firebreak makes it', none: 'no' }[secret ?? 'none'];
    const chosen = Object.entries(choices ?? {}).map(([value, what]) => `\`${value}\` (${plain(what)})`);
    const said = [plain(hint), ...(chosen.length > 0 ? [`One of ${chosen.join(', ')}.`] : [])].join(' ');
    return `| \`${name}\` | ${plain(label)}${optional ? ', optional' : ''} | ${kept} | ${said} |`;
  });
  return ['| Field | What it is | Secret | |', '|---|---|---|---|', ...rows].join('\n');
}

/** The lines of one source, with what has to be there. Fields with choices have the one that is taken when none is given. */
function inFile({ kind, fields }: SourceKind): string[] {
  const lines = fields
    .filter(({ optional }) => !optional)
    .map(({ name, label, secret, choices }) => {
      const [first] = Object.keys(choices ?? {});
      const value = secret ? `\${${variableOf(kind, name)}}` : (first ?? `<${label}>`);
      return `${name}: ${JSON.stringify(value)}`;
    });
  return [`name: our-${kind}`, `kind: ${kind}`, ...lines];
}

/** `TALKWALKER_ACCESS_TOKEN` */
function variableOf(kind: string, field: string): string {
  return `${kind}_${field.replace(/[A-Z]/g, '_$&')}`.replaceAll('-', '_').toUpperCase();
}

function notOffered(): string {
  return `## What is not offered directly\n\nFirebreak has no kind for these, for a reason. There is a way round for each; none was tried with a live account.\n\n${NOT_OFFERED.map(pageOf).join('\n')}`;
}

function pageOf({ title, why, ways, body }: NotOffered): string {
  const json = body ? `\n\`\`\`json\n${JSON.stringify(body, null, 2)}\n\`\`\`\n` : '';
  return `### ${plain(title)}\n\n${plain(why)}\n\n${ways.map((way) => `- ${plain(way)}`).join('\n')}\n${json}`;
}

function link(title: string): string {
  return `[${plain(title)}](#${anchorOf(title)})`;
}

/** Where GitHub and others put a heading: lower case, hyphens for spaces, without other signs. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** What Markdown would take for its own. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&');
}
