import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/card/words.ts';
import { readClock, rereadDeadline, startResponseClock } from '../../src/alert/response/rule.ts';
import { alertMarks, asReminder, incidentMarks, nextMark, passedMarks } from '../../src/clock/marks.ts';
import type { Mark } from '../../src/words/reminder.ts';
import { SEVERITIES } from '../../src/words/severity.ts';
import { minutes } from '../../src/words/time.ts';
import { afterNoon, alert, answered, incident, noon, policy, tiered } from '../make.ts';

const { SEV1, SEV2, SEV3, SEV4 } = tiered.severities;

/** Of somebody's own alert, so that only the response clock speaks. */
function responseMarks(of: Alert) {
  return alertMarks({ ...of, claimedBy: 'UANA' });
}

function minutesAfterNoon(at: Date): number {
  return (at.getTime() - noon.getTime()) / 60_000;
}

describe('the response clock', () => {
  test('starts when the first mention is received and runs for two hours, whatever the severity', () => {
    for (const severity of SEVERITIES) {
      expect(startResponseClock(noon, policy.severities[severity])).toEqual({
        receivedAt: noon,
        responseDueAt: afterNoon(120),
        lateBecauseRaised: false,
        deadlineReadAt: null,
        respondedAt: null,
        response: null,
      });
    }
  });

  test('runs up to its deadline and is breached after it', () => {
    const waiting = alert({ responseDueAt: afterNoon(120) });
    expect(readClock(waiting, afterNoon(119))).toEqual({
      state: 'running',
      dueAt: afterNoon(120),
      left: minutes(1),
      lateBecauseRaised: false,
    });
    expect(readClock(waiting, afterNoon(120)).state).toBe('running');
    expect(readClock(waiting, new Date(afterNoon(120).getTime() + 1)).state).toBe('breached');
    expect(readClock(waiting, afterNoon(130)).left).toBe(minutes(-10));
  });

  test('a reply stops it for good', () => {
    expect(readClock(alert(answered(119)), afterNoon(600))).toMatchObject({ state: 'met', left: minutes(1) });
    expect(readClock(alert(answered(120)), afterNoon(600)).state).toBe('met');
    expect(readClock(alert(answered(121)), afterNoon(600))).toMatchObject({ state: 'missed', left: minutes(-1) });
    expect(responseMarks(alert(answered(119)))).toEqual([]);
    expect(rereadDeadline(alert(answered(119)), SEV1, afterNoon(200))).toEqual(alert(answered(119)));
  });
});

describe('the response clock speaks', () => {
  test('at 50, 75 and 90 percent, at the breach, every 15 minutes five times, and then pages', () => {
    const said = responseMarks(alert({ suggested: 'SEV2' })).map(({ step, at }) => [step, minutesAfterNoon(at)]);
    expect(said).toEqual([
      ['50 %', 60],
      ['75 %', 90],
      ['90 %', 108],
      ['breach', 120],
      ['+15 min', 135],
      ['+30 min', 150],
      ['+45 min', 165],
      ['+60 min', 180],
      ['+75 min', 195],
      ['page', 210],
    ]);
  });

  test('at the very moment a mark falls, and not a millisecond sooner', () => {
    const marks = responseMarks(alert());
    const justBefore = new Date(afterNoon(60).getTime() - 1);
    expect(passedMarks(marks, noon, justBefore)).toEqual([]);
    expect(passedMarks(marks, noon, afterNoon(60)).map((mark) => mark.step)).toEqual(['50 %']);
    expect(passedMarks(marks, afterNoon(60), afterNoon(61))).toEqual([]);
  });

  test('after downtime with the latest missed mark alone, saying how late it is', () => {
    const [only, ...others] = passedMarks(responseMarks(alert()), afterNoon(10), afterNoon(140));
    expect(others).toEqual([]);
    expect(only && asReminder(only, afterNoon(140))).toEqual({
      clock: 'response',
      step: '+15 min',
      at: afterNoon(135).toISOString(),
      dueAt: afterNoon(120).toISOString(),
      lateBy: minutes(5),
    });
  });

  test('without calling itself late within the first minute', () => {
    const mark: Mark = { clock: 'response', step: '50 %', of: '', at: noon, dueAt: afterNoon(60) };
    expect(asReminder(mark, afterNoon(1)).lateBy).toBe(0);
    expect(asReminder(mark, new Date(afterNoon(1).getTime() + 1)).lateBy).toBe(60_001);
  });

  test('once for each clock when several fell due together, in the order they fell', () => {
    const marks = incidentMarks(incident({ roles: { lead: 'UANA' }, nextUpdateDueAt: afterNoon(50) }));
    const said = passedMarks(marks, noon, afterNoon(70)).map(({ clock, step }) => `${clock} ${step}`);
    expect(said).toEqual(['response 50 %', 'update again 1']);
  });

  test('of the breach when the marks of a tiny limit fall together', () => {
    const instant = alert({ responseDueAt: noon });
    expect(passedMarks(responseMarks(instant), afterNoon(-1), noon).map((mark) => mark.step)).toEqual(['breach']);
  });

  test('next at the first mark not yet dealt with, and never again after the last', () => {
    const marks = responseMarks(alert({ suggested: 'SEV2' }));
    expect(nextMark(marks, noon)).toEqual(afterNoon(60));
    expect(nextMark(marks, afterNoon(60))).toEqual(afterNoon(90));
    expect(nextMark(marks, afterNoon(209))).toEqual(afterNoon(210));
    expect(nextMark(marks, afterNoon(210))).toBeNull();
    expect(nextMark([], noon)).toBeNull();
  });
});

describe('a severity change', () => {
  test('reads the deadline anew from the original start: time lost stays lost', () => {
    expect(rereadDeadline(alert(), SEV2, afterNoon(40)).responseDueAt).toEqual(afterNoon(60));
    expect(rereadDeadline(alert(), SEV4, afterNoon(40)).responseDueAt).toEqual(afterNoon(240));
  });

  test('leaves 10 minutes, marked as late because raised, when the new deadline has passed already', () => {
    const raised = rereadDeadline(alert(), SEV2, afterNoon(90));
    expect(raised).toMatchObject({ responseDueAt: afterNoon(100), lateBecauseRaised: true });
  });

  test('leaves 10 minutes when the new deadline is this very moment', () => {
    const raised = rereadDeadline(alert(), SEV2, afterNoon(60));
    expect(raised).toMatchObject({ responseDueAt: afterNoon(70), lateBecauseRaised: true });
  });

  test('never leaves more than the old deadline did', () => {
    expect(rereadDeadline(alert(), SEV2, afterNoon(115)).responseDueAt).toEqual(afterNoon(120));
  });

  test('cannot extend the ten minutes by being made again and again', () => {
    const once = rereadDeadline(alert(), SEV2, afterNoon(90));
    const twice = rereadDeadline(once, SEV1, afterNoon(95));
    const thrice = rereadDeadline(twice, SEV2, afterNoon(99));
    expect(thrice).toMatchObject({ responseDueAt: afterNoon(100), lateBecauseRaised: true });
  });

  test('never forgives a breach when it raises', () => {
    const breached = alert({ responseDueAt: afterNoon(120) });
    expect(rereadDeadline(breached, SEV2, afterNoon(120))).toBe(breached);
    expect(rereadDeadline(breached, SEV2, afterNoon(121))).toBe(breached);
  });

  test('says nothing of what the new deadline would have said before it was made', () => {
    const raised = rereadDeadline(alert({ severity: 'SEV1' }), SEV1, afterNoon(40));
    expect(responseMarks(raised).map(({ step, at }) => `${minutesAfterNoon(at)} ${step}`)).toEqual([
      ...['45 90 %', '50 breach', '65 +15 min', '80 +30 min', '95 +45 min', '110 +60 min', '125 +75 min', '140 page'],
    ]);
    const [next] = passedMarks(responseMarks(raised), noon, afterNoon(44));
    expect(next).toBeUndefined();
  });

  test('that leaves the deadline where it is leaves all that it has still to say', () => {
    const kept = rereadDeadline(alert(), SEV3, afterNoon(60));
    expect(passedMarks(responseMarks(kept), noon, afterNoon(60)).map(({ step }) => step)).toEqual(['50 %']);
    const breached = rereadDeadline(alert(), SEV2, afterNoon(120));
    expect(passedMarks(responseMarks(breached), noon, afterNoon(120)).map(({ step }) => step)).toEqual(['breach']);
  });

  test('is no longer late because raised once it is lowered within its time', () => {
    const raised = rereadDeadline(alert(), SEV2, afterNoon(90));
    const lowered = rereadDeadline(raised, SEV3, afterNoon(95));
    expect(lowered).toMatchObject({ responseDueAt: afterNoon(120), lateBecauseRaised: false });
  });

  test('gives a deadline from the start, ten minutes from now, or the old one, whatever the order of changes', () => {
    const change = fc.record({ wait: fc.integer({ min: 0, max: 90 }), severity: fc.constantFrom(...SEVERITIES) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        let clock = startResponseClock(noon, SEV3);
        let now = 0;
        let longest = SEV3.response;
        for (const { wait, severity } of changes) {
          now += wait;
          const before = clock;
          const numbers = tiered.severities[severity];
          longest = Math.max(longest, numbers.response);
          clock = rereadDeadline(clock, numbers, afterNoon(now));
          const due = minutesAfterNoon(clock.responseDueAt);
          const old = minutesAfterNoon(before.responseDueAt);
          expect([numbers.response, now + 10, old]).toContain(due);
          expect(due).toBeLessThanOrEqual(Math.max(numbers.response, old));
          expect(due).toBeLessThanOrEqual(longest);
          if (due !== old) expect(due).toBeGreaterThan(now);
          expect(clock.receivedAt).toEqual(noon);
        }
      }),
    );
  });
});
