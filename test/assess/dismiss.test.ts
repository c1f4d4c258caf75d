import { describe, expect, test } from 'vitest';
import { dismiss, reopenAlert } from '../../src/assess/dismiss/rule.ts';
import { alertMarks } from '../../src/clock/marks.ts';
import { remindAlert } from '../../src/clock/rule.ts';
import { afterNoon, alert, allowed, owed, owedKinds, policy, refusal, remindersIn } from '../make.ts';

describe('dismissing', () => {
  const decision = dismiss(alert({ severity: 'SEV3' }), 'not_about_us', 'UANA', afterNoon(4));

  test('takes the alert off the table, with its reason and what it was thought to be', () => {
    expect(allowed(decision).state).toMatchObject({
      status: 'dismissed',
      dismissedAs: 'not_about_us',
      dismissedBy: 'UANA',
    });
    expect(allowed(decision).events[0]?.detail).toEqual({
      as: 'not_about_us',
      suggested: 'SEV3',
      severity: 'SEV3',
    });
    expect(owedKinds(decision)).toEqual(['alert_card']);
  });

  test('makes its clocks fall silent', () => {
    expect(alertMarks(allowed(decision).state)).toEqual([]);
  });

  test('a second time is refused with the first reason', () => {
    expect(refusal(dismiss(allowed(decision).state, 'duplicate', 'UBO', afterNoon(5)))).toBe(
      '<@UANA> dismissed this alert (not about us). Reopen it first.',
    );
  });

  test('is refused once it is escalated', () => {
    const escalated = alert({ status: 'escalated', escalatedBy: 'UANA', incidentId: 42 });
    expect(refusal(dismiss(escalated, 'duplicate', 'UBO', afterNoon(5)))).toBe(
      '<@UANA> took this to INC-0042 already. Continue there.',
    );
  });
});

describe('reopening', () => {
  const dismissed = alert({
    status: 'dismissed',
    dismissedAs: 'duplicate',
    dismissedBy: 'UANA',
    claimedBy: 'UANA',
    remindedUpTo: afterNoon(60),
  });

  test('lets the clocks go on from the original start', () => {
    const decision = reopenAlert(dismissed, 'UBO', afterNoon(80));
    expect(allowed(decision).state).toMatchObject({
      status: 'open',
      dismissedAs: null,
      dismissedBy: null,
      responseDueAt: afterNoon(120),
    });
    expect(allowed(decision).events[0]).toMatchObject({ type: 'alert_reopened', detail: { was: 'duplicate' } });
    expect(owedKinds(decision)).toEqual(['alert_card']);
  });

  test('says where the response clock stands when marks were passed meanwhile, in one reminder', () => {
    const reopened = allowed(reopenAlert(dismissed, 'UBO', afterNoon(125))).state;
    const said = remindersIn(remindAlert(reopened, policy, afterNoon(125)));
    expect(said.map(({ step }) => step)).toEqual(['breach']);
  });

  test('after the last mark is still reminded of, and a SEV2 pages the owners: nothing stays silent for ever', () => {
    const reopened = allowed(reopenAlert(dismissed, 'UBO', afterNoon(600))).state;
    expect(owedKinds(remindAlert(reopened, policy, afterNoon(600)))).toContain('reminder_pool');
    const worse = { ...reopened, suggested: 'SEV2' as const, severity: null };
    expect(owed(remindAlert(worse, policy, afterNoon(600)), 'page_ask')).toHaveLength(1);
  });

  test('repeats nothing that was said before', () => {
    const reopened = allowed(reopenAlert(dismissed, 'UBO', afterNoon(65))).state;
    expect(owedKinds(remindAlert(reopened, policy, afterNoon(66)))).toEqual([]);
  });

  test('is for dismissed alerts only', () => {
    expect(refusal(reopenAlert(alert(), 'UBO', afterNoon(5)))).toBe('This alert is not dismissed.');
  });

  test('a story of a storm counts there again', () => {
    const inStorm = { ...dismissed, stormId: 2 };
    expect(owed(reopenAlert(inStorm, 'UBO', afterNoon(80)), 'storm_card')).toEqual([
      { kind: 'storm_card', stormId: 2 },
    ]);
  });
});
