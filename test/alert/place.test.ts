/** As loud as it deserves: which story gets a card of its own, which stands on the day's, which is counted. */
import { describe, expect, test } from 'vitest';
import { joinAlert, movedUp, openAlert, raise, shownOn } from '../../src/alert/card/rule.ts';
import type { Alert } from '../../src/alert/card/words.ts';
import { openOwnCard } from '../../src/alert/gathered/rule.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { placeOf, workingDayOf } from '../../src/alert/place/rule.ts';
import { REPORTED } from '../../src/alert/report/words.ts';
import { suggestSeverity } from '../../src/alert/risk/rule.ts';
import { sortIntoStories } from '../../src/alert/story/into-stories.ts';
import type { Known, Marked } from '../../src/alert/story/known.ts';
import { alertMarks } from '../../src/clock/marks.ts';
import type { Policy } from '../../src/policy/words.ts';
import { afterNoon, policy as allOwn, allowed, mention, noon } from '../make.ts';

const policy: Policy = { ...allOwn, ownCard: 'SEV3' };
const PRAISE: Partial<Mention> = {
  ...{ text: 'Window seat, sunrise over the Alps, thanks', sentiment: 'positive', language: 'en' },
};
const place = (given: Partial<Mention>, by = policy) => {
  const one = mention(given);
  return placeOf(suggestSeverity(one, by.topics), one, by);
};

describe('a story has a card of its own', () => {
  test.each<[string, Partial<Mention>]>([
    ['that names harm', { text: 'A passenger was injured on board' }],
    ['that its source calls negative', { text: 'Not my day', sentiment: 'negative' }],
    ['whose text nobody knows', { text: null, textState: 'withheld' }],
    ['with a large audience, though it is praise', { ...PRAISE, reach: 80_000 }],
    ['with two stars', { text: 'Fine', rating: { value: 2, max: 5 }, network: 'review' }],
    ['that a colleague reported', { text: 'Seat 4B has no cushion', source: REPORTED }],
  ])('%s', (_, given) => expect(place(given).place).toBe('own'));

  test('whatever it says, where the team asks for that', () => {
    expect(place(PRAISE, { ...policy, ownCard: 'SEV4' }).place).toBe('own');
    expect(place({ text: 'The board was late' }, { ...policy, ownCard: 'SEV1' }).place).toBe('gathered');
  });
});

describe('praise is counted when it is clear, and said why', () => {
  test.each<[string, Partial<Mention>, string]>([
    ['called positive by its source', PRAISE, 'the source calls it positive'],
    ['of four stars', { ...PRAISE, sentiment: null, rating: { value: 4, max: 5 } }, '4 of 5 stars'],
    [
      'in Spanish',
      { ...PRAISE, text: 'Gracias, una tripulación encantadora', language: 'es' },
      'the source calls it positive',
    ],
  ])('%s', (_, given, why) => expect(place(given)).toEqual({ place: 'counted', because: [why, 'no sign of harm'] }));

  test.each<[string, Partial<Mention>]>([
    ['nobody called it so', { sentiment: null }],
    ['its stars say otherwise', { rating: { value: 3, max: 5 } }],
    ['its source says otherwise', { sentiment: 'negative', rating: { value: 5, max: 5 } }],
    ['it asks', { text: 'Lovely crew, thanks. Is there wifi on the way back?' }],
    ['it asks without the sign', { text: 'Lovely crew. when do you fly to Oslo again' }],
    ['it asks in German without the sign', { text: 'Tolle Crew. Wann fliegt ihr wieder nach Oslo', language: 'de' }],
    ['its language is not known', { language: null }],
    ['its language has no lists', { language: 'fi' }],
    ['only a part of it is known', { textState: 'snippet' }],
    ['it is irony', { text: 'Thanks for losing my suitcase, great job' }],
    ['there is a but', { text: 'Lovely crew, but the seat was hard' }],
    ['something went wrong in Spanish', { text: 'Gracias por perder mi maleta', language: 'es' }],
    ['something went wrong in French', { text: 'Merci pour ce beau retard', language: 'fr' }],
    ['something went wrong in German', { text: 'Danke fürs Warten', language: 'de' }],
  ])('never where %s', (_, given) => expect(place({ ...PRAISE, ...given }).place).not.toBe('counted'));
});

test.each([
  ['2026-11-27T23:59:00Z', '2026-11-27', 'a Friday'],
  ['2026-11-28T10:00:00Z', '2026-11-27', 'a Saturday'],
  ['2026-11-29T23:59:00Z', '2026-11-27', 'a Sunday'],
  ['2026-11-30T00:00:00Z', '2026-11-30', 'a Monday'],
  ['2027-01-02T10:00:00Z', '2027-01-01', 'the first weekend of a year'],
])('what comes at %s stands on the card of %s: %s', (at, day) => {
  expect(workingDayOf(new Date(at))).toBe(day);
});

const day = '2026-03-10';
const small = (given: Partial<Mention> = {}): Alert =>
  allowed(openAlert(1, mention(given), policy, { gathered: { day, part: 1 } })).state;

describe('what is gathered', () => {
  test('keeps its own clock', () => {
    expect(small()).toMatchObject({ status: 'open', gatheredOn: day, responseDueAt: afterNoon(120) });
    expect(shownOn(small())).toEqual({ kind: 'gathered_card', day, part: 1 });
    expect(alertMarks(small()).length).toBeGreaterThan(5);
  });

  test('moves up when it grows, and the timeline says so', () => {
    const grown = joinAlert(
      small(),
      mention({ id: 'm2', text: 'A passenger was injured', receivedAt: afterNoon(9) }),
      policy,
    );
    expect(grown).toMatchObject({ suggested: 'SEV1', ownCardSince: afterNoon(9) });
    expect(shownOn(grown)).toEqual({ kind: 'alert_card', alertId: 1 });
    expect(movedUp(small(), grown, afterNoon(9))).toMatchObject([
      { type: 'alert_moved_up', detail: { from: 'gathered' } },
    ]);
  });

  test('stays where it is while it is small', () => {
    const joined = joinAlert(small(), mention({ id: 'm2', text: 'Does it open on Sunday then?' }), policy);
    expect(shownOn(joined).kind).toBe('gathered_card');
    expect(movedUp(small(), joined, noon)).toEqual([]);
  });

  test('gets a card of its own by a press, once', () => {
    const opened = allowed(openOwnCard(small(), 'UANA', afterNoon(5)));
    expect(opened.owed).toEqual([
      { kind: 'alert_card', alertId: 1 },
      { kind: 'gathered_card', day, part: 1 },
    ]);
    expect(opened.state).toMatchObject({ ownCardSince: afterNoon(5), responseDueAt: afterNoon(120) });
    expect(openOwnCard(opened.state, 'UBEN', afterNoon(6))).toMatchObject({
      why: 'This story has a card of its own already.',
    });
  });

  test('stays away from the day in a storm or a snooze', () => {
    const stormy = allowed(openAlert(1, mention(), policy, { gathered: { day, part: 1 }, stormId: 3 })).state;
    expect(stormy).toMatchObject({ stormId: 3, gatheredOn: null });
  });
});

describe('what is counted', () => {
  test('waits for nobody', () => {
    expect(small(PRAISE)).toMatchObject({ status: 'counted', gatheredOn: day });
    expect(alertMarks(small(PRAISE))).toEqual([]);
  });

  test('stays counted while others praise it too', () => {
    expect(joinAlert(small(PRAISE), mention({ ...PRAISE, id: 'm2' }), policy)).toMatchObject({
      status: 'counted',
      mentionCount: 2,
    });
  });

  test('waits for an answer as soon as somebody says it without praise, from then on', () => {
    const asked = mention({ id: 'm2', text: 'Which seat was it?', receivedAt: afterNoon(600) });
    expect(joinAlert(small(PRAISE), asked, policy)).toMatchObject({
      ...{ status: 'open', responseDueAt: afterNoon(720), ownCardSince: null, remindedUpTo: afterNoon(600) },
    });
  });

  test('moves up when it grows', () => {
    const grown = raise(small(PRAISE), { severity: 'SEV2', because: ['audience of 60K'] }, policy, afterNoon(30));
    expect(grown).toMatchObject({ status: 'open', ownCardSince: afterNoon(30), responseDueAt: afterNoon(150) });
  });

  test('is opened by a press: the machine may have been wrong', () => {
    const opened = allowed(openOwnCard(small(PRAISE), 'UANA', afterNoon(300))).state;
    expect(opened).toMatchObject({ status: 'open', remindedUpTo: afterNoon(300) });
    expect(shownOn(opened).kind).toBe('alert_card');
  });
});

describe('a batch', () => {
  const known = (stories: number): Known => ({
    ...{ posts: new Map(), byKey: new Map(), bands: new Map(), alerts: new Map(), lastHour: new Map() },
    ...{ lastAlertId: 0, openedAt: [], storm: null, lastStormId: 0, usual: null, mutedBy: () => null },
    gathered: { day, stories },
  });
  const marked = (id: string, given: Partial<Mention>): Marked => {
    const own = mention({ id, url: null, canonicalUrl: null, ...given });
    const keys = { saidThere: null, urlKey: null, textKey: `text ${own.text}`, parentKey: null };
    return {
      mention: own,
      seen: { id, source: '', canonicalUrl: null, said: own.text },
      ...keys,
      signature: null,
      bands: [],
    };
  };

  test('goes on on a second card when twenty stand on the first', () => {
    const batch = [marked('a', { text: 'Seat 4B has no cushion' }), marked('b', { text: 'Gate is cold' })];
    const { opened, owed } = sortIntoStories(batch, known(19), policy);
    expect(opened).toMatchObject([{ gatheredPart: 1 }, { gatheredPart: 2 }]);
    expect(owed).toEqual([
      { kind: 'gathered_card', day, part: 1 },
      { kind: 'gathered_card', day, part: 2 },
    ]);
  });

  test('praise takes no place there, and none in what makes a storm', () => {
    const batch = Array.from({ length: 30 }, (_, n) =>
      marked(`p${n}`, { ...PRAISE, text: `Thanks, crew number ${n}` }),
    );
    const { opened, storm } = sortIntoStories([...batch, marked('b', { text: 'Gate is cold' })], known(19), policy);
    expect(opened.filter(({ status }) => status === 'counted')).toHaveLength(30);
    expect(opened.at(-1)).toMatchObject({ gatheredPart: 1, stormId: null });
    expect(storm).toBeNull();
  });

  test('what moves up is shown in its new place and once more in the old one', () => {
    const before = small();
    const batch = [marked('b', { text: 'A passenger was injured' })];
    const told = { alertId: 1, lastAt: noon, signature: null, byHand: false };
    const { owed, events } = sortIntoStories(
      batch,
      { ...known(1), alerts: new Map([[1, before]]), byKey: new Map([['text A passenger was injured', told]]) },
      policy,
    );
    expect(owed).toEqual([
      { kind: 'alert_card', alertId: 1 },
      { kind: 'gathered_card', day, part: 1 },
    ]);
    expect(events.map(({ type }) => type)).toContain('alert_moved_up');
  });
});
