/** Times as the person looking reads them: always in that person's zone, on a 24-hour clock, in English. */
import { partsOf } from './zoned.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HALF_YEAR = 182 * DAY;

/**
 * Fills Slack's date tokens (`{date_short_pretty} at {time}`). Unknown tokens stay as written.
 * @param epoch what is shown, in seconds
 * @param now when it is looked at, in seconds
 */
export function formatDate(epoch: number, format: string, tz: string, now: number): string {
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => fill(token, epoch, tz, now) ?? whole);
}

function fill(token: string, epoch: number, tz: string, now: number): string | undefined {
  const at = partsOf(epoch, tz);
  // Slack leaves the year out when the day is less than six months away.
  const isNear = Math.abs(epoch - now) < HALF_YEAR;
  const medium = `${at.month} ${ordinal(at.day)}${isNear ? '' : `, ${at.year}`}`;
  const short = `${at.month.slice(0, 3)} ${at.day}${isNear ? '' : `, ${at.year}`}`;
  const long = `${at.weekday}, ${medium}`;
  const named = nameOfDay(epoch, tz, now);
  switch (token) {
    case 'date_num':
      return `${at.year}-${two(at.monthNumber)}-${two(at.day)}`;
    case 'date':
      return medium;
    case 'date_short':
      return short;
    case 'date_long':
      return long;
    case 'date_pretty':
      return named ?? medium;
    case 'date_short_pretty':
      return named ?? short;
    case 'date_long_pretty':
      return named ?? long;
    case 'time':
      return `${two(at.hour)}:${two(at.minute)}`;
    case 'time_secs':
      return `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
    case 'ago':
      return ago(epoch, now);
    default:
      return undefined;
  }
}

/** "just now", "3 minutes ago", "in 2 hours". Both in seconds. */
export function ago(epoch: number, now: number): string {
  const distance = Math.abs(now - epoch);
  if (distance < 45) return 'just now';
  const [count, unit] =
    distance < HOUR - 30
      ? [Math.max(1, Math.round(distance / MINUTE)), 'minute']
      : distance < DAY - HOUR / 2
        ? [Math.max(1, Math.round(distance / HOUR)), 'hour']
        : [Math.max(1, Math.round(distance / DAY)), 'day'];
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return epoch <= now ? `${words} ago` : `in ${words}`;
}

/** The heading between two days of messages. */
export function dayHeading(epoch: number, tz: string, now: number): string {
  const named = nameOfDay(epoch, tz, now);
  if (named) return named.charAt(0).toUpperCase() + named.slice(1);
  return formatDate(epoch, '{date_long}', tz, now);
}

/** A calendar day in a zone, for telling whether two moments share it: `2026-11-20`. */
export function dayKey(epoch: number, tz: string): string {
  return formatDate(epoch, '{date_num}', tz, epoch);
}

function nameOfDay(epoch: number, tz: string, now: number): 'today' | 'yesterday' | 'tomorrow' | undefined {
  const days = dayNumber(epoch, tz) - dayNumber(now, tz);
  return days === 0 ? 'today' : days === -1 ? 'yesterday' : days === 1 ? 'tomorrow' : undefined;
}

function dayNumber(epoch: number, tz: string): number {
  const at = partsOf(epoch, tz);
  return Math.floor(Date.UTC(at.year, at.monthNumber - 1, at.day) / (DAY * 1000));
}

function ordinal(day: number): string {
  const ending = day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
