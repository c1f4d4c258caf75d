import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/card/words.ts';
import { nextPool, type Pool, standsIn } from '../../src/clock/pool.ts';
import { pooledReminder } from '../../src/clock/view-pool.ts';
import type { Severity } from '../../src/words/severity.ts';
import { after, minutes } from '../../src/words/time.ts';
import { policy } from '../house.ts';
import { afterNoon, alert } from '../make.ts';

/** Received at noon, nobody's, due two hours later; somebody should be on it after an hour. */
const story = (id: number, given: Partial<Alert> = {}, received = 0): Alert =>
  alert({
    ...{ id, suggested: 'SEV3', severity: null, title: `Story ${id}` },
    ...{ receivedAt: afterNoon(received), responseDueAt: afterNoon(received + 120) },
    ...{ acknowledgeDueAt: afterNoon(received + 60), remindedUpTo: afterNoon(received) },
    ...given,
  });
const owners = (people: string[]) => ({
  ...policy,
  severities: { ...policy.severities, SEV3: { ...policy.severities.SEV3, owners: [people] } },
});

/** Every message of so many hours in which nobody does anything: when it came, and whom it rang. */
function leftAlone(stories: Alert[], hours: number, people: string[], whose: string | null = null) {
  const said: { at: number; tell: string[] }[] = [];
  let pool: Pool | null = null;
  for (let minute = 0; minute <= hours * 60; minute++) {
    const now = afterNoon(minute);
    const waiting = stories.filter((one) => standsIn(whose, one, now));
    const next: Pool | null = nextPool(pool, whose, waiting, () => owners(people), now);
    if (next && next.id !== pool?.id) said.push({ at: minute, tell: next.tell });
    pool = next;
  }
  return said;
}

describe('what stands in the channel', () => {
  test.each<[string, Partial<Alert>, number, boolean]>([
    ['nobody has it, and somebody should', {}, 61, true],
    ['nobody has it, and there is time', {}, 30, false],
    ['somebody has it', { claimedBy: 'UANA' }, 80, false],
    ['somebody has it, and its time is nearly gone', { claimedBy: 'UANA' }, 109, true],
    ['it was answered', { respondedAt: afterNoon(50) }, 200, false],
    ['it was dismissed', { status: 'dismissed' }, 200, false],
    ['it is SEV1, which speaks for itself', { severity: 'SEV1' }, 200, false],
    ['its storm speaks for it', { stormId: 1 }, 200, false],
    ['it is snoozed', { snoozedUntil: afterNoon(300) }, 100, false],
    ['it is snoozed, and late', { snoozedUntil: afterNoon(300) }, 121, true],
  ])('%s', (_, given, minute, stands) => {
    expect(standsIn(null, story(1, given), afterNoon(minute))).toBe(stands);
  });

  test('whoever has it is told from half of the time on', () => {
    const mine = story(1, { claimedBy: 'UANA' });
    const at = (minute: number, who: string) => standsIn(who, mine, afterNoon(minute));
    expect([at(59, 'UANA'), at(60, 'UANA'), at(60, 'UBEN')]).toEqual([false, true, false]);
  });
});

describe('left alone', () => {
  const twenty = Array.from({ length: 20 }, (_, n) => story(n + 1, {}, n));

  test('twenty stories of twenty minutes say little, and a breach is heard at once', () => {
    const said = leftAlone(twenty, 3, ['UANA', 'UBEN']);
    expect(said.map(({ at }) => at)).toEqual([60, 75, 90, 120, 135, 150, 165, 180]);
    expect(said.flatMap(({ tell }) => tell)).toHaveLength(16);
  });

  test.each([1, 5, 40, 120])(
    '%i stories, some arriving all the time, never say more than every quarter of an hour',
    (n) => {
      const stories = Array.from({ length: n }, (_, i) => story(i + 1, {}, (i * 100) / n));
      const said = leftAlone(stories, 3, ['UANA', 'UBEN']);
      expect(said.length).toBeLessThanOrEqual(12);
      expect(said.flatMap(({ tell }) => tell).length).toBeLessThanOrEqual(24);
      const rang = said.filter(({ tell }) => tell.includes('UANA')).map(({ at }) => at);
      for (const [i, at] of rang.entries()) if (i > 0) expect(at - (rang[i - 1] ?? 0)).toBeGreaterThanOrEqual(15);
    },
  );

  test('a breach does not wait for the quarter of an hour of what was said before', () => {
    const stories = [story(1), story(2, { assessedAt: afterNoon(-40) }, -50)];
    // Of the second half the time is gone at 10, 90 % at 58; somebody should be on the first at 60; the second is late at 70.
    expect(leftAlone(stories, 1.25, ['UANA']).map(({ at }) => at)).toEqual([58, 70]);
  });

  test('who has twenty is told of all of them by one message at a time', () => {
    const said = leftAlone(
      twenty.map((one) => ({ ...one, claimedBy: 'UANA' })),
      3,
      [],
      'UANA',
    );
    expect(said.length).toBeLessThanOrEqual(10);
    for (const [i, { at }] of said.entries())
      if (i > 0 && at !== 120) expect(at - (said[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(15);
  });
});

test('after hours of silence all that is due is one message', () => {
  const stories = [story(1), story(2), story(3)];
  const now = afterNoon(400);
  const pool = nextPool(null, null, stories, () => owners(['UANA']), now);
  expect(pool).toMatchObject({ named: [1, 2, 3], tell: ['UANA'] });
  expect(nextPool(pool, null, stories, () => owners(['UANA']), after(now, minutes(1)))?.id).toBe(pool?.id);
});

test('what is taken is ticked off, and the message stays', () => {
  const [first, second] = [story(1), story(2)];
  const pool = nextPool(null, null, [first, second], () => policy, afterNoon(61));
  const then = nextPool(pool, null, [second], () => policy, afterNoon(62));
  expect(then).toMatchObject({ id: pool?.id, named: [1, 2] });
});

describe('the message', () => {
  const view = (waiting: Alert[], over: Alert[] = [], minute = 121) =>
    JSON.stringify(
      pooledReminder({
        whose: null,
        waiting,
        over,
        links: new Map([[1, 'https://acme.slack.example/p1']]),
        tell: ['UANA'],
        now: afterNoon(minute),
      }),
    );

  test('names each story, with its link, who has it and a button where nobody does', () => {
    const said = view([story(1), story(2, { claimedBy: 'UBEN' })]);
    expect(said).toContain('*SEV3* <https://acme.slack.example/p1|“Story 1”>');
    expect(said.match(/I'm on it/g)).toHaveLength(1);
    expect(said).toContain('<@UBEN>');
    expect(said).toContain('2 late · nobody has 1');
  });

  test('says what became of those that are over', () => {
    const severities: Severity[] = ['SEV1', 'SEV3'];
    const over = severities.map((severity, n) => story(n + 5, { severity, ...(n ? { claimedBy: 'UBEN' } : {}) }));
    expect(view([story(1)], over)).toMatch(/✅ “Story 5”: SEV1 now, on its own.*✅ “Story 6”: <@UBEN>/);
    expect(view([], over)).toContain('✅ All of this has been taken.');
  });
});
