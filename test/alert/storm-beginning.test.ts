/** Which stories a storm takes in when it begins, what counts as its time, and when its card may be posted anew. */
import { describe, expect, test } from 'vitest';
import { isOfBeginning, isOfItsTime, mayMove } from '../../src/alert/storm/rule.ts';
import type { Storm } from '../../src/alert/storm/words.ts';
import { sortIntoStories } from '../../src/alert/story/into-stories.ts';
import type { Known } from '../../src/alert/story/known.ts';
import { marked } from '../../src/alert/story/store-known.ts';
import { afterNoon, alert, answered, mention, noon, policy } from '../make.ts';

const storm: Storm = { id: 2, startedAt: afterNoon(9), lastAt: afterNoon(9), stories: 0, endedAt: null };

describe('a storm takes in', () => {
  test.each(['SEV3', 'SEV4'] as const)('a %s of the minutes before it that nobody has touched', (suggested) => {
    expect(isOfBeginning(alert({ suggested }), storm, policy)).toBe(true);
  });

  test.each([
    ['what is SEV2', { suggested: 'SEV2' }],
    ['what is SEV1', { suggested: 'SEV1' }],
    ['what somebody is on', { claimedBy: 'UANA', claimedAt: noon }],
    ['what somebody judged', { assessedBy: 'UANA', assessedAt: noon, severity: 'SEV3' }],
    ['what somebody snoozed', { snoozedUntil: afterNoon(60) }],
    ['what was answered', answered(5)],
    ['what is over', { status: 'dismissed' }],
    ['what is held back by a snooze', { mutedBy: 1 }],
    ['what is in another storm', { stormId: 1 }],
    ['what is older than the time in which it began', { receivedAt: afterNoon(-1) }],
  ] as const)('but not %s', (_, given) => {
    expect(isOfBeginning(alert(given), storm, policy)).toBe(false);
  });
});

describe('when it begins', () => {
  const before = Array.from({ length: policy.storm.stories }, (_, i) => alert({ id: i + 1 }));
  const known: Known = {
    ...{ posts: new Map(), byKey: new Map(), bands: new Map(), lastHour: new Map() },
    alerts: new Map(before.map((one) => [one.id, one])),
    lastAlertId: before.length,
    openedAt: before.map(({ receivedAt }) => receivedAt),
    ...{ storm: null, gathered: { day: '', stories: 0 }, lastStormId: 0, usual: null, mutedBy: () => null },
  };
  const post = marked(mention({ text: 'A suitcase came back without its wheels today', receivedAt: afterNoon(1) }));

  test('their cards are drawn anew where they are, and it counts them', () => {
    const { storm: began, changed, owed, events, takenIn } = sortIntoStories([post], known, policy);
    expect(began).toMatchObject({ id: 1, stories: before.length + 1 });
    expect(changed.map(({ id, stormId }) => [id, stormId])).toEqual(before.map(({ id }) => [id, 1]));
    for (const { id: alertId } of before) expect(owed).toContainEqual({ kind: 'alert_card', alertId });
    expect(owed).toContainEqual({ kind: 'storm_card', stormId: 1 });
    expect(events.filter(({ type }) => type === 'alert_taken_in')).toHaveLength(before.length);
    expect(takenIn).toEqual(before.map(({ id }) => id));
  });

  test('a storm that has begun takes in nothing more', () => {
    const running = { ...storm, startedAt: noon, lastAt: noon };
    const { changed, owed } = sortIntoStories([post], { ...known, storm: running, lastStormId: 2 }, policy);
    expect(changed).toEqual([]);
    expect(owed).toEqual([{ kind: 'storm_card', stormId: 2 }]);
  });
});

test('the time of a storm begins with the first of the stories that made it one, and ends with it', () => {
  const over = { ...storm, endedAt: afterNoon(60) };
  const [first, between, last] = [-1, 30, 60].map(afterNoon) as [Date, Date, Date];
  expect([first, between, last].map((at) => isOfItsTime(over, at, policy))).toEqual([true, true, true]);
  expect(isOfItsTime(over, afterNoon(-2), policy)).toBe(false);
  expect(isOfItsTime(over, afterNoon(61), policy)).toBe(false);
  expect(isOfItsTime(storm, afterNoon(500), policy)).toBe(true);
});

test('its card is posted anew ten minutes after it was posted at the earliest, and not once it has calmed', () => {
  expect(mayMove(storm, noon, afterNoon(9))).toBe(false);
  expect(mayMove(storm, noon, afterNoon(10))).toBe(true);
  expect(mayMove({ ...storm, endedAt: afterNoon(9) }, noon, afterNoon(30))).toBe(false);
});
