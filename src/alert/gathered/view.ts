/** A day's small stories on one card, and its kind words. */
import type { ActionsBlock, KnownBlock, ModalView, SectionBlock } from '@slack/types';
import { REPLY_TO_ALERT } from '../../act/reply/words.ts';
import { CLAIM } from '../../assess/claim/words.ts';
import { NOT_ABOUT_US, REOPEN_ALERT } from '../../assess/dismiss/words.ts';
import { button } from '../../slack/kit/elements.ts';
import { modal } from '../../slack/kit/frame.ts';
import {
  context,
  counted,
  link,
  type MessageView,
  moment,
  moreThan,
  person,
  quoted,
  section,
  timeOf,
} from '../../slack/kit/text.ts';
import { alertValue } from '../../slack/kit/values.ts';
import type { Cut } from '../../words/cut.ts';
import { DISMISS_REASONS, NETWORKS } from '../../words/judgement.ts';
import type { Alert } from '../card/words.ts';
import type { Mention } from '../mention/words.ts';
import { isWaiting } from './rule.ts';
import { KIND_WORDS, KIND_WORDS_FORM, OPEN_OWN_CARD } from './words.ts';

interface ShownStory {
  alert: Alert;
  mention: Pick<Mention, 'url' | 'network' | 'text'>;
}

export interface GatheredCard {
  /** `2026-11-27` */
  day: string;
  part: number;
  /** In the order in which they came. */
  stories: ShownStory[];
  /** Only the day's first card has them. */
  kindWords: number;
  now: Date;
}

const LETTERS = 90;
/** Named one by one after they were dealt with; the others are counted. */
const NAMED_DONE = 3;
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

export function gatheredCard({ day, part, stories, kindWords, now }: GatheredCard): MessageView {
  const waiting = stories.filter(({ alert }) => isWaiting(alert));
  const done = stories.filter(({ alert }) => !isWaiting(alert));
  const late = waiting.filter(({ alert }) => alert.responseDueAt <= now).length;
  const which = `Small ones of ${DAY.format(new Date(day))}${part > 1 ? `, card ${part}` : ''}`;
  const facts = [
    ...(waiting.length > 0 ? [`${waiting.length} to answer`] : stories.length > 0 ? ['all dealt with'] : []),
    ...(late > 0 ? [`${late} late`] : []),
  ];
  const head = [`${waiting.length > 0 || stories.length === 0 ? '🗂️' : '✅'} *${which}*`, ...facts].join(' · ');
  const blocks: KnownBlock[] = [
    { type: 'divider' },
    section(head),
    ...waiting.flatMap(({ alert, mention }) => [storyLine(alert, mention, now), storyButtons(alert)]),
    ...doneLines(done.map(({ alert }) => alert)),
    ...(kindWords > 0 ? [kindLine(day, kindWords)] : []),
  ];
  const [newest] = waiting.slice(-1);
  return { text: newest ? `${head}: “${quoted(newest.alert.title, LETTERS)}”` : head, blocks };
}

function storyLine(alert: Alert, { network, url }: ShownStory['mention'], now: Date): SectionBlock {
  const many = alert.mentionCount > 1 ? [counted(alert.mentionCount, 'mention')] : [];
  const due =
    alert.responseDueAt <= now ? `🔥 was due ${moment(alert.responseDueAt)}` : `due ${timeOf(alert.responseDueAt)}`;
  const who = alert.claimedBy ? [`👤 ${person(alert.claimedBy)}`] : [];
  const facts = [link(url, NETWORKS[network]), ...many, `heard ${timeOf(alert.receivedAt)}`, due, ...who];
  return section(`“${quoted(alert.title, LETTERS)}”\n${facts.join(' · ')}`);
}

function storyButtons(alert: Alert): ActionsBlock {
  const value = alertValue(alert);
  return {
    type: 'actions',
    block_id: `gathered_${alert.id}`,
    elements: [
      ...(alert.claimedBy ? [] : [button(CLAIM, "I'm on it", { value })]),
      button(REPLY_TO_ALERT, 'Answered…', { value, label: 'Log our public reply' }),
      button(OPEN_OWN_CARD, 'Open', { value, label: 'Give it a card of its own' }),
      button(NOT_ABOUT_US, 'Not about us', { value, label: 'Dismiss it: not about us' }),
    ],
  };
}

/** What is dealt with gives its place to the others. The latest can be undone here. */
function doneLines(done: Alert[]): KnownBlock[] {
  if (done.length === 0) return [];
  const named = done.slice(-NAMED_DONE);
  const more = done.length - named.length;
  return [
    ...(more > 0 ? [context(`✅ ${counted(more, 'more', 'more')} dealt with`)] : []),
    ...named.map((alert) => {
      const said = `${alert.ownCardSince ? '⬆️' : '✅'} “${quoted(alert.title, 60)}”: ${whatBecameOf(alert)}`;
      if (alert.status !== 'dismissed') return context(said);
      const value = alertValue(alert);
      return { ...section(said), accessory: button(REOPEN_ALERT, 'Undo', { value, label: 'Undo: open it again' }) };
    }),
  ];
}

function whatBecameOf(alert: Alert): string {
  if (alert.status === 'merged') return 'part of another story';
  if (alert.ownCardSince) return 'has a card of its own now';
  if (alert.respondedAt) return `answered${alert.claimedBy ? ` by ${person(alert.claimedBy)}` : ''}`;
  if (alert.status === 'dismissed' && alert.dismissedAs) {
    return `${DISMISS_REASONS[alert.dismissedAs].toLowerCase()}, says ${person(alert.dismissedBy ?? '')}`;
  }
  if (alert.status === 'escalated') return 'escalated';
  return alert.stormId === null ? 'snoozed' : 'part of a storm';
}

function kindLine(day: string, kindWords: number): SectionBlock {
  return {
    ...section(`💛 +${counted(kindWords, 'kind word')}`),
    accessory: button(KIND_WORDS, 'Show', { value: JSON.stringify({ day }), label: 'Show the kind words of the day' }),
  };
}

/** The day's praise. Any of it can be opened: the machine may have been wrong. */
export function kindWordsModal({ first: stories, total }: Cut<ShownStory>): ModalView {
  return modal({
    id: KIND_WORDS_FORM,
    title: 'Kind words',
    about: {},
    blocks: [
      context('Clear praise: nobody is reminded of it. *Open* gives a post a card and a clock, as any other has.'),
      ...stories.map(({ alert, mention: { text, url, network } }) => ({
        ...section(
          `“${quoted(text ?? alert.title, 300)}”\n${link(url, NETWORKS[network])} · heard ${moment(alert.receivedAt)}`,
        ),
        accessory: button(`${OPEN_OWN_CARD}_${alert.id}`, 'Open', { value: alertValue(alert) }),
      })),
      ...moreThan(stories.length, total),
      ...(stories.length === 0 ? [section('None is left.')] : []),
    ],
  });
}
