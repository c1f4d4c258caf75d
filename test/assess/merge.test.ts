/** Two alerts that tell one story: whose clocks go on. */
import { expect, test } from 'vitest';
import { mergeAlerts } from '../../src/assess/merge/rule.ts';
import { remindAlert } from '../../src/clock/rule.ts';
import { afterNoon, alert, allowed, noon, policy, remindersIn } from '../make.ts';

const heardLater = (given = {}) =>
  alert({
    id: 8,
    receivedAt: afterNoon(60),
    responseDueAt: afterNoon(180),
    acknowledgeDueAt: afterNoon(120),
    remindedUpTo: afterNoon(60),
    ...given,
  });
const remindedOf = (about: ReturnType<typeof alert>, at: number) =>
  remindersIn(remindAlert(about, policy, afterNoon(at))).map(
    ({ clock, step, lateBy }) => `${clock} ${step}${lateBy ? ' late' : ''}`,
  );

test('the earlier clock counts, and what it said before is not said again as missed', () => {
  const first = alert({ remindedUpTo: afterNoon(90) });
  const { into } = allowed(mergeAlerts({ into: heardLater(), from: first }, 'UANA', afterNoon(100))).state;
  expect(into).toMatchObject({ receivedAt: noon, responseDueAt: afterNoon(120), remindedUpTo: afterNoon(90) });
  expect(remindedOf(into, 101)).toEqual([]);
  expect(remindedOf(into, 108)).toEqual(['response 90 %']);
});

test('an alert that others are merged into goes on as before when it was there first', () => {
  const first = alert({ remindedUpTo: afterNoon(60) });
  const { into } = allowed(mergeAlerts({ into: first, from: heardLater() }, 'UANA', afterNoon(90))).state;
  expect(into).toMatchObject({ deadlineReadAt: null });
  expect(remindedOf(into, 90)).toContain('response 75 %');
});
