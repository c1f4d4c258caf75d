/** How much a person has to read at night: counted. */
import { describe, expect, test } from 'vitest';
import { pageMessage } from '../../src/act/page/view.ts';
import { alertCard } from '../../src/alert/card/view.ts';
import type { Alert } from '../../src/alert/card/words.ts';
import type { KnownMention } from '../../src/alert/mention/words.ts';
import type { Spread } from '../../src/alert/spread/rule.ts';
import { wordsIn } from '../../src/slack/kit/text.ts';
import { NETWORKS, type Network } from '../../src/words/judgement.ts';
import { afterNoon, alert, incident, knownMention, noon, page } from '../make.ts';
import { wordsIn as textIn } from '../shown.ts';

const now = afterNoon(72);
const LONG =
  'We boarded at six in the morning, sat on the tarmac for four hours without water or air, and when my mother fainted the crew told us to stay calm and stop filming. '.repeat(
    8,
  );
const spread: Spread = {
  pace: { lastHour: 1_140, usual: 3.5 },
  networks: (['tiktok', 'x', 'news', 'reddit', 'facebook', 'instagram'] as Network[]).map((network, n) => ({
    ...{ network, mentions: 240 - n * 20, oldestAt: noon, isAnswered: false },
  })),
  voices: [],
  samples: [],
};
/** As much as there can be of everything. */
const worst: Partial<Alert> = {
  suggested: 'SEV1',
  suggestedBecause: [
    'names an injury, a death or a danger',
    'says our own account is hacked or posted something wrong',
    'names a court, a regulator or legal action',
    'audience of 62K',
    '640 reactions already',
  ],
  ...{ mentionCount: 240, reach: 1_234_567, networks: spread.networks.map(({ network }) => network) },
};
const said: Partial<KnownMention> = {
  ...{ text: LONG, title: 'Stranded for four hours', engagement: 12_640, rating: { value: 1, max: 5 } },
  ...{ sentiment: 'neutral', language: 'es', author: { name: 'Mia Lindqvist-Berg', handle: 'mialindqvist' } },
  ...{ parent: { kind: 'reply', id: null, url: 'https://x.com/a/status/1' }, publishedAt: afterNoon(-45) },
};

const states: [string, Partial<Alert>][] = [
  ['nobody has it', {}],
  ['somebody is on it', { claimedBy: 'UANA' }],
  ['it was assessed, with a note', { severity: 'SEV1', assessedBy: 'UBEN', assessedAt: noon, note: LONG }],
  ['it is snoozed', { snoozedUntil: afterNoon(300) }],
  ['it is late', { responseDueAt: afterNoon(60) }],
  ['it was dismissed', { status: 'dismissed', dismissedAs: 'duplicate', dismissedBy: 'UBEN' }],
  ['it was escalated', { status: 'escalated', escalatedBy: 'UBEN', incidentId: 7 }],
  ['it was merged', { status: 'merged', mergedInto: 3 }],
  [
    'it was answered with none, snoozed, with a note',
    { ...answeredWithNone(), note: LONG, snoozedUntil: afterNoon(300) },
  ],
  ['it is late because it was raised', { lateBecauseRaised: true, note: LONG, snoozedUntil: afterNoon(300) }],
];

function answeredWithNone() {
  const response = { kind: 'none', decidedBy: 'UANA', approvedBy: 'UBEN', reason: LONG } as const;
  return { respondedAt: afterNoon(30), response };
}

describe('a card has at most 90 words', () => {
  const words = (given: Partial<Alert>, about: Partial<KnownMention> = said, more: object = { spread }) =>
    wordsIn(
      alertCard({ alert: alert({ ...worst, ...given }), mention: knownMention(about), incident: null, now, ...more })
        .blocks,
    );

  test.each(states)('with all there is to say, when %s', (_, given) => {
    expect(words(given)).toBeLessThanOrEqual(90);
    expect(words(given, { ...said, editedAt: noon, editedText: LONG, deletedAt: noon })).toBeLessThanOrEqual(90);
  });

  test.each(Object.keys(NETWORKS) as Network[])('on %s', (network) => {
    expect(words({}, { ...said, network })).toBeLessThanOrEqual(90);
    expect(words({ mentionCount: 1 }, { text: 'Lost my bag', network }, {})).toBeLessThanOrEqual(45);
  });

  test('and the post has what the others leave, never less than its first words', () => {
    const shown = (given: Partial<Alert>, more: object) =>
      textIn(
        alertCard({ alert: alert(given), mention: knownMention({ text: LONG }), incident: null, now, ...more }).blocks,
      );
    expect(shown({}, {})).toContain('sat on the tarmac for four hours');
    expect(shown(worst, { spread })).toContain('We boarded at six in the morning, sat');
  });
});

test('figures stand on a card once, as its story has them, and reasons in a few words', () => {
  const about = knownMention({ text: 'x', engagement: 640, author: { name: 'Mia', followers: 200 } });
  const text = textIn(
    alertCard({ alert: alert({ ...worst, reach: 22_000 }), mention: about, incident: null, now }).blocks,
  );
  expect(text).toContain('injury, death or danger · 22K reach · 640 reactions');
  expect(text).not.toMatch(/audience|already|follower/);
});

test('how late a source was is said when it took time off the clock, whatever else there is to say', () => {
  const shown = (minutes: number, given: Partial<Alert>, about: Partial<KnownMention>) => {
    const mention = knownMention({ ...about, publishedAt: afterNoon(-minutes) });
    return textIn(alertCard({ alert: alert(given), mention, incident: null, spread, now }).blocks);
  };
  const heard = /posted <!date\S+ at {time}\|\S+ \S+ UTC>, heard <!date/;
  expect(shown(45, {}, {})).toMatch(heard);
  expect(shown(45, worst, said)).toMatch(heard);
  expect(shown(5, worst, said)).not.toContain('heard');
});

test('an escalated card is as severe as its incident, unless that is private', () => {
  const shown = (isPrivate: boolean) => {
    const [own, theirs] = [
      { status: 'escalated', incidentId: 7, suggested: 'SEV3' },
      { id: 7, severity: 'SEV1' },
    ] as const;
    return textIn(
      alertCard({ alert: alert(own), mention: knownMention(), incident: incident({ ...theirs, isPrivate }), now })
        .blocks,
    );
  };
  expect(shown(false)).toContain('🔴 *SEV1*');
  expect(shown(true)).not.toContain('SEV1');
});

test('a decided card says nothing of what is over', () => {
  const shown = (given: Partial<Alert>) =>
    textIn(alertCard({ alert: alert(given), mention: knownMention(), incident: null, now }).blocks);
  const dismissed = shown({ status: 'dismissed', dismissedAs: 'duplicate', dismissedBy: 'UBEN' });
  expect(dismissed).not.toMatch(/suggested|Nobody is on it|reach/);
  expect(shown({ severity: 'SEV2', assessedBy: 'UBEN', assessedAt: noon })).not.toMatch(/suggested|due by/);
});

describe('a page has at most 45 words, with the first line of the post and why', () => {
  const long = { title: LONG.slice(0, 79) };
  const asked = {
    page: page({ why: 'no public response yet' }),
    person: 'U1',
    round: 1,
    incident: null,
    alert: null,
    storm: null,
    cardUrl: 'https://acme.slack.example/p1',
    now,
  };
  const answered = answeredWithNone();
  const raised = { lateBecauseRaised: true };
  test.each([
    ['an incident', { incident: incident({ ...long, roomId: 'C1' }) }, 'SEV2'],
    ['an incident whose room is not there yet', { incident: incident(long) }, 'SEV2'],
    ['an incident raised too late', { incident: incident({ ...long, ...raised }) }, 'SEV2'],
    ['an incident answered with none', { incident: incident({ ...long, ...answered }) }, 'SEV2'],
    ['an alert', { alert: alert({ ...worst, ...long }) }, 'injury, death or danger'],
    ['an alert raised too late', { alert: alert({ ...worst, ...long, ...raised }) }, 'injury, death or danger'],
    ['an alert that was assessed', { alert: alert({ ...worst, ...long, severity: 'SEV2' }) }, 'SEV2'],
    ['a storm', { alert: alert(long), storm: { late: 12, worst: alert({ ...worst, ...long }) } }, 'SEV1'],
  ])('about %s', (_, about, says) => {
    for (const why of ['no public response yet', `please: ${LONG}`]) {
      const { blocks, text } = pageMessage({ ...asked, page: page({ why }), ...about });
      expect(text).toContain('You are paged');
      expect(wordsIn(blocks), textIn(blocks)).toBeLessThanOrEqual(45);
      expect(textIn(blocks)).toContain('“We boarded at six in the');
      expect(textIn(blocks)).toContain(says);
      if ('incident' in about) expect(textIn(blocks)).toContain(`Why: ${why.slice(0, 20)}`);
      // What the phone shows is what the message says.
      expect(textIn(blocks)).toContain(text);
    }
  });
});
