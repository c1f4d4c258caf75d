import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/card/words.ts';
import { SNOOZES, type SnoozeMinutes, snooze, wake } from '../../src/assess/snooze/rule.ts';
import { remindAlert } from '../../src/clock/rule.ts';
import { afterNoon, alert, allowed, owedKinds, policy, refusal, remindersIn } from '../make.ts';

/** The reminders given by ticks at these minutes after noon. */
function said(about: Alert, ...ticks: number[]): string[] {
  let now = about;
  return ticks.flatMap((tick) => {
    const decision = remindAlert(now, policy, afterNoon(tick));
    now = allowed(decision).state;
    return remindersIn(decision).map(({ clock, step }) => `${clock} ${step}`);
  });
}

describe('a snooze', () => {
  test.each(Object.keys(SNOOZES).map(Number) as SnoozeMinutes[])('of %i minutes is kept and shown', (length) => {
    const decision = snooze(alert(), length, 'UANA', afterNoon(5));
    expect(allowed(decision).state.snoozedUntil).toEqual(afterNoon(5 + length));
    expect(allowed(decision).events[0]).toMatchObject({
      type: 'alert_snoozed',
      detail: { until: afterNoon(5 + length).toISOString() },
    });
    expect(owedKinds(decision)).toEqual(['alert_card']);
  });

  test('says when it is over, and drops what it held back', () => {
    const snoozed = allowed(snooze(alert(), 60, 'UANA', afterNoon(40))).state;
    expect(said(snoozed, 60, 70, 90, 100, 101)).toEqual(['snooze over']);
  });

  test('never holds back the last warnings', () => {
    const snoozed = allowed(snooze(alert(), 240, 'UANA', afterNoon(5))).state;
    expect(said(snoozed, 60, 90, 108, 120, 135)).toEqual(['response 90 %', 'response breach', 'response +15 min']);
  });

  test('can be set anew, which ends the first', () => {
    const first = allowed(snooze(alert(), 30, 'UANA', afterNoon(5))).state;
    const second = allowed(snooze(first, 60, 'UANA', afterNoon(11))).state;
    expect(said(second, 35, 71)).toEqual(['snooze over']);
  });

  test.each([
    [alert({ status: 'dismissed', dismissedAs: 'duplicate', dismissedBy: 'UANA' }), 'Reopen it first.'],
    [alert({ status: 'escalated', escalatedBy: 'UANA', incidentId: 42 }), 'Continue there.'],
  ])('is refused on an alert that is no longer open', (closed, why) => {
    expect(refusal(snooze(closed, 30, 'UANA', afterNoon(5)))).toContain(why);
    expect(refusal(wake({ ...closed, snoozedUntil: afterNoon(30) }, 'UANA', afterNoon(5)))).toContain(why);
  });
});

describe('waking', () => {
  const snoozed = allowed(snooze(alert(), 240, 'UANA', afterNoon(30))).state;

  test('ends the snooze at once and is on the timeline', () => {
    const decision = wake(snoozed, 'UBO', afterNoon(80));
    expect(allowed(decision).state.snoozedUntil).toBeNull();
    expect(allowed(decision).events[0]).toMatchObject({ type: 'alert_snoozed', detail: { until: null } });
  });

  test('replays nothing that was held back; the next reminders come in their time', () => {
    const awake = allowed(wake(snoozed, 'UBO', afterNoon(85))).state;
    expect(said(awake, 86, 90)).toEqual(['response 75 %']);
  });

  test('is refused when nothing is snoozed', () => {
    expect(refusal(wake(alert(), 'UBO', afterNoon(5)))).toBe('This alert is not snoozed.');
    expect(refusal(wake(alert({ snoozedUntil: afterNoon(5) }), 'UBO', afterNoon(5)))).toBe(
      'This alert is not snoozed.',
    );
  });
});
