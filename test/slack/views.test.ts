/** Every view, drawn from the worst words: Slack takes it, and nothing in it comes alive. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attachModal } from '../../src/act/attach/view.ts';
import { headline } from '../../src/act/headline/view.ts';
import { heartbeatModal } from '../../src/act/heartbeat/view.ts';
import type { Incident } from '../../src/act/incident/words.ts';
import { escalateModal, newIncidentModal } from '../../src/act/open/view.ts';
import { pageMessage } from '../../src/act/page/view.ts';
import { replyModal } from '../../src/act/reply/view-form.ts';
import { REPLY_FORM } from '../../src/act/reply/words.ts';
import { board } from '../../src/act/room/view.ts';
import { roomPost } from '../../src/act/room/view-post.ts';
import type { RoomPost } from '../../src/act/room/words.ts';
import { incidentSeverityModal } from '../../src/act/severity/view.ts';
import { silenceModal } from '../../src/act/silence/view.ts';
import { incidentList, incidentStatus } from '../../src/act/status/view.ts';
import { brief } from '../../src/act/subscribe/view.ts';
import { updateModal } from '../../src/act/update/view.ts';
import { alertCard, takenInCard } from '../../src/alert/card/view.ts';
import type { Alert } from '../../src/alert/card/words.ts';
import { gatheredCard, kindWordsModal } from '../../src/alert/gathered/view.ts';
import { mentionsModal } from '../../src/alert/mention/view.ts';
import type { KnownMention } from '../../src/alert/mention/words.ts';
import { muteChoices } from '../../src/alert/mute/rule.ts';
import { muteCard, muteModal, type ShownMute } from '../../src/alert/mute/view.ts';
import type { Mute } from '../../src/alert/mute/words.ts';
import { reportModal } from '../../src/alert/report/view.ts';
import type { Spread } from '../../src/alert/spread/rule.ts';
import { leftCard, type StormOnCard, stormCard, stormModal, stormReminder } from '../../src/alert/storm/view.ts';
import type { Storm } from '../../src/alert/storm/words.ts';
import { dismissModal } from '../../src/assess/dismiss/view.ts';
import { assessModal, lowerModal } from '../../src/assess/severity/view.ts';
import { ASSESS_FORM } from '../../src/assess/severity/words.ts';
import { snoozeModal } from '../../src/assess/snooze/view.ts';
import { workModal } from '../../src/assess/work-through/view.ts';
import { BOARD_PARTS, POSTS, SENTENCES, VERBS } from '../../src/capabilities.ts';
import { ALERT_REMINDERS, INCIDENT_REMINDERS, type Row, SUGGESTION } from '../../src/clock/reminders.ts';
import { alertReminder } from '../../src/clock/view.ts';
import { continuedReminder, pooledReminder, toAbsentOwner } from '../../src/clock/view-pool.ts';
import { helpText, suggestVerb } from '../../src/command/help.ts';
import { whichIncidentModal } from '../../src/command/view.ts';
import { home } from '../../src/home/view.ts';
import { blockProblems } from '../../src/sandbox/blocks/block-rules.ts';
import { viewProblems } from '../../src/sandbox/blocks/view-rules.ts';

import { loading, said } from '../../src/slack/kit/frame.ts';
import { section } from '../../src/slack/kit/text.ts';
import { happened, type TimelineEvent } from '../../src/words/decision.ts';
import type { Page } from '../../src/words/page.ts';
import type { Reminder } from '../../src/words/reminder.ts';
import { afterNoon, alert, ask, incident, knownMention, noon, page } from '../make.ts';
import { ALIVE, anyWords, HOSTILE, parsedTexts } from './hostile.ts';

interface State {
  alert: Alert;
  incident: Incident;
  mention: KnownMention;
  page: Page;
}

/** The same words wherever a stranger or a colleague may put some, cut as the rules cut them. */
function stateOf(words: string): State {
  const short = [...words].slice(0, 120).join('') || 'x';
  const long = [...words].slice(0, 2_000).join('');
  const none = { kind: 'none', reason: long, decidedBy: 'UANA', approvedBy: 'UBEN' } as const;
  return {
    alert: alert({
      title: short,
      note: [...words].slice(0, 1_000).join(''),
      suggestedBecause: ['names an injury, a death or a danger', short],
      severity: 'SEV2',
      assessedBy: 'UANA',
      mentionCount: 30,
    }),
    incident: incident({
      title: short,
      lastUpdate: { text: long, by: 'UANA', at: noon.toISOString() },
      lastHeartbeat: { text: long, by: 'UANA', at: noon.toISOString() },
      respondedAt: afterNoon(5),
      response: none,
    }),
    mention: knownMention({
      text: words || null,
      title: short,
      source: `generic:${short}`,
      query: short,
      author: { name: words, handle: short, followers: 12 },
      url: `https://evil.example/${encodeURIComponent(short)}`,
    }),
    page: page({ why: long, asks: [ask('U1', 1)] }),
  };
}

const reminder = (given: Partial<Reminder>): Reminder => ({
  clock: 'response',
  step: 'breach',
  at: noon.toISOString(),
  dueAt: noon.toISOString(),
  lateBy: 3_600_000,
  ...given,
});

function postsOf(words: string, { incident: of }: State): RoomPost[] {
  const text = [...words].slice(0, 2_000).join('');
  const by = 'UANA';
  const reply = {
    kind: 'reply',
    url: `https://a.example/${words}`,
    network: 'x',
    answeredBy: words,
    loggedBy: by,
  } as const;
  return [
    ...INCIDENT_REMINDERS.map(({ clock }) => ({ about: 'reminder', reminder: reminder({ clock }) }) as const),
    { about: 'page_acknowledged', person: by, why: text },
    { about: 'not_invited', people: [{ person: by, because: 'that account is deactivated' }] },
    { about: 'severity', from: 'SEV1', to: 'SEV2', by, reason: text, lateBecauseRaised: true },
    { about: 'response', response: reply },
    { about: 'response', response: of.response ?? reply },
    { about: 'update', text, by, nextAt: noon.toISOString() },
    { about: 'heartbeat', text, by },
    { about: 'note', text, by },
    { about: 'role', role: 'lead', person: by, by },
    { about: 'silence_asked', reason: text, askedBy: by, approver: 'UBEN' },
    { about: 'silence_declined', by },
    { about: 'attached', title: of.title, by, mentions: 3 },
    { about: 'resolved', by },
    { about: 'closed', by },
    { about: 'reopened', by, reason: text },
  ];
}

function spreadOf({ mention }: State, words: string): Spread {
  const deleted = { ...mention, text: words, author: { handle: words }, url: null };
  return {
    pace: { lastHour: 140, usual: 3 },
    networks: (['tiktok', 'x', 'review', 'news', 'blog'] as const).map((network, i) => ({
      network,
      mentions: 100 - 20 * i,
      oldestAt: i === 3 ? null : noon,
      isAnswered: false,
    })),
    voices: [mention, deleted, mention],
    samples: [mention, deleted],
  };
}

/** Their free text is hostile wherever an event has any. */
function eventsOf(words: string): TimelineEvent[] {
  const detail = {
    value: words,
    text: words,
    reason: words,
    title: words,
    because: [words],
    kind: 'query',
    until: 'x',
  };
  const types = ['alert_opened', 'alert_muted', 'alert_attached', 'note_added', 'silence_asked', 'page_sent'] as const;
  return types.map((type) => happened(type, 'UANA', noon, { incidentId: 42 }, detail));
}

const storm: Storm = { id: 2, startedAt: noon, lastAt: afterNoon(5), stories: 30, endedAt: null };

function stormOf(one: Alert): StormOnCard {
  const top = Array.from({ length: 5 }, (_, i) => ({ ...one, id: i + 1, stormId: 2, status: 'open' as const }));
  const suggested = { SEV2: 9, SEV4: 20 };
  const counts = { stories: 29, mentions: 1_400, lastHour: 60, unclaimed: 28, overdue: 2, nextDueAt: afterNoon(70) };
  const sev1 = { first: top.map((story) => ({ ...story, stormId: null })), total: 12 };
  const links = new Map([[1, 'https://acme.slack.example/p1']]);
  return { storm, figures: { ...counts, suggested }, top, sev1, links, now: afterNoon(10) };
}

const fortyOf = (one: Alert): Alert[] =>
  Array.from({ length: 40 }, (_, i) => ({ ...one, id: i + 1, mentionCount: 123_456, claimedBy: 'UANA' }));

function mutesOf(words: string): ShownMute[] {
  const value = [...words].slice(0, 500).join('') || 'x';
  const one: Mute = {
    id: 1,
    kind: 'author',
    value,
    by: 'UANA',
    at: noon,
    until: afterNoon(60),
    endedAt: null,
    endedBy: null,
  };
  return (['author', 'hashtag', 'query'] as const).map((kind, i) => ({
    mute: { ...one, id: i, kind },
    stories: i,
    posts: 9 * i,
  }));
}

function messagesOf(words: string) {
  const state = stateOf(words);
  const now = afterNoon(10);
  const asked = {
    ...{ page: state.page, person: 'U1', round: 1, now },
    ...{ incident: state.incident, alert: null, storm: null, cardUrl: null },
  };
  const views = [
    alertCard({ alert: state.alert, mention: state.mention, incident: null, now }),
    alertCard({ alert: state.alert, mention: { ...state.mention, text: null, url: null }, incident: null, now }),
    alertCard({
      alert: { ...state.alert, status: 'escalated', incidentId: 42, escalatedBy: 'UANA' },
      mention: state.mention,
      incident: state.incident,
      now,
    }),
    alertCard({
      alert: { ...state.alert, accountableOwner: 'UANA' },
      mention: {
        ...state.mention,
        ...{ editedAt: noon, editedText: words, deletedAt: noon, language: words, rating: { value: 1, max: 5 } },
        parent: { kind: 'reply', id: null, url: `https://a.example/${words}` },
      },
      incident: null,
      spread: spreadOf(state, words),
      now,
    }),
    alertCard({
      ...{ alert: { ...state.alert, status: 'merged', mergedInto: 3 }, mention: state.mention },
      incident: null,
      now,
    }),
    ...gatheredOf(state),
    stormCard(stormOf(state.alert)),
    stormCard({ ...stormOf(state.alert), storm: { ...storm, endedAt: noon }, top: [] }),
    leftCard('https://acme.slack.example/p1'),
    leftCard(null),
    takenInCard(state.alert, 'https://acme.slack.example/p1'),
    takenInCard(state.alert, null),
    ...mutesOf(words).flatMap((shown) => [
      muteCard(shown),
      muteCard({ ...shown, mute: { ...shown.mute, endedAt: noon, endedBy: 'UANA' } }),
      muteCard({ ...shown, mute: { ...shown.mute, endedAt: noon } }),
    ]),
    board({ incident: state.incident, pages: Array.from({ length: 5 }, () => state.page), parts: BOARD_PARTS, now }),
    headline(state.incident, now),
    ...(['opened', 'severity', 'response', 'update', 'resolved'] as const).map((topic) =>
      brief(state.incident, topic, now),
    ),
    pageMessage(asked),
    pageMessage({ ...asked, incident: null, alert: state.alert, cardUrl: 'https://acme.slack.example/p1' }),
    pageMessage({ ...asked, incident: null }),
    pageMessage({ ...asked, incident: null, alert: state.alert, storm: { late: 12, worst: state.alert } }),
    pageMessage({ ...asked, incident: null, alert: state.alert, storm: { late: 0, worst: null } }),
    ...postsOf(words, state).map((post) => roomPost(POSTS, state.incident, post)),
    incidentStatus(state.incident, eventsOf(words), SENTENCES, now),
    incidentList({ first: Array.from({ length: 20 }, () => state.incident), total: 30 }, now, 'none'),
    helpText(VERBS),
  ];
  const reminded = alertReminder(state.alert, reminder({}), ['UANA']);
  const inStorm = ALERT_REMINDERS.flatMap(({ steps }) => steps).flatMap(({ saysOfStorm }) =>
    saysOfStorm ? [stormReminder(stormOf(state.alert), state.alert, saysOfStorm, ['UANA'])] : [],
  );
  return [
    ...views,
    ...inStorm.map((text) => ({ text, blocks: [section(text)] })),
    reminded,
    ...pooledViews(state.alert),
    { text: 'x', blocks: [section(suggestVerb(VERBS, words))] },
  ];
}

function gatheredOf({ alert: told, mention }: State) {
  const on = { gatheredOn: '2026-03-10', gatheredPart: 1 };
  const states: Partial<Alert>[] = [
    {},
    { claimedBy: 'UANA' },
    { status: 'dismissed', dismissedAs: 'not_about_us', dismissedBy: 'UANA' },
    { ownCardSince: noon },
  ];
  // As full as it can be, with all that can have become of a story.
  const stories = Array.from({ length: 20 }, (_, n) => ({
    alert: { ...told, ...on, ...states[n % 4], id: n },
    mention,
  }));
  const open = Array.from({ length: 20 }, (_, id) => ({ alert: { ...told, ...on, id }, mention }));
  const card = { day: '2026-03-10', part: 2, kindWords: 4, now: afterNoon(600) };
  return [gatheredCard({ ...card, stories }), gatheredCard({ ...card, stories: open })];
}

function pooledViews(alert: Alert) {
  const many = Array.from({ length: 60 }, (_, n) => ({ ...alert, id: n, claimedBy: n % 3 ? null : 'UBEN' }));
  const pooled = { whose: null, waiting: many, over: many, links: new Map(), tell: ['UANA', 'UBEN'], now: noon };
  return [
    pooledReminder(pooled),
    pooledReminder({ ...pooled, whose: 'UBEN', over: [] }),
    pooledReminder({ ...pooled, waiting: [] }),
    toAbsentOwner(pooled, 'C1'),
    continuedReminder(),
  ];
}

function modalsOf(words: string) {
  const state = stateOf(words);
  const { alert: one, incident: of } = state;
  const many = Array.from({ length: 120 }, (_, id) => ({ ...of, id: id + 1 }));
  const short = [...words].slice(0, 300).join('');
  return [
    assessModal(one),
    assessModal({ ...one, severity: null }),
    lowerModal(one, 'SEV4'),
    dismissModal(one),
    snoozeModal(one.id),
    attachModal(
      one.id,
      { first: many.slice(0, 50), total: 120 },
      { first: many.slice(0, 51).map(({ id }) => ({ ...one, id: id + 10 })), total: 120 },
    ),
    attachModal(one.id, { first: [], total: 0 }, { first: [one], total: 1 }),
    replyModal(REPLY_FORM, { incidentId: 1 }, 'x', 'UANA'),
    escalateModal(one, 'SEV1', ['UANA']),
    escalateModal({ ...one, cause: 'malicious_insider' }, 'SEV1', []),
    mentionsModal(
      one,
      Array.from({ length: 8 }, () => state.mention),
      8,
    ),
    stormModal({ storm, stories: stormOf(one).top, skip: 40, total: 120 }),
    stormModal({ storm, stories: fortyOf(one), skip: 40, total: 120 }),
    stormModal({ storm, stories: [], skip: 0, total: 0 }),
    workModal({ storm, stories: fortyOf(one), skip: 40, total: 120, now: afterNoon(10) }),
    workModal({ storm, stories: [one], skip: 0, total: 1, now: afterNoon(500) }),
    muteModal(muteChoices(Array.from({ length: 120 }, (_, i) => ({ ...state.mention, query: `${i} ${words}` })))),
    muteModal([]),
    kindWordsModal({
      first: Array.from({ length: 40 }, () => ({ alert: state.alert, mention: state.mention })),
      total: 90,
    }),
    reportModal({ text: words, url: 'https://a.example', permalink: 'https://b.example' }),
    reportModal({ text: '', url: null, permalink: '' }),
    updateModal(of, 60),
    incidentSeverityModal(of),
    silenceModal(1),
    heartbeatModal(1),
    newIncidentModal(words, 'SEV2', []),
    whichIncidentModal('note', short, { first: many.slice(0, 100), total: 120 }),
    said('Incident', 'Done.'),
    loading(ASSESS_FORM, 'Assess'),
  ];
}

function checkAll(words: string): void {
  for (const { text, blocks } of messagesOf(words)) {
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(parsedTexts({ text, blocks }).filter((one) => ALIVE.test(one))).toEqual([]);
  }
  for (const view of modalsOf(words)) {
    expect(viewProblems(view, 'modal')).toEqual([]);
    expect(parsedTexts(view).filter((one) => ALIVE.test(one))).toEqual([]);
  }
  const { alert: one, incident: of } = stateOf(words);
  const short = of.title;
  const lists = {
    incidents: { first: Array.from({ length: 10 }, () => of), total: 12 },
    alerts: { first: Array.from({ length: 10 }, () => one), total: 4_012 },
  };
  const tab = home({
    ...lists,
    mutes: mutesOf(words),
    isSubscribed: false,
    now: noon,
    brand: [...short].slice(0, 80).join(''),
  });
  expect(viewProblems(tab, 'home')).toEqual([]);
  expect(parsedTexts(tab).filter((text) => ALIVE.test(text))).toEqual([]);
}

/** Without the people and channels in it: a colleague may name those, and they stay links. */
const asColleague = (words: string) => words.replaceAll('<@U666EVIL>', '').replaceAll('<#C666EVIL|general>', '');

describe('every view is taken by Slack and stays dead', () => {
  test.each(HOSTILE.map((words) => [words.slice(0, 40).replaceAll('\n', ' '), asColleague(words)]))('%j', (_, words) =>
    checkAll(words),
  );

  test('whatever else they say', () => {
    fc.assert(
      fc.property(anyWords, (words) => checkAll(asColleague(words))),
      { numRuns: 40 },
    );
  });

  test('and what only strangers say names no colleague either', () => {
    const { alert: one, mention: post } = stateOf(HOSTILE.join(' '));
    const view = alertCard({ alert: { ...one, note: null }, mention: post, incident: null, now: noon });
    expect(parsedTexts(view).filter((text) => /<@U666|<#C666/.test(text))).toEqual([]);
  });
});

test('a brief is five lines at most, whatever was written', () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const [block] = brief(stateOf(words).incident, 'update', noon).blocks;
      const text = block && 'text' in block && typeof block.text === 'object' ? (block.text.text as string) : '';
      expect(text.split('\n').length).toBeLessThanOrEqual(5);
    }),
  );
});

describe('a reminder reads as a sentence', () => {
  const judged = (claimedBy: string | null) => alert({ claimedBy, severity: 'SEV3', assessedBy: 'UBEN' });
  const isOne = expect.not.stringMatching(/ {2}|^\s|\s$|undefined|null/);
  const rows = <Of>(all: readonly Row<Of>[]) =>
    all.flatMap(({ clock, steps }) => steps.map(({ step }) => [clock, step] as const));

  test.each(rows([...ALERT_REMINDERS, SUGGESTION]))('about an alert: %s, %s', (clock, step) => {
    for (const claimedBy of [null, 'UANA']) {
      expect(alertReminder(judged(claimedBy), reminder({ clock, step, lateBy: 0 }), [])).toEqual(isOne);
    }
  });

  test.each(rows(INCIDENT_REMINDERS))('in a room: %s, %s', (clock, step) => {
    for (const roles of [{}, { lead: 'UANA', tech: 'UBEN' }]) {
      const about = { about: 'reminder', reminder: reminder({ clock, step, lateBy: 0 }) } as const;
      expect(roomPost(POSTS, incident({ roles }), about).text).toEqual(isOne);
    }
  });
});
