import { CsvError, parse } from 'csv-parse/sync';
import { COLUMNS, FULL_TEXT, LINK, SNIPPET } from './aliases.ts';

export const MOST_ROWS = 10_000;
const MOST_COLUMNS = 200;
/** Blank ones included. Spreadsheets export their empty rows too. */
const MOST_LINES = 30_000;
/** Longest row, in bytes. A spreadsheet's cell holds 32,767 characters. */
const ROW_LIMIT = 1_048_576;

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Some exports begin with lines about the search. This many are looked at for the names of the columns. */
const PREFACE = 20;
/** Characters. */
const PREFACE_LENGTH = 200_000;

export interface Row {
  /** As a spreadsheet counts: the first row of the file is 1, blank rows count. */
  row: number;
  /** Header to cell, as they stand in the file, empty cells left out. A formula is its text and is never evaluated. */
  cells: Record<string, string>;
  /** Cells beyond the last named column that hold something: a text with a separator in it was not quoted. */
  excess: number;
}

export interface Table {
  header: string[];
  rows: Row[];
}

/** A file as rows under the names of its columns, or why it is none, in a sentence. */
export function tableOf(text: string): Table | { status: 400 | 413; why: string } {
  if (text.trim() === '') return { status: 400, why: 'The file is empty.' };
  const found = headerOf(text);
  if (!found) {
    return {
      status: 400,
      why: 'No row names a column for the link or the text of a post: the first row must say, for instance, URL, Text, Author, Published.',
    };
  }
  const { header, delimiter, row: headerRow } = found;
  const rows: Row[] = [];
  let at = 0;
  const refused = walk(text, delimiter, (cells) => {
    at++;
    const filled = filledOf(cells);
    if (filled > MOST_COLUMNS) return `Row ${at} has more than ${MOST_COLUMNS} columns, the most that are read.`;
    if (at > MOST_LINES) return `The file has more than ${MOST_LINES.toLocaleString('en')} rows, blank ones included.`;
    if (at <= headerRow || filled === 0) return null;
    if (rows.length === MOST_ROWS) {
      return `The file has more than ${MOST_ROWS.toLocaleString('en')} rows, the most that are read at once. Send it in parts.`;
    }
    rows.push({ row: at, ...underHeader(cells, header) });
    return null;
  });
  if (refused === null) return { header, rows };
  if (refused === 'unreadable') return { status: 400, why: `Row ${at + 1} cannot be read.` };
  if (refused === 'unclosed') return { status: 400, why: `Row ${at + 1} has a quotation mark that is never closed.` };
  if (refused === 'too long') return { status: 413, why: `Row ${at + 1} is longer than 1 MiB.` };
  return { status: 413, why: refused };
}

interface Header {
  header: string[];
  delimiter: string;
  row: number;
}

/** The row that names a column we need, and the delimiter with which it names most. Of equals the first. */
function headerOf(text: string): Header | null {
  const start = text.slice(0, PREFACE_LENGTH);
  const found = DELIMITERS.flatMap((delimiter) => headersWith(start, delimiter));
  return found.sort((a, b) => b.header.length - a.header.length)[0] ?? null;
}

function headersWith(text: string, delimiter: string): Header[] {
  const found: Header[] = [];
  let row = 0;
  walk(text, delimiter, (cells) => {
    row++;
    const header = cells.slice(0, filledOf(cells)).map((cell) => cell.trim());
    if (header.some((name) => NEEDED.has(readAs(name)))) found.push({ header, delimiter, row });
    return row >= PREFACE ? 'enough' : null;
  });
  return found;
}

/** Letters and digits in lower case: `Reach (new)` is `reachnew`. */
export function plainHeader(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** At the end of a header: `Date (UTC)`. */
export const IN_UTC = /[\s([]+(UTC|GMT)[)\]]?\s*$/i;

/** The plain name a column is read as: `channel` for `Source`, `date` for `Date (UTC)`, most as they are called. */
export function readAs(name: string): string {
  const plain = plainHeader(name.replace(IN_UTC, ''));
  return plainHeader(Object.hasOwn(COLUMNS, plain) ? (COLUMNS[plain] ?? plain) : plain);
}

/** A mention needs one of these. */
const NEEDED = new Set([...LINK, ...FULL_TEXT, ...SNIPPET].map(plainHeader));

/** How many cells there are up to the last that holds something. */
function filledOf(cells: string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}

/** Of columns that share a name the first that holds something counts. */
function underHeader(cells: string[], header: string[]): Omit<Row, 'row'> {
  const named = new Map<string, string>();
  cells.slice(0, header.length).forEach((cell, at) => {
    const name = header[at];
    if (name && cell.trim() !== '' && !named.has(name)) named.set(name, cell);
  });
  return { cells: Object.fromEntries(named), excess: Math.max(0, filledOf(cells) - header.length) };
}

/** Each row in turn, until one is answered with a word. That word, what is wrong with the file, or null. */
function walk(text: string, delimiter: string, each: (cells: string[]) => string | null): string | null {
  let word: string | null = null;
  const stop = new Error('enough');
  try {
    parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // `He said "no"` in a cell without quotes, as hand-made files have it.
      relax_quotes: true,
      max_record_size: ROW_LIMIT,
      on_record: (cells: string[]) => {
        word = each(cells);
        if (word !== null) throw stop;
        return null;
      },
    });
    return null;
  } catch (error) {
    if (error === stop) return word;
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'unclosed';
    return error.code === 'CSV_MAX_RECORD_SIZE' ? 'too long' : 'unreadable';
  }
}
