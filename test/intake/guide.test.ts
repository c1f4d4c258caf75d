/** What is written about sources is what they say of themselves. `WRITE_DOCS=1` writes SOURCES.md anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkFileSources } from '../../src/source/desk/file-sources.ts';
import { guideIndex, guideOf, guidePage } from '../../src/source/desk/guide.ts';
import { mapGeneric } from '../../src/source/generic/generic.ts';
import { KINDS } from '../../src/source/kinds.ts';
import type { SourceKind } from '../../src/source/source.ts';
import { mentionOf, noon } from './mapped.ts';

const kinds = [...KINDS.values()];
const place = new URL('../../src/source/SOURCES.md', import.meta.url);

test('SOURCES.md is up to date', () => {
  const said = guideOf(kinds);
  if (process.env.WRITE_DOCS) writeFileSync(place, said);
  expect(readFileSync(place, 'utf8')).toBe(said);
});

test('every link of the index leads to a heading', () => {
  const said = guideOf(kinds);
  const headings = [...said.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/[^\w\- ]/g, '')
      .toLowerCase()
      .replaceAll(' ', '-'),
  );
  const links = [...said.matchAll(/\]\(#(.+?)\)/g)].map(([, anchor]) => anchor);
  expect(links).toHaveLength(kinds.length + 10);
  expect(headings).toEqual(expect.arrayContaining(links));
  expect(guideIndex(kinds)).toContain('[X (Activity API)](#x-activity-api)');
});

test.each([
  ['Reddit', 'site:reddit.com'],
  ['Quora', 'KWatch'],
  ['BuzzSumo', 'Zapier'],
  ['Social Mention', 'Google Alerts'],
  ['Sprout Social', '/incident import'],
  ['Hootsuite', '/incident import'],
  ['Sprinklr', 'generic webhook'],
  ['Emplifi', '/incident import'],
  ['Zendesk', '"url": "{{ticket.link}}"'],
  ['Intercom', 'generic webhook'],
])('there is a way round for %s', (title, way) => {
  const [, page = ''] = guideOf(kinds).split(`### ${title}\n`);
  expect(page.split('### ')[0]).toContain(way);
});

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('the page of %s', (name, kind) => {
  const page = guidePage(kind);

  test('says that it was not tried with a live account, and what documents it', () => {
    expect(page).toContain('Built to the documented format; not tried with a live account.');
    expect(page).toContain('\n\nDocumentation: ');
  });

  test('has every need, step and limit, and every field with whether it is secret', () => {
    const { needs, steps, limits } = kind.guide;
    expect(page.match(/^(- |\d+\. )/gm)?.filter((sign) => sign !== '- ')).toHaveLength(steps.length);
    expect(page.match(/^- \S/gm)).toHaveLength(needs.length + limits.length);
    for (const { name: field, secret } of kind.fields) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${field}\` |`));
      expect(row?.split(' | ')[2]).toMatch(secret ? /^yes/ : /^no$/);
    }
    expect(page).not.toContain('{address}');
  });

  test('says where it sends to, if it does', () => {
    expect(page.includes('https://<host>/intake/<name>')).toBe(kind.push !== undefined);
  });

  test('shows an entry for firebreak.yml that lacks nothing', () => {
    const entry = entryOf(page);
    expect(entry).toMatchObject({ name: `our-${name}`, kind: name });
    const needed = kind.fields.filter(({ optional }) => !optional).map((field) => field.name);
    expect(Object.keys(entry)).toEqual(['name', 'kind', ...needed]);
    expect(problemsOf(kind, entry)).not.toMatch(/missing|no such field|no kind/);
  });
});

test('an address with a secret in it says where the secret goes', () => {
  const trustpilot = kinds.find(({ kind }) => kind === 'trustpilot');
  expect(trustpilot && guidePage(trustpilot)).toContain('`POST https://<host>/intake/<name>/<addressSecret>`');
});

test('the generic page tells how files are sent and how their dates are read', () => {
  const generic = kinds.find(({ kind }) => kind === 'generic');
  const page = generic ? guidePage(generic) : '';
  for (const said of ['text/csv', 'text/tab-separated-values', '03/04/2026', '5.70306E+17', '`day-first`', 'curl']) {
    expect(page).toContain(said);
  }
});

test('what the page gives as examples is understood as it is meant', () => {
  const said = guideOf(kinds);
  const example = JSON.parse(/-d '(\{.+\})'/.exec(said)?.[1] ?? '');
  expect(mentionOf(example)).toMatchObject({ text: 'Acme is down again', author: { name: 'Jane', followers: 12_000 } });
  const [, zendesk = ''] = /```json\n([\s\S]+?)\n```/.exec(said) ?? [];
  const filled = zendesk.replace('{{ticket.link}}', 'https://acme.zendesk.com/agent/tickets/7');
  expect(mapGeneric(JSON.parse(filled), noon)).toMatchObject({
    mention: {
      network: 'ticket',
      url: 'https://acme.zendesk.com/agent/tickets/7',
      title: '{{ticket.title}}',
      text: '{{ticket.description}}',
      author: { name: '{{ticket.requester.name}}' },
    },
  });
});

test('what Markdown would take for its own is shown as it is written', () => {
  const [first] = kinds;
  if (!first) throw new Error('there is no kind');
  const odd: SourceKind = {
    ...first,
    title: 'A | B',
    guide: { ...first.guide, hears: 'All *bold* <b>, a_b [c](d) | e.' },
  };
  expect(guidePage(odd)).toContain('All \\*bold\\* \\<b\\>, a\\_b \\[c\\](d) \\| e.');
  expect(guideIndex([odd])).toContain('[A \\| B](#a--b)');
});

function entryOf(page: string): Record<string, string> {
  const [, yaml = ''] = /```yaml\n([\s\S]+?)\n```/.exec(page) ?? [];
  return parse(yaml).sources[0];
}

/** The values are placeholders, so they may be wrong: but none may be missing or unknown. */
function problemsOf(kind: SourceKind, { name = '', kind: _, ...values }: Record<string, string>): string {
  try {
    checkFileSources([{ name, kind: kind.kind, values }]);
    return '';
  } catch (error) {
    return String(error);
  }
}
