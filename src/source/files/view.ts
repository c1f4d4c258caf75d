/** Importing a file: the form, the wait, and what became of it. */

import type { KnownBlock, ModalView } from '@slack/types';
import { option } from '../../slack/kit/elements.ts';
import { fileInput, modal, RESULT_FORM, selectInput, textInput } from '../../slack/kit/frame.ts';
import { context, counted, plain, quoted, section } from '../../slack/kit/text.ts';
import { IMPORT_FILE_FORM } from './words.ts';

export interface ImportResult {
  /** Posts that are new. */
  accepted: number;
  /** Posts that were known already. */
  duplicates: number;
  /** Why rows were refused, each sentence beginning with its row. */
  refused: string[];
  /** How the whole was read, where that had to be assumed. Sentences. */
  notes: string[];
  /** How many of its stories stand on a storm's card, not on cards of their own. */
  inStorm: number;
}

const TITLE = 'Import a file';
/** Refused rows that are named; the others are counted. */
const NAMED = 12;

const ORDERS = {
  unknown: 'Not sure: refuse what can be read in two ways',
  'day-first': '3 April 2026 (day first)',
  'month-first': '4 March 2026 (month first)',
};

export function importModal(): ModalView {
  return modal({
    id: IMPORT_FILE_FORM,
    title: TITLE,
    submit: 'Import',
    about: {},
    blocks: [
      section('A CSV or TSV file, as listening tools and spreadsheets export it. Its first row names the columns.'),
      context(
        '*Every story in the file opens an alert whose clocks start now*, as if a listening tool had sent it, also when its posts are old.',
      ),
      fileInput('file', 'File', ['csv', 'tsv', 'txt'], {
        hint: 'At most 10 MB and 10,000 rows. A column for the link (URL) or the text of the posts is needed.',
      }),
      selectInput(
        'dates',
        '03/04/2026 in this file is',
        Object.entries(ORDERS).map(([value, text]) => option(value, text)),
        'unknown',
      ),
      textInput('zone', 'Times that name no zone are in', {
        initial: 'UTC',
        most: 60,
        hint: 'The name of a time zone, for instance Europe/Lisbon.',
      }),
    ],
  });
}

/** Slack waits three seconds for an answer, a file takes longer. */
export function readingModal(file: string): ModalView {
  return lastWord(section(`⏳ Reading *${quoted(file, 80)}*… The result will be shown here. You may close this.`));
}

export function importedModal(file: string, result: ImportResult): ModalView {
  const { refused, notes } = result;
  const left = refused.length - NAMED;
  return lastWord(
    section(importedText(file, result)),
    ...(refused.length > 0
      ? [
          section(
            refused
              .slice(0, NAMED)
              .map((why) => `• ${quoted(why, 200)}`)
              .join('\n'),
          ),
        ]
      : []),
    ...(left > 0 ? [context(`And ${counted(left, 'more row')}.`)] : []),
    ...notes.map((note) => context(quoted(note, 300))),
  );
}

/** The tally in a line, for those who closed the form. */
export function importedText(file: string, { accepted, duplicates, refused, inStorm }: ImportResult): string {
  const known = duplicates > 0 ? `, ${duplicates.toLocaleString('en-US')} known already` : '';
  const bad = refused.length > 0 ? ` *${counted(refused.length, 'row')} refused*, kept for a week.` : '';
  const many = `${counted(inStorm, 'story', 'stories')} of it ${inStorm === 1 ? 'stands' : 'stand'}`;
  const storm = inStorm > 0 ? ` There is a storm: ${many} on its card.` : '';
  return `*${quoted(file, 80)}*: ${counted(accepted, 'new post')}${known}.${storm}${bad}`;
}

/** The file as a whole could not be used. */
export function notImportedModal(file: string, why: string): ModalView {
  return lastWord(section(notImportedText(file, why)));
}

export function notImportedText(file: string, why: string): string {
  return `*${quoted(file, 80)}* was not imported. ${quoted(why, 500)}`;
}

function lastWord(...blocks: KnownBlock[]): ModalView {
  const view = modal({ id: RESULT_FORM, title: TITLE, blocks, about: {} });
  return { ...view, close: plain('Close', 24) };
}
