/** Wall-clock time in a named zone, and back. */

export interface ZonedParts {
  year: number;
  month: string;
  monthNumber: number;
  day: number;
  weekday: string;
  hour: number;
  minute: number;
  second: number;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const formats = new Map<string, Intl.DateTimeFormat>();

/** @param epoch seconds; @param tz IANA zone, an unknown one is read as UTC */
export function partsOf(epoch: number, tz: string): ZonedParts {
  const found: Record<string, number> = {};
  for (const part of formatFor(tz).formatToParts(new Date(epoch * 1000))) found[part.type] = Number(part.value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
  return { year, month: MONTHS[month - 1] ?? '', monthNumber: month, day, weekday, hour, minute, second };
}

/** The moment (seconds) at which a wall clock in `tz` shows `2026-11-20T14:05`; null when that is no date. */
export function momentOf(wall: string, tz: string): number | null {
  const guess = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(wall) ? Date.parse(`${wall.slice(0, 16)}:00Z`) / 1000 : Number.NaN;
  if (Number.isNaN(guess)) return null;
  // Two rounds: the first correction may cross a change to or from summer time.
  const once = guess - offsetAt(guess, tz);
  return guess - offsetAt(once, tz);
}

/** What a wall clock in `tz` shows at that moment (seconds): `2026-11-20T14:05`. */
export function wallClock(epoch: number, tz: string): string {
  return new Date((epoch + offsetAt(epoch, tz)) * 1000).toISOString().slice(0, 16);
}

function offsetAt(epoch: number, tz: string): number {
  const at = partsOf(epoch, tz);
  const asUtc = Date.UTC(at.year, at.monthNumber - 1, at.day, at.hour, at.minute, at.second) / 1000;
  return asUtc - Math.floor(epoch);
}

function formatFor(tz: string): Intl.DateTimeFormat {
  const known = formats.get(tz);
  if (known) return known;
  const made = makeFormat(tz) ?? makeFormat('UTC') ?? new Intl.DateTimeFormat();
  formats.set(tz, made);
  return made;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const;
    return new Intl.DateTimeFormat('en-US', {
      ...fields,
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
      timeZone,
    });
  } catch {
    return null;
  }
}
