import { COLUMNS, FULL_TEXT, LINK, SNIPPET } from './aliases.ts';
import { type Cells, MOST_COLUMNS, rowsOf } from './rows.ts';

export const MOST_ROWS = 10_000;
/** Blank ones included. Spreadsheets export their empty rows too. */
const MOST_LINES = 30_000;

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

/** A row that has no cells to read. */
export interface LostRow {
  row: number;
  why: string;
}

export interface Table {
  header: string[];
  rows: Row[];
  lost: LostRow[];
  /** Rows with a quotation mark that nothing closes. They are read, and so is what comes after them. */
  stray: number[];
}

/** A file as rows under the names of its columns, or why it is none, in a sentence. It may pause at each `yield`. */
export function* tableOf(text: string): Generator<void, Table | { status: 400 | 413; why: string }> {
  if (text.trim() === '') return { status: 400, why: 'The file is empty.' };
  const found = yield* headerOf(text);
  if (!found) {
    return {
      status: 400,
      why: 'No row names a column for the link or the text of a post: the first row must say, for instance, URL, Text, Author, Published.',
    };
  }
  const { header, delimiter, row: headerRow } = found;
  const table: Table = { header, rows: [], lost: [], stray: [] };
  let row = 0;
  for (const cells of rowsOf(text, delimiter)) {
    yield;
    if (cells === null) continue;
    row++;
    const why = refusal(row, cells.filled, table);
    if (why !== null) return { status: 413, why };
    if (row <= headerRow) continue;
    if (cells.isStray) table.stray.push(row);
    if (cells.isTooLong) table.lost.push({ row, why: `Row ${row}: it is longer than 1 MiB.` });
    else if (cells.filled > 0) table.rows.push({ row, ...underHeader(cells, header) });
  }
  return table;
}

/** Why the whole file is refused at this row; null when it is not. */
function refusal(row: number, filled: number, { rows, lost }: Table): string | null {
  if (filled > MOST_COLUMNS) return `Row ${row} has more than ${MOST_COLUMNS} columns, the most that are read.`;
  if (row > MOST_LINES) return `The file has more than ${MOST_LINES.toLocaleString('en')} rows, blank ones included.`;
  if (filled === 0 || rows.length + lost.length < MOST_ROWS) return null;
  return `The file has more than ${MOST_ROWS.toLocaleString('en')} rows, the most that are read at once. Send it in parts.`;
}

interface Header {
  header: string[];
  delimiter: string;
  row: number;
}

/** The row that names a column we need, and the delimiter with which it names most. Of equals the first. */
function* headerOf(text: string): Generator<void, Header | null> {
  const start = text.slice(0, PREFACE_LENGTH);
  let best: Header | null = null;
  for (const delimiter of DELIMITERS) {
    let row = 0;
    for (const cells of rowsOf(start, delimiter)) {
      yield;
      if (cells === null) continue;
      row++;
      const header = cells.cells.slice(0, cells.filled).map((cell) => cell.trim());
      const isMore = header.length > (best?.header.length ?? 0);
      if (isMore && header.some((name) => NEEDED.has(readAs(name)))) best = { header, delimiter, row };
      if (row >= PREFACE) break;
    }
  }
  return best;
}

/** Letters and digits in lower case: `Reach (new)` is `reachnew`. */
export function plainHeader(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** A longer one is no name of a column that we know. Characters. */
const LONGEST_NAME = 200;
const UTC = /[\s([](UTC|GMT)[)\]]?$/i;

/** Does a header end like `Date (UTC)`? */
export function isInUtc(header: string): boolean {
  return UTC.test(header.trimEnd());
}

/** The plain name a column is read as: `channel` for `Source`, `date` for `Date (UTC)`, most as they are called. */
export function readAs(header: string): string {
  const name = header.trim();
  if (name.length > LONGEST_NAME) return plainHeader(name);
  const plain = plainHeader(name.replace(UTC, ''));
  return plainHeader(Object.hasOwn(COLUMNS, plain) ? (COLUMNS[plain] ?? plain) : plain);
}

/** A mention needs one of these. */
const NEEDED = new Set([...LINK, ...FULL_TEXT, ...SNIPPET].map(plainHeader));

/** Of columns that share a name the first that holds something counts. */
function underHeader({ cells, filled }: Cells, header: string[]): Omit<Row, 'row'> {
  const named = new Map<string, string>();
  cells.slice(0, header.length).forEach((cell, at) => {
    const name = header[at];
    if (name && cell.trim() !== '' && !named.has(name)) named.set(name, cell);
  });
  return { cells: Object.fromEntries(named), excess: Math.max(0, filled - header.length) };
}
