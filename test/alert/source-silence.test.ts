import { describe, expect, test } from 'vitest';
import {
  followFailing,
  type Gap,
  heardFrom,
  saySilent,
  unusualFrom,
  type Watched,
  withGap,
} from '../../src/source/silence/rule.ts';
import type { Owed } from '../../src/words/decision.ts';
import { after, minutes } from '../../src/words/time.ts';
import { afterNoon, allowed, noon } from '../make.ts';

const HOUR = 60;

function source(given: Partial<Watched> = {}): Watched {
  const nothing = { lastError: null, failingSince: null, silentSince: null, nextDueAt: null };
  return { name: 'acme-news', seenAt: null, gaps: [], ...nothing, ...given };
}

/** Heard every so many minutes, from noon on. */
function heardEvery(each: number, hours: number): Watched {
  const times = Array.from({ length: (hours * HOUR) / each + 1 }, (_, n) => afterNoon(n * each));
  return heardFrom(source(), times).source;
}

/** Minutes until the silence of a source is unusual. */
function patience(one: Watched): number | null {
  return one.nextDueAt && one.seenAt ? (one.nextDueAt.getTime() - one.seenAt.getTime()) / minutes(1) : null;
}

function texts(owed: Owed[]): string[] {
  return owed.map((one) => (one.kind === 'source_word' ? one.text : one.kind));
}

describe('what is usual', () => {
  test('nothing is known before it was heard in four different hours', () => {
    expect(patience(heardEvery(10, 2))).toBeNull();
    expect(patience(heardEvery(10, 4))).toBe(30);
  });

  test('three times the pause that is usual, and never under a quarter of an hour', () => {
    expect(patience(heardEvery(20, 8))).toBe(60);
    expect(patience(heardEvery(1, 8))).toBe(15);
  });

  test('a burst does not make its source look busier than it is', () => {
    const before = heardEvery(20, 8);
    const burst = Array.from({ length: 500 }, (_, n) => after(afterNoon(8 * HOUR), n * 2_000));
    const { source: later } = heardFrom(before, burst);
    expect(patience(later)).toBe(60);
  });

  test('one outage does not stretch what is usual', () => {
    const outage: Gap = { hour: Math.floor(noon.getTime() / minutes(60)) + 3, ms: minutes(5 * HOUR) };
    const { gaps } = heardEvery(20, 8);
    const stretched = [...gaps.filter(({ hour }) => hour !== outage.hour), outage];
    const seenAt = afterNoon(8 * HOUR);
    expect(unusualFrom(stretched, seenAt)).toEqual(after(seenAt, minutes(60)));
  });

  test('at night it may be silent for longer, once a few nights were quiet; by day it may not', () => {
    let one = source();
    // Five days: every 10 minutes from noon to 22:00, and from 7:00 to noon.
    for (let day = 0; day < 5; day++) {
      const day0 = day * 24 * HOUR;
      const evening = Array.from({ length: 61 }, (_, n) => afterNoon(day0 + n * 10));
      const morning = Array.from({ length: 30 }, (_, n) => afterNoon(day0 + 19 * HOUR + n * 10));
      one = heardFrom({ ...one, silentSince: null }, evening).source;
      // It was told of in the first nights, so these nights count.
      one = heardFrom({ ...one, silentSince: one.nextDueAt }, morning).source;
    }
    const at22 = afterNoon(4 * 24 * HOUR + 10 * HOUR);
    const at9 = afterNoon(4 * 24 * HOUR + 21 * HOUR);
    expect(unusualFrom(one.gaps, at22)?.getTime()).toBeGreaterThan(after(at22, minutes(9 * HOUR)).getTime());
    expect(unusualFrom(one.gaps, at9)).toEqual(after(at9, minutes(30)));
  });

  test('a week is remembered, the longest pause of each hour', () => {
    let gaps: Gap[] = [];
    for (let hour = 0; hour < 400; hour++) gaps = withGap(gaps, afterNoon(hour * HOUR), afterNoon(hour * HOUR + 5));
    expect(gaps).toHaveLength(168);
    expect(withGap(gaps, afterNoon(399 * HOUR + 10), afterNoon(399 * HOUR + 12)).at(-1)?.ms).toBe(minutes(5));
  });

  test('a pause that nobody was told of is not usual: it was paused, or we were down', () => {
    const before = heardEvery(20, 8);
    const { source: back } = heardFrom(before, [afterNoon(20 * HOUR), afterNoon(20 * HOUR + 20)]);
    expect(Math.max(...back.gaps.map(({ ms }) => ms))).toBe(minutes(20));
  });
});

describe('a silence', () => {
  const usual = heardEvery(20, 8);

  test('is said when it is unusual, and not before', () => {
    expect(saySilent(usual, afterNoon(9 * HOUR - 1)).allowed).toBe(false);
    const said = allowed(saySilent(usual, afterNoon(9 * HOUR)));
    expect(texts(said.owed)).toEqual([expect.stringContaining('Nothing has come from `acme-news` for 1 h;')]);
    expect(said.state).toMatchObject({ silentSince: afterNoon(9 * HOUR), nextDueAt: null });
  });

  test('is over when something comes, which is said with how long it was', () => {
    const said = allowed(saySilent(usual, afterNoon(9 * HOUR))).state;
    const { source: back, owed } = heardFrom(said, [afterNoon(11 * HOUR + 10)]);
    expect(texts(owed)).toEqual([expect.stringContaining('`acme-news` is back after 3 h 10 min. It may have missed')]);
    expect(back.silentSince).toBeNull();
    expect(back.nextDueAt).not.toBeNull();
    expect(heardFrom(back, [afterNoon(11 * HOUR + 20)]).owed).toEqual([]);
  });

  test('what comes out of order, from another replica, changes nothing', () => {
    expect(heardFrom(usual, [afterNoon(8 * HOUR - 1)]).source).toEqual(usual);
  });
});

describe('a pulled source that fails', () => {
  const failing = source({ lastError: 'It answered 500.' });

  test('is said after an hour, once, with why', () => {
    const began = allowed(followFailing(failing, noon)).state;
    expect(followFailing(began, afterNoon(59)).allowed).toBe(false);
    const said = allowed(followFailing(began, afterNoon(60)));
    expect(texts(said.owed)).toEqual([expect.stringContaining('`acme-news` has failed for 1 h: It answered 500.')]);
    expect(followFailing(said.state, afterNoon(300)).allowed).toBe(false);
  });

  test('and again when it answers; a short failure is not worth a word', () => {
    const began = allowed(followFailing(failing, noon)).state;
    const short = allowed(followFailing({ ...began, lastError: null }, afterNoon(10)));
    expect(short.owed).toEqual([]);
    const said = allowed(followFailing(began, afterNoon(60))).state;
    const works = allowed(followFailing({ ...said, lastError: null }, afterNoon(90)));
    expect(texts(works.owed)).toEqual([expect.stringContaining('answers again after 1 h 30 min')]);
    expect(works.state).toMatchObject({ failingSince: null, silentSince: null });
  });
});
