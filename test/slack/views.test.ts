/** Every view, drawn from the worst words: Slack takes it, and nothing in it comes alive. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Spread } from '../../src/alert/spread.ts';
import { muteChoices } from '../../src/assess/mute.ts';
import { blockProblems } from '../../src/sandbox/blocks/block-rules.ts';
import { viewProblems } from '../../src/sandbox/blocks/view-rules.ts';
import { helpText, suggestVerb } from '../../src/slack/verbs/registry.ts';
import { MODAL } from '../../src/slack/views/actions.ts';
import { alertCard } from '../../src/slack/views/alert-card.ts';
import * as alertModals from '../../src/slack/views/alert-modals.ts';
import { board } from '../../src/slack/views/board.ts';
import { brief } from '../../src/slack/views/brief.ts';
import { headline } from '../../src/slack/views/headline.ts';
import { home } from '../../src/slack/views/home.ts';
import * as incidentModals from '../../src/slack/views/incident-modals.ts';
import { loading, said } from '../../src/slack/views/modals.ts';
import { muteCard, muteModal, type ShownMute } from '../../src/slack/views/mute-views.ts';
import { pageMessage } from '../../src/slack/views/page-message.ts';
import { alertReminder } from '../../src/slack/views/reminder.ts';
import { roomPost } from '../../src/slack/views/room-post.ts';
import { incidentList, incidentStatus } from '../../src/slack/views/status.ts';
import { type StormOnCard, stormCard, stormModal, stormReminder } from '../../src/slack/views/storm-card.ts';
import { section } from '../../src/slack/views/text.ts';
import type { Alert, Incident, KnownMention, Mute, Page, Reminder, RoomPost, Storm } from '../../src/words.ts';
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
      suggestedBecause: ['names an injury, a death or a danger'],
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

const CLOCKS = ['acknowledge', 'response', 'update', 'heartbeat', 'lead', 'snooze', 'suggestion'] as const;

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
    ...CLOCKS.map(
      (clock) => ({ about: 'reminder', reminder: reminder({ clock: clock as Reminder['clock'] }) }) as const,
    ),
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

const storm: Storm = { id: 2, startedAt: noon, lastAt: afterNoon(5), stories: 30, endedAt: null };

function stormOf(one: Alert): StormOnCard {
  const top = Array.from({ length: 5 }, (_, i) => ({ ...one, id: i + 1, stormId: 2, status: 'open' as const }));
  const suggested = { SEV2: 9, SEV4: 20 };
  const counts = { stories: 29, mentions: 1_400, lastHour: 60, unclaimed: 28, overdue: 2, nextDueAt: afterNoon(70) };
  return { storm, figures: { ...counts, suggested }, top, now: afterNoon(10) };
}

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
  const asked = { page: state.page, person: 'U1', round: 1, incident: state.incident, alert: null, cardUrl: null, now };
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
      chart: { fileId: 'F0123456789', inWords: words || 'x' },
      now,
    }),
    alertCard({
      ...{ alert: { ...state.alert, status: 'merged', mergedInto: 3 }, mention: state.mention },
      incident: null,
      now,
    }),
    stormCard(stormOf(state.alert)),
    stormCard({ ...stormOf(state.alert), storm: { ...storm, endedAt: noon }, top: [] }),
    ...mutesOf(words).flatMap((shown) => [
      muteCard(shown),
      muteCard({ ...shown, mute: { ...shown.mute, endedAt: noon, endedBy: 'UANA' } }),
      muteCard({ ...shown, mute: { ...shown.mute, endedAt: noon } }),
    ]),
    board({ incident: state.incident, pages: [state.page, state.page, state.page], now }),
    headline(state.incident, now),
    ...(['opened', 'severity', 'response', 'update', 'resolved'] as const).map((topic) =>
      brief(state.incident, topic, now),
    ),
    pageMessage(asked),
    pageMessage({ ...asked, incident: null, alert: state.alert, cardUrl: 'https://acme.slack.example/p1' }),
    pageMessage({ ...asked, incident: null }),
    ...postsOf(words, state).map((post) => roomPost(state.incident, post)),
    incidentStatus(state.incident, [], now),
    incidentList(
      Array.from({ length: 30 }, () => state.incident),
      now,
      'none',
    ),
    helpText(),
  ];
  const reminded = alertReminder(state.alert, reminder({}), ['UANA']);
  const steps = ['50 %', 'breach', '+15 min', 'page'].map((step) => ({ clock: 'response', step }) as const);
  const inStorm = [...steps, { clock: 'acknowledge', step: 'due' } as const].map((said) =>
    stormReminder(stormOf(state.alert), state.alert, said, ['UANA']),
  );
  return [
    ...views,
    ...inStorm.map((text) => ({ text, blocks: [section(text)] })),
    { text: reminded, blocks: [section(reminded)] },
    { text: 'x', blocks: [section(suggestVerb(words))] },
  ];
}

function modalsOf(words: string) {
  const state = stateOf(words);
  const { alert: one, incident: of } = state;
  const many = Array.from({ length: 120 }, (_, id) => ({ ...of, id: id + 1 }));
  const short = [...words].slice(0, 300).join('');
  return [
    alertModals.assessModal(one),
    alertModals.assessModal({ ...one, severity: null }),
    alertModals.lowerModal(one, 'SEV4'),
    alertModals.dismissModal(one),
    alertModals.snoozeModal(one.id),
    alertModals.attachModal(
      one.id,
      many,
      many.map(({ id }) => ({ ...one, id: id + 10 })),
    ),
    alertModals.attachModal(one.id, [], [one]),
    alertModals.replyModal(MODAL.reply, { incidentId: 1 }, 'x', 'UANA'),
    alertModals.escalateModal(one, 'SEV1', ['UANA']),
    alertModals.escalateModal({ ...one, cause: 'malicious_insider' }, 'SEV1', []),
    alertModals.mentionsModal(
      one,
      Array.from({ length: 8 }, () => state.mention),
      8,
    ),
    stormModal(storm, stormOf(one).top, 8, 40),
    stormModal(storm, [], 0, 0),
    muteModal(muteChoices(Array.from({ length: 120 }, (_, i) => ({ ...state.mention, query: `${i} ${words}` })))),
    muteModal([]),
    alertModals.reportModal({ text: words, url: 'https://a.example', permalink: 'https://b.example' }),
    alertModals.reportModal({ text: '', url: null, permalink: '' }),
    incidentModals.updateModal(of, 60),
    incidentModals.incidentSeverityModal(of),
    incidentModals.silenceModal(1),
    incidentModals.heartbeatModal(1),
    incidentModals.newIncidentModal(words, 'SEV2', []),
    incidentModals.whichIncidentModal('note', short, many),
    said('Incident', 'Done.'),
    loading(MODAL.assess, 'Assess'),
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
  const lists = { incidents: Array.from({ length: 12 }, () => of), alerts: Array.from({ length: 12 }, () => one) };
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
  test.each(['50 %', '75 %', '90 %', 'breach', '+15 min', '+75 min', 'page'])('%s', (step) => {
    for (const claimedBy of [null, 'UANA']) {
      const told = alertReminder(alert({ claimedBy }), reminder({ step, lateBy: 0 }), []);
      expect(told).not.toMatch(/ {2}|^\s|\s$/);
    }
    for (const clock of CLOCKS) {
      for (const roles of [{}, { lead: 'UANA', tech: 'UBEN' }]) {
        const about = { about: 'reminder', reminder: reminder({ clock: clock as Reminder['clock'], step, lateBy: 0 }) };
        expect(roomPost(incident({ roles }), about as RoomPost).text).not.toMatch(/ {2}|^\s|\s$/);
      }
    }
  });
});
