import { readdirSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import { DATABASE, JOURNEY } from './projects.ts';

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => `test/${path}`);
const isIn = (patterns: string[], file: string) => patterns.some((pattern) => matchesGlob(file, pattern));

test('every test file belongs to one project', () => {
  expect(files.filter((file) => isIn(JOURNEY, file) && isIn(DATABASE, file))).toEqual([]);
  for (const pattern of [...JOURNEY, ...DATABASE]) {
    expect(
      files.some((file) => isIn([pattern], file)),
      pattern,
    ).toBe(true);
  }
});

test('and what starts a database or the product is not pure', () => {
  const starts = /from '[./]+\/(databases|db\/some|replica|workspace)\.ts'|from '@electric-sql\/pglite'/;
  const pure = files.filter((file) => !isIn([...JOURNEY, ...DATABASE], file));
  expect(pure.filter((file) => starts.test(readFileSync(file, 'utf8')))).toEqual([]);
});
