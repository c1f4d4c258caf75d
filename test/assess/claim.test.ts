import { expect, test } from 'vitest';
import { claim } from '../../src/assess/claim/rule.ts';
import { afterNoon, alert, allowed, owedKinds, refusal } from '../make.ts';

test("I'm on it puts one name on the card", () => {
  const decision = claim(alert(), 'UANA', afterNoon(3));
  expect(allowed(decision).state).toMatchObject({ claimedBy: 'UANA', claimedAt: afterNoon(3) });
  expect(allowed(decision).events.map(({ type, alertId }) => [type, alertId])).toEqual([['alert_claimed', 7]]);
  expect(owedKinds(decision)).toEqual(['alert_card']);
});

test('the second person is told who was first', () => {
  expect(refusal(claim(alert({ claimedBy: 'UANA' }), 'UBO', afterNoon(3)))).toBe('<@UANA> is on it already.');
  expect(refusal(claim(alert({ claimedBy: 'UANA' }), 'UANA', afterNoon(3)))).toBe('You are on it already.');
});

test('an alert that is no longer open cannot be claimed', () => {
  const escalated = alert({ status: 'escalated', escalatedBy: 'UANA', incidentId: 42 });
  expect(refusal(claim(escalated, 'UBO', afterNoon(3)))).toContain('INC-0042');
  const dismissed = alert({ status: 'dismissed', dismissedAs: 'spam_or_troll', dismissedBy: 'UANA' });
  expect(refusal(claim(dismissed, 'UBO', afterNoon(3)))).toContain('spam or troll');
});
