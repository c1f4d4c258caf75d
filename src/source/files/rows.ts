/** The rows of comma-separated values (RFC 4180), and of what people and spreadsheets make of them. */

/** Columns beyond these are counted, not kept. */
export const MOST_COLUMNS = 200;
/** Of a row. Characters; a spreadsheet's cell holds 32,767. */
const LONGEST_ROW = 1_048_576;
/** After so many cells or quotation marks others may have their turn. */
const PAUSE_AFTER = 2_000;

export interface Cells {
  /** The first 200. */
  cells: string[];
  /** How many there are up to the last that holds something. */
  filled: number;
  /** It is longer than 1 MiB, and its cells are left out. */
  isTooLong: boolean;
  /** A quotation mark begins one of its cells that nothing closes. */
  isStray: boolean;
}

/**
 * Each row of a file, blank ones included, and null where its reader may pause. A cell in quotation marks may hold
 * separators, line breaks and doubled quotation marks. Where more follows the closing one, and within a cell, they are
 * taken as they stand: `He said "no"`. So is one that nothing closes, or only the next one rows below, as in `5" screen`:
 * else it would swallow the rows between. Rows end in \n, \r\n or \r. No character is gone over more than a few times.
 */
export function* rowsOf(text: string, delimiter: string): Generator<Cells | null, void> {
  const plain = new RegExp(`[^${delimiter}\r\n]*`, 'y');
  let steps = 0;
  let at = 0;
  while (at < text.length) {
    const start = at;
    const row: Cells = { cells: [], filled: 0, isTooLong: false, isStray: false };
    for (let count = 1; ; count++) {
      const begin = at;
      const closed = text[at] === '"' ? yield* closing(at + 1) : begin;
      const isStray = closed !== begin && !isClosedBy(closed, begin);
      const quotedUntil = isStray ? begin : closed;
      row.isStray ||= isStray;
      at = plainUntil(quotedUntil > begin ? quotedUntil + 1 : begin);
      const cell = at - start > LONGEST_ROW ? '' : cellOf(begin, quotedUntil);
      if (count <= MOST_COLUMNS) row.cells.push(cell);
      if (cell.trim() !== '') row.filled = count;
      if (++steps % PAUSE_AFTER === 0) yield null;
      if (text[at] !== delimiter) break;
      at++;
    }
    yield at - start > LONGEST_ROW ? { ...row, cells: [], filled: 0, isTooLong: true } : row;
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
  }

  /** Where the quotation mark stands that ends a quoted cell; -1 when there is none. */
  function* closing(from: number): Generator<null, number> {
    for (let next = from; ; next += 2) {
      next = text.indexOf('"', next);
      if (next === -1 || text[next + 1] !== '"') return next;
      if (++steps % PAUSE_AFTER === 0) yield null;
    }
  }

  /** Does it end the cell, or at least not take in other rows? A space behind it is nothing. */
  function isClosedBy(quote: number, begin: number): boolean {
    if (quote === -1) return false;
    let after = quote + 1;
    while (text[after] === ' ') after++;
    return after === plainUntil(after) || !/[\r\n]/.test(text.slice(begin, quote));
  }

  /** The end of what holds no separator and no line break. */
  function plainUntil(from: number): number {
    plain.lastIndex = from;
    plain.test(text);
    return plain.lastIndex;
  }

  /** What stands from `begin` to here, in quotation marks up to the one at `quotedUntil`. */
  function cellOf(begin: number, quotedUntil: number): string {
    if (quotedUntil === begin) return text.slice(begin, at);
    const quoted = text.slice(begin + 1, quotedUntil).replaceAll('""', '"');
    return at === quotedUntil + 1 ? quoted : `"${quoted}${text.slice(quotedUntil, at)}`;
  }
}
