/** One row of a file as a mention. */

import type { Mapped } from '../source.ts';
import { publishedAt } from '../values/published-at.ts';
import { cut } from '../values/storable.ts';
import { ID, PUBLISHED } from './aliases.ts';
import { type DateOrder, localDate } from './local-date.ts';
import { isInUtc, plainHeader, type Row, readAs } from './sheet.ts';

/** How the dates of a file are meant. */
export interface Dates {
  /** Null: not known; a date that can be read in two ways is refused then. */
  order: DateOrder | null;
  /** IANA name, for times that name none. Null: UTC. */
  zone: string | null;
}

/** What the headers of a file are read as, looked up once for all its rows. */
export interface Columns {
  /** Header to the name it is read as. */
  names: ReadonlyMap<string, string>;
  /** Names whose times are in UTC, as their header says. */
  utc: ReadonlySet<string>;
}

export function columnsOf(headers: readonly string[]): Columns {
  const names = new Map(headers.map((header) => [header, readAs(header)]));
  return { names, utc: new Set(headers.filter(isInUtc).map(readAs)) };
}

/** What is said of the file as a whole in the end. */
export interface Seen {
  /** Rows whose time named no zone. */
  local: number;
  /** Rows whose date is none. */
  unread: number[];
}

/** One row; unusable with its number in the sentence. */
export function mapRow(
  { row, cells, excess }: Row,
  columns: Columns,
  dates: Dates,
  receivedAt: Date,
  map: (fields: Record<string, string>) => Mapped,
  seen: Seen,
): Mapped {
  const unusable = (why: string): Mapped => ({ kind: 'unusable', why: `Row ${row}: ${why}` });
  if (excess > 0) {
    const more = `${excess} cell${excess === 1 ? '' : 's'} more`;
    return unusable(`it has ${more} than there are columns; a text with a separator in it needs quotes.`);
  }
  const fields = fieldsOfRow(cells, columns);
  const id = ID.map((name) => fields[plainHeader(name)]?.trim()).find(Boolean);
  if (id && /^\d([.,]\d{1,20})?E\+\d{1,3}$/i.test(id)) {
    return unusable(`the id ${id} lost its digits in a spreadsheet; export the column as text.`);
  }
  // A hand-made list counts from 1, and so does the next one. Its posts are told apart by what they say.
  if (id && /^\d{1,6}$/.test(id)) for (const name of ID) delete fields[plainHeader(name)];
  const published = publishedIn(fields, columns, dates, receivedAt);
  if (typeof published === 'string') return unusable(published);
  if (published?.isLocal) seen.local++;
  if (published === null && PUBLISHED.some((name) => fields[plainHeader(name)])) seen.unread.push(row);
  const mapped = map(published ? { ...fields, publishedat: published.at.toISOString() } : fields);
  if (mapped.kind === 'unusable') return unusable(`${mapped.why.charAt(0).toLowerCase()}${mapped.why.slice(1)}`);
  return mapped;
}

/** Under the names of generic JSON, without spaces and capitals. */
function fieldsOfRow(cells: Row['cells'], { names }: Columns): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [header, cell] of Object.entries(cells)) {
    const name = names.get(header) ?? '';
    if (!Object.hasOwn(fields, name)) fields[name] = cell;
  }
  return fields;
}

/** The first of the date columns that can be read; a sentence when one could be read in two ways; null when none is. */
function publishedIn(
  fields: Record<string, string>,
  { utc }: Columns,
  { order, zone }: Dates,
  receivedAt: Date,
): { at: Date; isLocal: boolean } | string | null {
  let why: string | null = null;
  for (const name of PUBLISHED) {
    const cell = fields[plainHeader(name)]?.trim();
    if (!cell) continue;
    const exact = publishedAt(cell, receivedAt);
    if (exact) return { at: exact, isLocal: false };
    const isUtc = utc.has(plainHeader(name));
    const read = localDate(withTime(cell, fields), order, isUtc ? 'UTC' : (zone ?? 'UTC'));
    if (read?.kind === 'read') {
      // Nothing is published long after it was heard.
      const at = publishedAt(read.at.toISOString(), receivedAt);
      if (at) return { at, isLocal: read.isLocal && !isUtc };
    }
    if (read?.kind === 'ambiguous') {
      why ??= `the date ${cut(cell, 40)} can be read in two ways; say whether the file has the day or the month first.`;
    }
    if (read?.kind === 'contrary') {
      why ??= `the date ${cut(cell, 40)} does not have the ${order === 'day-first' ? 'day' : 'month'} first, as was said of the file.`;
    }
  }
  return why;
}

/** Some exports have the day in one column and the time in another. */
function withTime(date: string, fields: Record<string, string>): string {
  const time = fields.time?.trim();
  return time && time !== date && !date.includes(':') && /^\d{1,2}:\d{2}/.test(time) ? `${date} ${time}` : date;
}
