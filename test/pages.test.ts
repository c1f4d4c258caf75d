/** The README and the pages beside the code: what they point at is there, and their examples work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../src/policy/settings.ts';

const below = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
const pages = ['README.md', ...below('src'), ...below('test')].filter((path) => /(?<!node_modules.*)\.md$/.test(path));

test('there are pages to check', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'src/policy/FIREBREAK-YML.md', 'src/source/SOURCES.md']));
});

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  test('every link leads somewhere', () => {
    const links = [...text.matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];
    const dead = links.filter(([, path = '', heading]) => {
      const target = path ? join(dirname(page), path) : page;
      return !existsSync(target) || (heading !== undefined && !headings(target).includes(heading));
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });

  test('a firebreak.yml that it shows is accepted', () => {
    const examples = [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, example = '']) => example);
    for (const example of examples) parseSettings(example, page, () => 'https://example.com/given');
  });
});

/** As they are linked to: lower case, dashes, no punctuation. */
function headings(page: string): string[] {
  const titles = [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\-_ ]/gu, '')
      .replaceAll(' ', '-'),
  );
}
