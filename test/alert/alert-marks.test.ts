import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/card/words.ts';
import { alertMarks } from '../../src/clock/marks.ts';
import { afterNoon, alert, answered, noon } from '../make.ts';

function said(about: Alert, clock?: string): string[] {
  return alertMarks(about)
    .filter((mark) => !clock || mark.clock === clock)
    .map((mark) => `${mark.step} at ${(mark.at.getTime() - noon.getTime()) / 60_000}`);
}

describe('the acknowledge clock', () => {
  test('speaks at its deadline and twice more, ten minutes apart', () => {
    expect(said(alert(), 'acknowledge')).toEqual(['due at 60', 'again 1 at 70', 'again 2 at 80']);
  });

  test('is stopped by a claim', () => {
    expect(said(alert({ claimedBy: 'UANA', claimedAt: afterNoon(5) }), 'acknowledge')).toEqual([]);
  });

  test('is stopped by an assessment', () => {
    const assessed = alert({ severity: 'SEV2', assessedBy: 'UANA', assessedAt: afterNoon(5) });
    expect(said(assessed, 'acknowledge')).toEqual([]);
  });

  test('stops alone: a claimed alert still waits for its answer', () => {
    expect(said(alert({ claimedBy: 'UANA' }), 'response')).toHaveLength(9);
  });

  test('ends by paging the owners of a SEV1 or SEV2, and of nothing less', () => {
    const pages = (suggested: Alert['suggested']) => said(alert({ suggested })).includes('page at 210');
    expect((['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const).map(pages)).toEqual([true, true, false, false]);
  });
});

describe('an alert falls silent', () => {
  test.each(['dismissed', 'escalated'] as const)('when it is %s', (status) => {
    expect(said(alert({ status }))).toEqual([]);
  });

  test('about the response when a reply is logged', () => {
    expect(said(alert(answered(30)), 'response')).toEqual([]);
  });
});

describe('a snooze', () => {
  const snoozed = alert({ snoozedUntil: afterNoon(115) });

  test('holds back the early reminders until it is over, and then says so', () => {
    expect(said(snoozed, 'acknowledge')).toEqual([]);
    expect(said(snoozed, 'response')).not.toContain('50 % at 60');
    expect(said(snoozed, 'response')).not.toContain('75 % at 90');
    expect(said(snoozed, 'snooze')).toEqual(['over at 115']);
  });

  test('never holds back 90 percent, the breach and what follows', () => {
    const long = alert({ snoozedUntil: afterNoon(600) });
    expect(said(long, 'response')).toEqual([
      '90 % at 108',
      'breach at 120',
      '+15 min at 135',
      '+30 min at 150',
      '+45 min at 165',
      '+60 min at 180',
      '+75 min at 195',
    ]);
  });

  test('lets through what falls due the moment it ends', () => {
    expect(said(alert({ snoozedUntil: afterNoon(60) }))).toEqual(
      expect.arrayContaining(['due at 60', '50 % at 60', 'over at 60']),
    );
  });
});
