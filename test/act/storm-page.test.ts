import { expect, test } from 'vitest';
import { remindAlert } from '../../src/act/remind.ts';
import { mergeAlerts } from '../../src/assess/merge.ts';
import { afterNoon, alert, allowed, owedKinds, policy } from '../make.ts';

const late = (id: number, stormId: number | null, due = 120) =>
  alert({ id, stormId, responseDueAt: afterNoon(due), remindedUpTo: afterNoon(due + 80), claimedBy: 'UANA' });
const pagesOf = (about: ReturnType<typeof late>) => allowed(remindAlert(about, policy, afterNoon(230))).pages;

test('stories of a storm that nobody answered page their owners together, those with cards each for itself', () => {
  const together = [late(1, 2), late(2, 2, 125)].flatMap(pagesOf);
  expect(together).toHaveLength(2);
  expect(new Set(together.map(({ id }) => id)).size).toBe(1);
  expect(new Set([late(1, null), late(2, null)].flatMap(pagesOf).map(({ id }) => id)).size).toBe(2);
});

test('a story in a storm or a snooze that one with a card is merged into comes out of it', () => {
  const held = alert({ id: 1, stormId: 2 });
  const shown = mergeAlerts({ into: held, from: alert({ id: 2 }) }, 'UANA', afterNoon(5));
  expect(allowed(shown).state.into.stormId).toBeNull();
  expect(owedKinds(shown)).toContain('storm_card');
  const muted = alert({ id: 1, mutedBy: 3, snoozedUntil: afterNoon(60) });
  const heard = mergeAlerts({ into: muted, from: alert({ id: 2 }) }, 'UANA', afterNoon(5));
  expect(allowed(heard).state.into).toMatchObject({ mutedBy: null, snoozedUntil: null });
  expect(owedKinds(heard)).toContain('mute_card');
});

test('two of one storm stay in it', () => {
  const both = mergeAlerts(
    { into: alert({ id: 1, stormId: 2 }), from: alert({ id: 2, stormId: 2 }) },
    'UANA',
    afterNoon(5),
  );
  expect(allowed(both).state.into.stormId).toBe(2);
});
