import { expect, test } from 'vitest';
import { takeOut } from '../../src/alert/storm/take-out.ts';
import { afterNoon, alert, allowed, owed, refusal } from '../make.ts';

test('a story taken out of a storm has a card of its own, and the storm one story less', () => {
  const decision = takeOut(alert({ stormId: 2 }), 'UANA', afterNoon(5));
  expect(allowed(decision).state.stormId).toBeNull();
  expect(owed(decision, 'alert_card')).toEqual([{ kind: 'alert_card', alertId: 7 }]);
  expect(owed(decision, 'storm_card')).toEqual([{ kind: 'storm_card', stormId: 2 }]);
  expect(allowed(decision).events).toMatchObject([{ type: 'alert_taken_out', alertId: 7, detail: { storm: 2 } }]);
});

test('its clocks run on as they were', () => {
  const before = alert({ stormId: 2 });
  expect(allowed(takeOut(before, 'UANA', afterNoon(90))).state).toEqual({ ...before, stormId: null });
});

test('one that is out already stays as it is', () => {
  expect(refusal(takeOut(alert(), 'UANA', afterNoon(5)))).toBe('This story has a card of its own already.');
});

test('one that is over is not taken out', () => {
  const merged = alert({ stormId: 2, status: 'merged', mergedInto: 9 });
  expect(refusal(takeOut(merged, 'UANA', afterNoon(5)))).toContain('merged into alert 9');
});
