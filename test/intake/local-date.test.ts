/** Dates as spreadsheets write them. */
import { describe, expect, test } from 'vitest';
import { isZone, localDate } from '../../src/source/files/local-date.ts';

function iso(text: string, order: Parameters<typeof localDate>[1] = null, zone = 'UTC'): string | null {
  const read = localDate(text, order, zone);
  return read?.kind === 'read' ? read.at.toISOString().slice(0, 16) : (read?.kind ?? null);
}

describe('what can be read in one way only', () => {
  test.each([
    ['20/11/2026 17:05', '2026-11-20T17:05'],
    ['11/20/2026 5:05 PM', '2026-11-20T17:05'],
    ['20.11.2026', '2026-11-20T00:00'],
    ['20-11-2026 17:05:30', '2026-11-20T17:05'],
    ['2026-11-20 17:05', '2026-11-20T17:05'],
    ['2026-11-20T17:05:00.123', '2026-11-20T17:05'],
    ['2026/11/20', '2026-11-20T00:00'],
    ['20 Nov 2026, 17:10', '2026-11-20T17:10'],
    ['20-Nov-26 05:10AM', '2026-11-20T05:10'],
    ['Friday, 20 November 2026 at 12:00 am', '2026-11-20T00:00'],
    ['Nov 20, 2026 12:30 p.m.', '2026-11-20T12:30'],
    ['November 20th 2026', '2026-11-20T00:00'],
    ['20 Sept 2026 9 am', '2026-09-20T09:00'],
    ['20/11/2026 17:05 +0530', '2026-11-20T11:35'],
    ['7/7/2026', '2026-07-07T00:00'],
  ])('%s', (text, at) => expect(iso(text, null, 'UTC')).toBe(at));
});

test.each(['03/04/2026', '3.4.2026 10:00', '12-11-2026', '20/11/26'])(
  '%s is ambiguous until the order is known',
  (text) => {
    expect(iso(text)).toBe('ambiguous');
    expect(iso(text, 'day-first')).toMatch(/^20/);
  },
);

test('the order decides, and what goes against it is not turned round', () => {
  expect(iso('03/04/26', 'day-first')).toBe('2026-04-03T00:00');
  expect(iso('03/04/26', 'month-first')).toBe('2026-03-04T00:00');
  expect(iso('20/11/2026', 'month-first')).toBe('contrary');
  expect(iso('11/20/2026', 'day-first')).toBe('contrary');
});

test.each([
  ...['soon', '', '31/02/2026', '2026-13-01', '20/11/2026 24:00', '20 Nov 2026 17', '20/11/2026 13:00 PM'],
  ...['20 Foo 2026', '46346.7', '20/11-2026', '20/11/2026 17:61', `20/11/2026${' '.repeat(80)}17:05`],
])('%j is no date', (text) => expect(localDate(text, 'day-first', 'UTC')).toBeNull());

describe('a time on the wall', () => {
  test('is of its zone, in summer and in winter', () => {
    expect(iso('2026-07-01 12:00', null, 'Europe/Lisbon')).toBe('2026-07-01T11:00');
    expect(iso('2026-12-01 12:00', null, 'Europe/Lisbon')).toBe('2026-12-01T12:00');
    expect(iso('2026-07-01 12:00', null, 'Asia/Kolkata')).toBe('2026-07-01T06:30');
    expect(iso('2026-01-01 00:30', null, 'Pacific/Auckland')).toBe('2025-12-31T11:30');
  });

  test('that never comes in spring, or comes twice in autumn, is read within an hour of itself', () => {
    const away = (text: string, utc: string) =>
      Math.abs(new Date(`${iso(text, null, 'Europe/Berlin')}Z`).getTime() - new Date(utc).getTime()) / 3_600_000;
    expect(away('2026-03-29 02:30', '2026-03-29T01:00Z')).toBeLessThanOrEqual(1);
    expect(away('2026-10-25 02:30', '2026-10-25T01:00Z')).toBeLessThanOrEqual(1);
    expect(iso('2026-03-29 03:30', null, 'Europe/Berlin')).toBe('2026-03-29T01:30');
    expect(iso('2026-10-25 03:30', null, 'Europe/Berlin')).toBe('2026-10-25T02:30');
  });
});

test('zones are known by their names', () => {
  expect(['UTC', 'Europe/Lisbon', 'Asia/Kolkata'].map(isZone)).toEqual([true, true, true]);
  expect(['Lisbon', '', 'Europe/Nowhere'].map(isZone)).toEqual([false, false, false]);
});
