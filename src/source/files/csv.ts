/** Files of comma-separated and tab-separated values, uploaded by hand or sent over HTTP. */

import { finishInTurns, mapInTurns } from '../../turns.ts';
import type { Field, Mapped, Read, Reading } from '../source.ts';
import { columnsOf, type Dates, mapRow, type Seen } from './csv-row.ts';
import { decode } from './decode.ts';
import { isZone } from './local-date.ts';
import { type Row, tableOf } from './sheet.ts';

export const CSV_TYPES = ['text/csv', 'text/tab-separated-values'] as const;

/** Null when it is no such file; else the charset it names, if any. */
export function charsetOfCsv(contentType = ''): { name: string | null } | null {
  const [type = ''] = contentType.toLowerCase().split(';');
  if (!CSV_TYPES.some((one) => one === type.trim())) return null;
  return { name: /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1] ?? null };
}

/** What an administrator says of the files of a source. */
export const DATES_FIELDS: Field[] = [
  {
    name: 'dates',
    label: 'Dates in files',
    hint: 'How 03/04/2026 is meant in a CSV file. Only files need this.',
    optional: true,
    choices: {
      unknown: 'Not known: refuse what can be read in two ways',
      'day-first': 'Day first: 3 April 2026',
      'month-first': 'Month first: 4 March 2026',
    },
  },
  {
    name: 'zone',
    label: 'Time zone of files',
    hint: 'For times in CSV files that name none, for instance Europe/Lisbon. Empty: UTC.',
    optional: true,
    wrong: (value) => (isZone(value) ? null : 'There is no such time zone: write it like Europe/Lisbon or UTC.'),
  },
];

/** As a source or a form has it: what cannot be used counts as not said. */
export function datesOf({ dates, zone }: Readonly<Record<string, string | undefined>>): Dates {
  return {
    order: dates === 'day-first' || dates === 'month-first' ? dates : null,
    zone: zone && isZone(zone) ? zone : null,
  };
}

/**
 * A file as what it says. A bad row is rejected with its number in the file, the first row being 1, and the others are
 * read all the same. Cells are evidence and stay as they are, also those that a spreadsheet would run as a formula:
 * whoever writes them into a CSV again must put an apostrophe before `= + - @`.
 * @param map one row, under the names of generic JSON, to a mention
 * @param charset as the sender named it
 */
export async function readCsv(
  raw: Buffer,
  dates: Dates,
  receivedAt: Date,
  map: (fields: Record<string, string>) => Mapped,
  charset: string | null = null,
): Promise<Reading> {
  const workbook = workbookOf(raw);
  if (workbook) return { status: 415, why: `This is ${workbook}. Save it as "CSV UTF-8" and send that file.` };
  const { text, isGuess } = await decode(raw, charset);
  const table = await finishInTurns(tableOf(text));
  if ('why' in table) return table;
  const columns = columnsOf(table.header);
  const read: Read = { heard: [], rejected: [] };
  const seen: Seen = { local: 0, unread: [] };
  await mapInTurns(table.rows, (row) => {
    const one = mapRow(row, columns, dates, receivedAt, map, seen);
    if (one.kind === 'unusable') read.rejected.push({ index: row.row, why: one.why, item: row });
    else if (one.kind !== 'nothing') read.heard.push(one);
  });
  for (const { row, why } of table.lost) read.rejected.push({ index: row, why, item: { row } });
  read.rejected.sort((a, b) => a.index - b.index);
  const [first] = seen.unread;
  const [stray] = table.stray;
  const notes = [
    ...(isGuess
      ? ['The file is neither UTF-8 nor UTF-16 and was read as Windows-1252: check the letters with accents.']
      : []),
    ...(stray === undefined
      ? []
      : [
          `Quotation marks that nothing closes were taken as they stand: ${table.stray.length}, the first in row ${stray}. Look whether its text is whole.`,
        ]),
    ...(seen.local > 0 ? [`Times that name no time zone were read as ${dates.zone ?? 'UTC'}.`] : []),
    ...(first === undefined
      ? []
      : [`Dates that cannot be read were left out: ${seen.unread.length}, the first in row ${first}.`]),
  ];
  return notes.length > 0 ? { ...read, notes } : read;
}

/** A rejected row once more; null when the kept item is none. */
export function againCsv(
  item: unknown,
  dates: Dates,
  receivedAt: Date,
  map: (fields: Record<string, string>) => Mapped,
): Mapped | null {
  if (!isKeptRow(item)) return null;
  return mapRow(item, columnsOf(Object.keys(item.cells)), dates, receivedAt, map, { local: 0, unread: [] });
}

function isKeptRow(item: unknown): item is Row {
  if (typeof item !== 'object' || item === null) return false;
  if (!('row' in item && 'cells' in item && 'excess' in item)) return false;
  const { row, cells, excess } = item;
  if (typeof row !== 'number' || typeof excess !== 'number' || typeof cells !== 'object' || cells === null)
    return false;
  return Object.values(cells).every((cell) => typeof cell === 'string');
}

/** Spreadsheets sent as they are. */
function workbookOf(raw: Buffer): string | null {
  if (raw.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'a workbook or archive (.xlsx, .zip)';
  if (raw.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return 'an old Excel workbook (.xls)';
  return raw.subarray(0, 5).equals(Buffer.from('%PDF-')) ? 'a PDF' : null;
}
