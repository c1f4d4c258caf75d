/** Dates as people and spreadsheets write them. What can be read in two ways is never guessed. */

/** Which comes first in `03/04/2026`. */
export type DateOrder = 'day-first' | 'month-first';

export type LocalDate =
  /** `isLocal`: it named no time zone, so the given one was taken. */
  | { kind: 'read'; at: Date; isLocal: boolean; hasClock: boolean }
  /** It can be read day first and month first. */
  | { kind: 'ambiguous' }
  /** It can only be read in the other order than the given one. */
  | { kind: 'contrary' };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAY = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;
const MONTH = String.raw`(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december)\.?`;
const CLOCK = String.raw`(?:(?:T|,?\s+(?:at\s+)?)(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?(?:\s*([ap])\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?`;

/** `20/11/2026`, `20.11.26`, `11-20-2026` */
const NUMBERS = pattern(String.raw`(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})`);
/** `2026-11-20`, `2026/11/20` */
const YEAR_FIRST = pattern(String.raw`(\d{4})([/.-])(\d{1,2})\2(\d{1,2})`);
/** `20 Nov 2026`, `Fri, 20-November-26` */
const DAY_MONTH = pattern(String.raw`${WEEKDAY}(\d{1,2})(?:st|nd|rd|th)?[\s-]+${MONTH},?[\s-]+(\d{4}|\d{2})`);
/** `Nov 20, 2026`, `November 20th 2026` */
const MONTH_DAY = pattern(String.raw`${WEEKDAY}${MONTH}\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})`);

function pattern(date: string): RegExp {
  return new RegExp(`^${date}${CLOCK}$`, 'i');
}

/**
 * A date and time as it stands in a cell. Null when it is none, or no such day exists.
 * @param order null: not known, and then only what can be read in one way is read
 * @param zone IANA name, for times that name none
 */
export function localDate(written: string, order: DateOrder | null, zone: string): LocalDate | null {
  const text = written.trim();
  if (text.length > 60) return null;
  const numbers = NUMBERS.exec(text);
  if (numbers) return fromNumbers(numbers, order, zone);
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) {
    const [, year, , month, day, ...clock] = yearFirst;
    return moment(Number(year), Number(month), Number(day), clock, zone);
  }
  const dayMonth = DAY_MONTH.exec(text);
  if (dayMonth) {
    const [, day, month, year = '', ...clock] = dayMonth;
    return moment(fullYear(year), monthNamed(month), Number(day), clock, zone);
  }
  const monthDay = MONTH_DAY.exec(text);
  if (!monthDay) return null;
  const [, month, day, year, ...clock] = monthDay;
  return moment(Number(year), monthNamed(month), Number(day), clock, zone);
}

/** Is it a time zone we can reckon with? */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function fromNumbers(match: RegExpExecArray, order: DateOrder | null, zone: string): LocalDate | null {
  const [, first, , second, year = '', ...clock] = match;
  const dayFirst = moment(fullYear(year), Number(second), Number(first), clock, zone);
  const monthFirst = moment(fullYear(year), Number(first), Number(second), clock, zone);
  const [wanted, other] = order === 'month-first' ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
  if (order !== null) return wanted ?? (other ? { kind: 'contrary' } : null);
  // `20/11/26` might even begin with the year.
  if (year.length === 2 && (dayFirst || monthFirst)) return { kind: 'ambiguous' };
  return dayFirst && monthFirst && first !== second ? { kind: 'ambiguous' } : (dayFirst ?? monthFirst);
}

function fullYear(year: string): number {
  return year.length === 2 ? 2000 + Number(year) : Number(year);
}

function monthNamed(name = ''): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** Null for days and hours that do not exist: 30 February is not 2 March. A day without a time is its midnight. */
function moment(
  year: number,
  month: number,
  day: number,
  [hours, minutes = '0', seconds = '0', half, named]: (string | undefined)[],
  zone: string,
): LocalDate | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const hour = hourOfDay(hours, half);
  // A bare `20 Nov 2026 17` is no time.
  if (hours !== undefined && minutes === '0' && half === undefined) return null;
  if (hour === null || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const wall = date.getTime() + ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  const at = named === undefined ? instant(wall, zone) : wall - offsetNamed(named);
  return { kind: 'read', at: new Date(at), isLocal: named === undefined, hasClock: hours !== undefined };
}

function hourOfDay(hours: string | undefined, half: string | undefined): number | null {
  const hour = Number(hours ?? 0);
  if (half === undefined) return hour > 23 ? null : hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Milliseconds ahead of UTC: `+0530`. */
function offsetNamed(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -ahead : ahead;
}

/**
 * When the clocks of a zone show this. `wall` is that time as if it were UTC. An hour that comes twice in autumn is
 * taken once, one that never comes in spring is an hour later.
 */
function instant(wall: number, zone: string): number {
  if (zone === 'UTC') return wall;
  return wall - offsetAt(wall - offsetAt(wall, zone), zone);
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a zone are ahead of UTC at a moment. Milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(at / 1_000) * 1_000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known) return known;
  const two = '2-digit' as const;
  const clock = { hour: two, minute: two, second: two, hourCycle: 'h23' as const };
  const made = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: two, day: two, ...clock });
  FORMATS.set(zone, made);
  return made;
}
