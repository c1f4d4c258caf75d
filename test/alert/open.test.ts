import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardOf, joinAlert, openAlert, outgrown } from '../../src/alert/card/rule.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { isAtLeast, SEVERITIES } from '../../src/words/severity.ts';
import { afterNoon, alert, allowed, answered, mention, noon, owed, policy, respondingWithin, tiered } from '../make.ts';

function opened(given: Partial<Mention> = {}, numbers = policy) {
  return allowed(openAlert(7, mention(given), numbers)).state;
}

describe('a story nobody has told yet', () => {
  test('is a new alert with one card and its first line on the timeline', () => {
    const decision = openAlert(7, mention({ sentiment: 'negative' }), policy);
    expect(owed(decision, 'alert_card')).toEqual([{ kind: 'alert_card', alertId: 7 }]);
    expect(allowed(decision).events).toEqual([
      {
        type: 'alert_opened',
        by: { kind: 'source', name: 'brandwatch' },
        at: noon,
        alertId: 7,
        incidentId: null,
        detail: { mention: 'm1', suggested: 'SEV3', because: ['the source calls it negative'] },
      },
    ]);
  });

  test('starts its clocks when the mention was received, not when it was published', () => {
    const late = opened({ publishedAt: afterNoon(-500), text: 'A fire in your shop' });
    expect(late).toMatchObject({
      receivedAt: noon,
      publishedAt: afterNoon(-500),
      suggested: 'SEV1',
      acknowledgeDueAt: afterNoon(10),
      responseDueAt: afterNoon(120),
      remindedUpTo: noon,
    });
  });

  test('is judged by nobody yet', () => {
    expect(opened()).toMatchObject({ severity: null, cause: 'unknown', assessedBy: null, claimedBy: null });
  });

  test('shows the largest audience that is known, and none when none is', () => {
    expect(opened({ reach: 10, author: { followers: 900 } }).reach).toBe(900);
    expect(opened({ reach: 10 }).reach).toBe(10);
    expect(opened().reach).toBeNull();
  });
});

describe('the title of an alert', () => {
  test('is the headline, else the text, else the address', () => {
    expect(opened({ title: 'Refunds late', text: 'Long text' }).title).toBe('Refunds late');
    expect(opened({ title: null, text: ' My refund\n is  late ' }).title).toBe('My refund is late');
    expect(opened({ text: null }).title).toBe('https://x.com/ana/status/1');
    expect(opened({ text: null, url: null }).title).toBe('A post without text');
  });

  test('is never blank', () => {
    expect(opened({ title: ' \n', text: 'My refund is late' }).title).toBe('My refund is late');
    expect(opened({ title: '', text: ' ', url: null }).title).toBe('A post without text');
  });

  test('is at most 80 characters, and cut between characters', () => {
    expect(opened({ text: 'x'.repeat(80) }).title).toBe('x'.repeat(80));
    expect(opened({ text: 'x'.repeat(81) }).title).toBe(`${'x'.repeat(79)}…`);
    expect(opened({ text: '🔥'.repeat(100) }).title).toBe(`${'🔥'.repeat(79)}…`);
  });
});

describe('one more mention of the same story', () => {
  const more = (given: Partial<Mention>) => mention({ id: 'm2', receivedAt: afterNoon(20), ...given });

  test('is counted on the one card, with its network and audience', () => {
    const joined = joinAlert(alert({ reach: 50 }), more({ network: 'tiktok', reach: 2_000 }), policy);
    expect(joined).toMatchObject({
      mentionCount: 2,
      reach: 2_000,
      networks: ['x', 'tiktok'],
      lastMentionAt: afterNoon(20),
    });
    expect(joinAlert(joined, more({ network: 'x', reach: 5 }), policy)).toMatchObject({
      reach: 2_000,
      networks: ['x', 'tiktok'],
    });
  });

  test('that arrives out of order does not turn the time back', () => {
    const joined = joinAlert(alert({ lastMentionAt: afterNoon(30) }), more({ receivedAt: afterNoon(20) }), policy);
    expect(joined.lastMentionAt).toEqual(afterNoon(30));
  });

  test('may raise the suggestion and bring the deadlines forward', () => {
    const joined = joinAlert(alert(), more({ text: 'There was a fire' }), tiered);
    expect(joined).toMatchObject({
      suggested: 'SEV1',
      suggestedBecause: ['names an injury, a death or a danger'],
      acknowledgeDueAt: afterNoon(30),
      responseDueAt: afterNoon(30),
    });
  });

  test('leaves ten minutes when the deadline it calls for has passed', () => {
    const joined = joinAlert(alert(), more({ text: 'There was a fire', receivedAt: afterNoon(50) }), tiered);
    expect(joined).toMatchObject({ responseDueAt: afterNoon(60), lateBecauseRaised: true });
  });

  test('brings no deadline later, though a policy may give the higher severity more time', () => {
    const patient = respondingWithin({ SEV1: 240, SEV2: 120, SEV3: 120, SEV4: 120 });
    const joined = joinAlert(alert(), more({ text: 'There was a fire' }), patient);
    expect(joined).toMatchObject({ suggested: 'SEV1', responseDueAt: afterNoon(120) });
  });

  test('never lowers the suggestion', () => {
    const joined = joinAlert(alert({ suggested: 'SEV1', suggestedBecause: ['fire'] }), more({}), policy);
    expect(joined).toMatchObject({ suggested: 'SEV1', suggestedBecause: ['fire'] });
  });

  test('leaves what a person assessed, and the deadline of that', () => {
    const assessed = alert({ severity: 'SEV3', assessedBy: 'UANA', assessedAt: noon });
    const joined = joinAlert(assessed, more({ text: 'There was a fire' }), tiered);
    expect(joined).toMatchObject({ severity: 'SEV3', suggested: 'SEV1', responseDueAt: afterNoon(120) });
  });

  test('does not restart the clock of an answered alert', () => {
    const joined = joinAlert(alert(answered(10)), more({ text: 'There was a fire' }), tiered);
    expect(joined).toMatchObject({ ...answered(10), responseDueAt: afterNoon(120) });
  });

  test('makes no deadline later and nothing less severe, whatever it is', () => {
    const anyMention = fc.record({
      text: fc.constantFrom('hello', 'a fire', 'I want a refund', null),
      reach: fc.constantFrom(null, 10, 60_000, 900_000),
      receivedAt: fc.integer({ min: 0, max: 300 }).map(afterNoon),
    });
    fc.assert(
      fc.property(fc.array(anyMention, { minLength: 1, maxLength: 6 }), (mentions) => {
        let now = opened({}, tiered);
        for (const given of mentions) {
          const joined = joinAlert(now, mention(given), tiered);
          expect(isAtLeast(joined.suggested, now.suggested)).toBe(true);
          expect(joined.responseDueAt.getTime()).toBeLessThanOrEqual(now.responseDueAt.getTime());
          expect(joined.acknowledgeDueAt.getTime()).toBeLessThanOrEqual(now.acknowledgeDueAt.getTime());
          expect(joined.reach ?? 0).toBeGreaterThanOrEqual(now.reach ?? 0);
          expect(joined.receivedAt).toEqual(noon);
          now = joined;
        }
        expect(SEVERITIES).toContain(now.suggested);
      }),
    );
  });
});

describe('a story that grows beyond what people judged it by', () => {
  const grown = (before: ReturnType<typeof alert>) =>
    outgrown(before, joinAlert(before, mention({ text: 'A passenger was injured' }), policy), afterNoon(5));

  test('is said aloud once more, whether it was assessed or dismissed', () => {
    const assessed = alert({ severity: 'SEV4', suggested: 'SEV4' });
    const dismissed = alert({ status: 'dismissed', dismissedAs: 'mis_scored', suggested: 'SEV4' });
    for (const judged of [assessed, dismissed]) {
      expect(grown(judged)).toMatchObject([
        { kind: 'alert_reminder', reminder: { clock: 'suggestion', step: 'SEV1' } },
      ]);
    }
  });

  test('is not, where the card says so anyway or people judged it as severe', () => {
    expect(grown(alert({ suggested: 'SEV4' }))).toEqual([]);
    expect(grown(alert({ suggested: 'SEV4', severity: 'SEV1' }))).toEqual([]);
    expect(grown(alert({ suggested: 'SEV1', severity: 'SEV4' }))).toEqual([]);
    expect(grown(alert({ suggested: 'SEV4', severity: 'SEV4', status: 'escalated', incidentId: 42 }))).toEqual([]);
  });
});

describe('the card of an alert', () => {
  const card = { kind: 'alert_card', alertId: 7 };

  test('is its own, unless a storm or a snooze shows it', () => {
    expect(cardOf(alert(), false)).toEqual(card);
    expect(cardOf(alert({ stormId: 2 }), false)).toEqual({ kind: 'storm_card', stormId: 2 });
    expect(cardOf(alert({ mutedBy: 3 }), false)).toEqual({ kind: 'mute_card', muteId: 3 });
  });

  test.each(['merged', 'dismissed'] as const)('is nowhere when it was %s before anybody saw it', (status) => {
    expect(cardOf(alert({ status }), false)).toBeNull();
  });

  test('is kept right once it is there, whatever became of the alert', () => {
    for (const given of [{ stormId: 2 }, { mutedBy: 3 }, { status: 'merged' }, { status: 'dismissed' }] as const) {
      expect(cardOf(alert(given), true)).toEqual(card);
    }
  });
});
