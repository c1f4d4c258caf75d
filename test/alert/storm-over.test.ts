import { expect, test } from 'vitest';
import { isCalm } from '../../src/alert/storm/rule.ts';
import { afterNoon, noon, policy } from '../make.ts';

const storm = { id: 1, startedAt: afterNoon(-60), lastAt: noon, stories: 40, endedAt: null };

test('a storm is over when no story has come for three times the time in which it began', () => {
  expect([29, 30, 600].map((minute) => isCalm(storm, policy, afterNoon(minute)))).toEqual([false, true, true]);
});

test('it is over as well when its latest story lies half an hour ahead: the clock was set back', () => {
  expect([-1, -29, -30].map((minute) => isCalm(storm, policy, afterNoon(minute)))).toEqual([false, false, true]);
});
