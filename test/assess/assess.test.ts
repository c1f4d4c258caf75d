import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/card/words.ts';
import { assess, isLowering, tapSeverity } from '../../src/assess/severity/rule.ts';
import type { Assessment } from '../../src/assess/severity/words.ts';
import { SEVERITIES, type Severity } from '../../src/words/severity.ts';
import { afterNoon, alert, allowed, owedKinds, policy, refusal, tiered } from '../make.ts';

const assessed = alert({ severity: 'SEV2', assessedBy: 'UANA', assessedAt: afterNoon(1) });

function judged(given: Partial<Assessment> = {}): Assessment {
  return {
    severity: 'SEV2',
    cause: 'product_fault',
    affected: ['customers'],
    networks: ['x', 'tiktok'],
    accountableOwner: 'UOWEN',
    note: 'Seen by the press',
    ...given,
  };
}

function tap(of: Alert, severity: Severity, reason: string | null = null) {
  return tapSeverity(of, severity, reason, policy, 'UBO', afterNoon(5));
}

describe('one tap on a severity', () => {
  test('is an assessment, with the name of who tapped', () => {
    const decision = tap(alert(), 'SEV1');
    expect(allowed(decision).state).toMatchObject({
      severity: 'SEV1',
      assessedBy: 'UBO',
      assessedAt: afterNoon(5),
    });
    expect(owedKinds(decision)).toEqual(['alert_card']);
  });

  test('keeps what was judged before', () => {
    const whole = alert({ ...judged(), assessedBy: 'UANA', assessedAt: afterNoon(1) });
    expect(allowed(tap(whole, 'SEV1')).state).toMatchObject({ ...judged(), severity: 'SEV1' });
  });

  test('on the present one says who set it', () => {
    expect(refusal(tap(assessed, 'SEV2'))).toBe('<@UANA> has set it to SEV2 already.');
  });

  test('on a dismissed alert says that first', () => {
    const dismissed: Alert = { ...assessed, status: 'dismissed', dismissedAs: 'duplicate', dismissedBy: 'UANA' };
    expect(refusal(tap(dismissed, 'SEV2'))).toBe('<@UANA> dismissed this alert (duplicate). Reopen it first.');
  });
});

describe('lowering', () => {
  test('is going below what a person judged, not below what was suggested', () => {
    const suggestedOnly = alert({ suggested: 'SEV1', severity: null });
    expect(SEVERITIES.filter((to) => isLowering(suggestedOnly, to))).toEqual([]);
    expect(SEVERITIES.filter((to) => isLowering(assessed, to))).toEqual(['SEV3', 'SEV4']);
  });

  test.each([null, '', '  \n'])('needs a reason, and %j is none', (reason) => {
    expect(refusal(tap(assessed, 'SEV3', reason))).toBe('Say why the severity goes down.');
  });

  test('keeps its reason on the timeline', () => {
    const [event] = allowed(tap(assessed, 'SEV3', ' It was satire ')).events;
    expect(event).toEqual({
      type: 'alert_assessed',
      by: { kind: 'person', id: 'UBO' },
      at: afterNoon(5),
      alertId: 7,
      incidentId: null,
      detail: { from: 'SEV2', to: 'SEV3', suggested: 'SEV3', cause: 'unknown', reason: 'It was satire' },
    });
  });

  test('is not what raising is: that is free', () => {
    expect(allowed(tap(assessed, 'SEV1')).state.severity).toBe('SEV1');
  });
});

describe('the whole judgement', () => {
  test('is kept as it was given', () => {
    const decision = assess(alert(), judged(), null, policy, 'UBO', afterNoon(5));
    expect(allowed(decision).state).toMatchObject(judged());
  });

  test('may change the cause and leave the severity', () => {
    const decision = assess(assessed, judged({ severity: 'SEV2' }), null, policy, 'UBO', afterNoon(5));
    expect(allowed(decision).state).toMatchObject({ severity: 'SEV2', cause: 'product_fault', assessedBy: 'UBO' });
  });

  test('needs one of the four severities', () => {
    const severity = 'SEV5' as Severity;
    expect(refusal(assess(alert(), judged({ severity }), null, policy, 'UBO', afterNoon(5)))).toBe(
      'Choose SEV1, SEV2, SEV3 or SEV4.',
    );
  });

  test('reads the response deadline anew from the original start', () => {
    const raised = assess(alert(), judged({ severity: 'SEV2' }), null, tiered, 'UBO', afterNoon(30));
    expect(allowed(raised).state.responseDueAt).toEqual(afterNoon(60));
    const late = assess(alert(), judged({ severity: 'SEV2' }), null, tiered, 'UBO', afterNoon(70));
    expect(allowed(late).state).toMatchObject({ responseDueAt: afterNoon(80), lateBecauseRaised: true });
  });

  test('is refused once the alert is escalated or dismissed', () => {
    const escalated = alert({ status: 'escalated', escalatedBy: 'UANA', incidentId: 42 });
    expect(refusal(assess(escalated, judged(), null, policy, 'UBO', afterNoon(5)))).toBe(
      '<@UANA> took this to INC-0042 already. Continue there.',
    );
    const dismissed = alert({ status: 'dismissed', dismissedAs: 'watch_only', dismissedBy: 'UANA' });
    expect(refusal(assess(dismissed, judged(), null, policy, 'UBO', afterNoon(5)))).toBe(
      '<@UANA> dismissed this alert (watch only). Reopen it first.',
    );
  });
});
