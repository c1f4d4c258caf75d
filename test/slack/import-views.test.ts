/** What people see of an import, whatever the file is called and says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewProblems } from '../../src/sandbox/blocks/view-rules.ts';
import {
  importedModal,
  importedText,
  importModal,
  notImportedModal,
  readingModal,
} from '../../src/source/files/view.ts';
import { wordsIn } from '../shown.ts';
import { ALIVE, anyWords, HOSTILE, parsedTexts } from './hostile.ts';

function check(words: string): void {
  const result = {
    accepted: 1,
    duplicates: 2,
    refused: Array.from({ length: 500 }, () => words),
    notes: [`Read as ${words}.`],
    inStorm: 3,
  };
  const views = [importModal(), readingModal(words), importedModal(words, result), notImportedModal(words, words)];
  for (const view of views) {
    expect(viewProblems(view, 'modal')).toEqual([]);
    expect(parsedTexts(view).filter((one) => ALIVE.test(one))).toEqual([]);
  }
}

test.each(HOSTILE)('Slack takes it and nothing in it comes alive: %j', check);

test('and so it is with any other words', () => {
  fc.assert(fc.property(anyWords, check), { numRuns: 40 });
});

test('the tally names rows, and counts those it does not name', () => {
  const refused = Array.from({ length: 13 }, (_, at) => `Row ${at + 2}: no.`);
  const said = wordsIn(
    importedModal('week.csv', { accepted: 1_200, duplicates: 0, refused, notes: ['Read as UTC.'], inStorm: 0 }),
  );
  expect(said).toContain('*week.csv*: 1,200 new posts. *13 rows refused*');
  expect(said).toContain('Row 13: no.');
  expect(said).not.toContain('Row 14');
  expect(said).toContain('And 1 more row.');
  expect(said).toContain('Read as UTC.');
  expect(importedText('a', { accepted: 0, duplicates: 3, refused: [], notes: [], inStorm: 0 })).toBe(
    '*a*: 0 new posts, 3 known already.',
  );
  expect(importedText('a', { accepted: 2, duplicates: 0, refused: [], notes: [], inStorm: 1 })).toBe(
    '*a*: 2 new posts. There is a storm: 1 story of it stands on its card.',
  );
});
