/** The late stories of a storm share a page: one for all of them, as long as any is late. */

import { describe, expect, test } from 'vitest';
import { acknowledge, isPageOver, NO_RESPONSE, pageDue } from '../../src/act/page/rule.ts';
import { mergeAlerts } from '../../src/assess/merge/rule.ts';
import { SENTENCES } from '../../src/capabilities.ts';
import { pagesOwners, remindAlert } from '../../src/clock/rule.ts';
import { tell } from '../../src/learn/timeline/rule.ts';
import type { TimelineEvent } from '../../src/words/decision.ts';
import type { Page } from '../../src/words/page.ts';
import { afterNoon, alert, allowed, ask, noon, owedKinds, page, policy } from '../make.ts';

/** Its owners are to be paged at 15:30, and it has been told of all else. */
const late = (id: number, stormId: number | null = 2) =>
  alert({ id, stormId, remindedUpTo: afterNoon(200), claimedBy: 'UANA', severity: 'SEV2', assessedAt: noon });
const due = (about: ReturnType<typeof late>, stormPage: Page | null = null, at = 210) =>
  allowed(remindAlert(about, policy, afterNoon(at), stormPage));
const asking = (given: Partial<Page> = {}) =>
  page({ id: 'storm-2/a', alertId: 1, incidentId: null, stormId: 2, why: NO_RESPONSE, ...given });

describe('the first story whose time is up', () => {
  test('pages its owners for the whole storm', () => {
    const { pages, events, owed } = due(late(1));
    expect(pages).toMatchObject([{ stormId: 2, alertId: 1, status: 'asking', steps: [['U2A'], ['U2B']] }]);
    expect(events.map(({ type }) => type)).toEqual(['reminded', 'page_sent']);
    expect(owed.map(({ kind }) => kind)).toEqual(['alert_reminder', 'storm_card', 'page_ask']);
    expect(pagesOwners(late(1), afterNoon(210))).toBe(true);
    expect(pagesOwners(late(1), afterNoon(209))).toBe(false);
  });

  test('has a page of its own where it stands on a card of its own', () => {
    const [own, other] = [due(late(1, null), asking()), due(late(2, null), asking())];
    expect([own, other].flatMap(({ pages }) => pages.map(({ id, stormId }) => [id, stormId]))).toEqual([
      [`alert-1/no-response/${afterNoon(120).getTime()}`, null],
      [`alert-2/no-response/${afterNoon(120).getTime()}`, null],
    ]);
  });
});

describe('the next one', () => {
  const told = (event: TimelineEvent) => tell(SENTENCES, event);
  const next = (of: Page | null, at = 210) => due(late(3), of, at);

  test('pages nobody while the page asks, and its timeline says which page asks for it', () => {
    const { pages, events, owed } = next(asking());
    expect(pages).toEqual([]);
    expect(owed.map(({ kind }) => kind)).toEqual(['alert_reminder', 'storm_card']);
    expect(events).toMatchObject([{ type: 'reminded', alertId: 3, detail: { step: 'page', coveredBy: 'storm-2/a' } }]);
    expect(events.map(told)).toEqual(['Firebreak reminded: response, page; the page of its storm asks for it too']);
  });

  test('pages nobody within an hour after somebody took it, who sees to the others too', () => {
    const taken = asking({ status: 'acknowledged', answeredBy: 'U2A', answeredAt: afterNoon(205) });
    expect(next(taken).pages).toEqual([]);
    expect(next(taken).events.map(told)).toEqual([
      'Firebreak reminded: response, page; <@U2A> has taken the page of its storm',
    ]);
    expect(next(taken, 264).pages).toEqual([]);
    expect(next(taken, 265).pages).toHaveLength(1);
  });

  test.each(['unanswered', 'stopped'] as const)('pages anew after one that is %s', (status) => {
    const { pages, events } = next(asking({ status }));
    expect(pages).toMatchObject([{ stormId: 2, alertId: 3, status: 'asking' }]);
    expect(pages[0]?.id).not.toBe(due(late(1)).pages[0]?.id);
    expect(events.map(({ type }) => type)).toEqual(['reminded', 'page_sent']);
  });
});

describe('the page', () => {
  test('is over when no story is late any more, whatever became of the first', () => {
    const answered = { status: 'open', respondedAt: afterNoon(211) };
    expect(isPageOver(asking(), answered, 3)).toBe(false);
    expect(isPageOver(asking(), { status: 'open', respondedAt: null }, 0)).toBe(true);
    expect(isPageOver(asking({ stormId: null }), answered, 0)).toBe(true);
  });

  test('remembers when it was taken', () => {
    const taken = allowed(acknowledge(asking(), 'U1', afterNoon(2))).state;
    expect(taken).toMatchObject({ status: 'acknowledged', answeredAt: afterNoon(2) });
  });

  test('asks the owners of what is worse by now as well, after those who were named first', () => {
    const owners = policy.severities.SEV1.owners;
    const rounds = [asking({ steps: [['U1'], ['U1A']] })];
    for (let round = 1; round < 5; round++) {
      const last = rounds.at(-1) ?? asking();
      rounds.push(allowed(pageDue(last, false, policy, last.answerDueAt, owners)).state);
    }
    expect(
      rounds.map(({ asks, round }) => asks.filter((one) => one.round === round).map(({ person }) => person)),
    ).toEqual([['U1'], ['U1A'], ['U1B'], ['U1C'], ['U1D']]);
  });

  test('that seems to wait longer than any does is due: the clock was set back', () => {
    const ahead = asking({ asks: [ask('U1', 1)], answerDueAt: afterNoon(63) });
    expect(allowed(pageDue(ahead, false, policy, noon)).state).toMatchObject({ round: 2, answerDueAt: afterNoon(3) });
    expect(allowed(pageDue(asking(), false, policy, noon)).state).toEqual(asking());
  });
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
