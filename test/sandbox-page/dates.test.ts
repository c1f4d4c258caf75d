import { describe, expect, test } from 'vitest';
import { ago, dayHeading, dayKey, formatDate } from '../../src/sandbox/page/dates.ts';
import { momentOf, wallClock } from '../../src/sandbox/page/zoned.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;
const noon = seconds('2026-11-20T12:00:00Z');

describe('date tokens', () => {
  const at = seconds('2026-11-18T16:05:09Z');
  test.each([
    ['{date_num}', '2026-11-18'],
    ['{date}', 'November 18th'],
    ['{date_short}', 'Nov 18'],
    ['{date_long}', 'Wednesday, November 18th'],
    ['{time}', '16:05'],
    ['{time_secs}', '16:05:09'],
    ['{date_short_pretty} at {time}', 'Nov 18 at 16:05'],
    ['{ago}', '2 days ago'],
    ['{no_such_token}', '{no_such_token}'],
  ])('%s', (format, shown) => {
    expect(formatDate(at, format, 'UTC', noon)).toBe(shown);
  });

  test('the year is said when the day is more than six months away', () => {
    expect(formatDate(seconds('2025-02-01T12:00:00Z'), '{date_short}', 'UTC', noon)).toBe('Feb 1, 2025');
  });

  test('near days have names, in the zone of the person looking', () => {
    const late = seconds('2026-11-20T23:30:00Z');
    expect(formatDate(late, '{date_pretty}', 'UTC', noon)).toBe('today');
    expect(formatDate(late, '{date_pretty}', 'Asia/Manila', noon)).toBe('tomorrow');
    expect(formatDate(noon - 86_400, '{date_long_pretty}', 'UTC', noon)).toBe('yesterday');
  });

  test('a time is that of the person, also where clocks stand half an hour apart', () => {
    expect(formatDate(noon, '{time}', 'Asia/Kolkata', noon)).toBe('17:30');
    expect(formatDate(noon, '{time}', 'America/New_York', noon)).toBe('07:00');
  });

  test('midnight is 00:00 and an unknown zone is read as UTC', () => {
    expect(formatDate(seconds('2026-11-20T00:00:00Z'), '{time}', 'Nowhere/Land', noon)).toBe('00:00');
  });

  test.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [11, '11th'],
    [12, '12th'],
    [13, '13th'],
    [21, '21st'],
  ])('day %i is the %s', (day, ordinal) => {
    const date = Date.UTC(2026, 9, day, 12) / 1000;
    expect(formatDate(date, '{date}', 'UTC', noon)).toBe(`October ${ordinal}`);
  });
});

test.each([
  [0, 'just now'],
  [60, '1 minute ago'],
  [-600, 'in 10 minutes'],
  [59 * 60, '59 minutes ago'],
  [60 * 60, '1 hour ago'],
  [-7200, 'in 2 hours'],
  [3 * 86_400, '3 days ago'],
])('%i seconds are "%s"', (distance, words) => {
  expect(ago(noon - distance, noon)).toBe(words);
});

test('days are told apart by the zone of the person looking', () => {
  const evening = seconds('2026-11-20T20:00:00Z');
  expect(dayKey(evening, 'UTC')).toBe('2026-11-20');
  expect(dayKey(evening, 'Asia/Tokyo')).toBe('2026-11-21');
  expect(dayHeading(evening, 'UTC', noon)).toBe('Today');
  expect(dayHeading(noon - 5 * 86_400, 'UTC', noon)).toBe('Sunday, November 15th');
});

describe('a wall clock', () => {
  test.each(['Europe/Lisbon', 'America/New_York', 'Asia/Manila', 'Asia/Kolkata'])('in %s goes there and back', (tz) => {
    for (const iso of ['2026-01-15T09:30', '2026-07-15T23:59', '2026-03-29T12:00', '2026-11-01T12:00']) {
      const moment = momentOf(iso, tz);
      expect(moment === null ? null : wallClock(moment, tz)).toBe(iso);
    }
  });

  test('is an hour later in summer', () => {
    expect(momentOf('2026-07-01T10:00', 'Europe/London')).toBe(seconds('2026-07-01T09:00:00Z'));
    expect(momentOf('2026-12-01T10:00', 'Europe/London')).toBe(seconds('2026-12-01T10:00:00Z'));
  });

  test('of no date is no moment', () => {
    expect(momentOf('soon', 'UTC')).toBeNull();
  });
});
