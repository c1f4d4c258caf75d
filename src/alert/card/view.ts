import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import type { Incident } from '../../act/incident/words.ts';
import { isPrivateCause } from '../../assess/cause/rule.ts';
import {
  context,
  counted,
  cut,
  escaped,
  firstWords,
  link,
  type MessageView,
  moment,
  person,
  quote,
  quoted,
  section,
  timeOf,
  visible,
  wordsIn,
  wordsOf,
} from '../../slack/kit/text.ts';
import { incidentName } from '../../words/incident-name.ts';
import { DISMISS_REASONS, NETWORKS, type Network } from '../../words/judgement.ts';
import type { Severity } from '../../words/severity.ts';
import { minutes } from '../../words/time.ts';
import { whatBecameOfIt, whatItAnswers } from '../mention/view.ts';
import type { KnownMention, Mention } from '../mention/words.ts';
import { REPORTED } from '../report/words.ts';
import { clockLine, clockState } from '../response/view.ts';
import type { Spread } from '../spread/rule.ts';
import { paceOf, unansweredLine } from '../spread/view.ts';
import { buttonsOf, mentionsButton, reopenRow } from './view-buttons.ts';
import type { Alert } from './words.ts';

/** A card is read on a phone at night: words in all, of the post at least, and the letters of it at most. */
const WORDS = 90;
const WORDS_OF_POST = 8;
const LETTERS_OF_POST = 92;
/** The same where a button leads to all of it, and takes a line. */
const LETTERS_BESIDE_ALL = 62;
/** Who said it stays on one line: of a long name the handle is left out. */
const LETTERS_OF_NAME = 28;
/** A source that told it later than this took time off the clock. Milliseconds. */
const LATE_SOURCE = minutes(10);
const MOST_REASONS = 2;
const NAMED_NETWORKS = 2;
/** Of an edit, of a note, and of why nothing was answered. */
const LETTERS_BESIDE = 40;
const WORDS_OF_FACTS = 12;

const SIGN: Record<Severity, string> = { SEV1: '🔴', SEV2: '🟠', SEV3: '🟡', SEV4: '⚪' };

export interface AlertCard {
  alert: Alert;
  mention: KnownMention;
  /** The incident it became part of. A private one is not named. */
  incident: Incident | null;
  /** Of a story with many mentions. */
  spread?: Spread | null;
  now: Date;
}

/** The one message of an alert in the alerts channel, whatever happens to it: at most 90 words. */
export function alertCard({ alert, mention, incident, spread = null, now }: AlertCard): MessageView {
  if (alert.status === 'merged') return mergedCard(alert);
  // Once it is an incident's, it is as severe as that; how severe a private one is concerns its room.
  const severity = (incident?.isPrivate ? null : incident?.severity) ?? alert.severity ?? alert.suggested;
  const isOpen = alert.status === 'open';
  const head = section(headOf(alert, severity));
  const around: KnownBlock[] = [
    head,
    whoSaid(mention),
    // Of a post that is gone, that matters more than its last wording.
    ...whatBecameOfIt(mention.deletedAt ? { ...mention, editedAt: null } : mention, LETTERS_BESIDE),
    ...(isOpen ? [context(factsOf(alert, mention, spread !== null))] : []),
    section(
      [
        clockOf(alert, incident, now),
        ...stateOf(alert, incident, now),
        ...(isOpen && spread ? spreadLines(alert, spread) : []),
      ].join('\n'),
    ),
  ];
  const room = WORDS - around.reduce((sum, block) => sum + wordsIn(block), 0);
  const letters = alert.mentionCount > 1 ? LETTERS_BESIDE_ALL : LETTERS_OF_POST;
  const post = whatWasSaid(mention, Math.max(WORDS_OF_POST, room), letters);
  const blocks: KnownBlock[] = [
    // Slack runs one app's posts together; the line keeps the stories apart.
    { type: 'divider' },
    hasMore(alert, mention, post) ? { ...head, accessory: mentionsButton(alert) } : head,
    ...around.slice(1, 2),
    ...post,
    ...around.slice(2),
    ...(isOpen ? buttonsOf(alert, now) : []),
    ...(alert.status === 'dismissed' ? [reopenRow(alert)] : []),
  ];
  const spoken = cut(visible(mention.title ?? mention.text ?? alert.title).replace(/\s+/g, ' '), 200);
  return { text: `${SIGN[severity]} ${severity} on ${NETWORKS[mention.network]}: ${quoted(spoken, 200)}`, blocks };
}

/** What is left of an alert whose mentions are another's now. */
function mergedCard(alert: Alert): MessageView {
  const said = `↪️ Merged into the story of alert ${alert.mergedInto}: “${quoted(alert.title, 80)}”`;
  return { text: said, blocks: [{ type: 'divider' }, context(said)] };
}

/** What is left of a card whose story a storm took in. `url` is the storm's card. */
export function takenInCard(alert: Alert, url: string | null): MessageView {
  const said = (where: string) => `↪️ “${quoted(alert.title, 80)}” stands in ${where} now.`;
  const card = "the storm's card";
  return { text: said(card), blocks: [{ type: 'divider' }, context(said(link(url, card)))] };
}

function headOf(alert: Alert, severity: Severity): string {
  const isJudged = alert.severity !== null;
  const judged = isJudged ? `*${severity}* by ${person(alert.assessedBy ?? '')}` : `*${severity}* suggested`;
  const many = alert.mentionCount > 1 ? [`*${counted(alert.mentionCount, 'mention')}*`] : [];
  return [`${SIGN[severity]} ${alert.status === 'open' ? judged : `*${severity}*`}`, ...many].join(' · ');
}

function spreadLines({ response, mentionCount }: Alert, { pace, networks }: Spread): string[] {
  // All of it within the hour, and nothing to compare that with: the head has the number.
  const isSaid = pace.usual === null && pace.lastHour >= mentionCount;
  // Where it was decided that nobody answers, nobody waits for us.
  return [
    ...(isSaid ? [] : [paceOf(pace)]),
    ...(response?.kind === 'none' ? [] : unansweredLine(networks, NAMED_NETWORKS)),
  ];
}

/** Names are strangers' words, so they stand where Slack parses nothing. */
function whoSaid(mention: Mention): RichTextBlock {
  const [name, handle] = [mention.author.name, mention.author.handle].map((one) => visible(one ?? '').trim());
  const who = name || (handle ? `@${handle}` : 'Somebody');
  const isShort = [...who, ...(handle ?? '')].length <= LETTERS_OF_NAME;
  const known = name && handle && name !== handle && isShort ? ` (@${handle})` : '';
  const network = NETWORKS[mention.network];
  const where: RichTextElement = mention.url
    ? { type: 'link', url: mention.url, text: network }
    : { type: 'text', text: network };
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: cut(who, LETTERS_OF_NAME), style: { bold: true } },
          { type: 'text', text: `${cut(known, 80)} · ` },
          where,
        ],
      },
    ],
  };
}

/** Is there more to read, and no other way to it? */
function hasMore(alert: Alert, mention: KnownMention, post: KnownBlock[]): boolean {
  const isCut = mention.url === null && JSON.stringify(post).includes('…');
  return alert.mentionCount > 1 || mention.editedAt !== null || isCut;
}

/** Its first words; the rest stands behind its link, and with all mentions. */
function whatWasSaid({ title, text }: Mention, room: number, letters: number): KnownBlock[] {
  const said = (words: string) => quote(firstWords(words, room), letters);
  if (text) return [said(title ? `${title}\n${text}` : text)];
  const withheld = section('_The source withholds the text: open the post._');
  return title ? [said(title), withheld] : [withheld];
}

/** Why, how big, where from, as one line. */
function factsOf(alert: Alert, mention: Mention, hasPace: boolean): string {
  const [why, ...others] = alert.suggestedBecause
    .filter((one) => !IS_FIGURE.test(one) && !(hasPace && IS_PACE.test(one)))
    .slice(0, MOST_REASONS)
    .map((one) => escaped(briefly(one)));
  const networks = alert.networks.filter((one) => one !== mention.network);
  const { publishedAt } = mention;
  const isLate = publishedAt !== null && alert.receivedAt.getTime() - publishedAt.getTime() >= LATE_SOURCE;
  // What matters most comes first: there is room for so many words.
  const facts = [
    ...(why ? [why] : []),
    ...(alert.ownCardSince ? ["from the day's card"] : []),
    ...(isLate ? [`posted ${moment(publishedAt)}, heard ${timeOf(alert.receivedAt)}`] : []),
    ...reportedBy(mention),
    alert.reach === null ? 'reach unknown' : `${compact.format(alert.reach)} reach`,
    ...(mention.engagement ? [counted(mention.engagement, 'reaction')] : []),
    ...others,
    ...(mention.rating ? [starsOf(mention.rating)] : []),
    ...(mention.parent ? [whatItAnswers(mention.parent)] : []),
    ...(mention.language && mention.language !== 'en' ? [`language ${quoted(mention.language, 10)}`] : []),
    ...(mention.sentiment && mention.sentiment !== 'negative' ? [`called ${mention.sentiment}`] : []),
    ...alsoOn(networks),
  ];
  const upTo = (n: number) => facts.slice(0, n).join(' · ');
  const most = facts.findLastIndex((_, i) => wordsOf(upTo(i + 1)) <= WORDS_OF_FACTS);
  return upTo(Math.max(1, most + 1));
}

function alsoOn(networks: Network[]): string[] {
  if (networks.length === 0) return [];
  const names = networks.map((one) => NETWORKS[one]).join(', ');
  return [`also on ${networks.length > NAMED_NETWORKS ? `${networks.length} more networks` : names}`];
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
/** Figures that stand on the card themselves. */
const IS_FIGURE = /^audience of |reactions already$|^\d.* of \d+ stars$/;
/** The same of a story with many mentions. */
const IS_PACE = /posts an hour, /;

/** "names an injury, a death or a danger" is "injury, death or danger". Not escaped. */
export function briefly(because: string): string {
  return because
    .replace('nothing in it points to harm or reach', 'no sign of harm')
    .replace(/^the source calls it /, 'called ')
    .replace(/^(?:names|says|alleges|shows|calls for|looks like) /, '')
    .replace(/(^|, | or )an? /g, '$1');
}

/** More than ten stars are counted, not drawn. */
function starsOf({ value, max }: NonNullable<Mention['rating']>): string {
  const full = Math.round(value);
  const drawn =
    max <= 10 && value >= 0 && value <= max ? `${'★'.repeat(full)}${'☆'.repeat(Math.round(max) - full)} ` : '';
  return `${drawn}${value} of ${max}`;
}

/** Which colleague reported it. Which tool heard it is not for the card. */
function reportedBy({ source, query }: Mention): string[] {
  const [, colleague] = (source === REPORTED && /^reported by <@(\w+)>$/.exec(query ?? '')) || [];
  return colleague ? [`reported by ${person(colleague)}`] : [];
}

function clockOf(alert: Alert, incident: Incident | null, now: Date): string {
  if (alert.status === 'dismissed' && !alert.respondedAt) return '⏹️ The response clock is off: dismissed.';
  // Whether a private incident was answered is no secret, the answer to it is a matter of its room.
  if (incident && incident.alertId !== alert.id) return `⏱️ The response clock runs in ${incidentName(incident.id)}.`;
  return incident?.isPrivate ? clockState(incident, now) : clockLine(incident ?? alert, now, LETTERS_BESIDE);
}

function stateOf(alert: Alert, incident: Incident | null, now: Date): string[] {
  const lines: string[] = [];
  if (alert.status === 'escalated' && alert.incidentId !== null) {
    lines.push(`🚨 ${person(alert.escalatedBy ?? '')} took it to ${whereOf(alert.incidentId, incident)}.`);
  }
  if (alert.status === 'dismissed' && alert.dismissedAs) {
    lines.push(`${person(alert.dismissedBy ?? '')} dismissed it: ${DISMISS_REASONS[alert.dismissedAs].toLowerCase()}.`);
  }
  if (alert.status === 'open') {
    lines.push(alert.claimedBy ? `👤 ${person(alert.claimedBy)} is on it.` : nobodyOn(alert));
    if (alert.snoozedUntil && alert.snoozedUntil > now) lines.push(`😴 Snoozed until ${moment(alert.snoozedUntil)}.`);
  }
  // The channel is open to many, and the note may name the person concerned.
  if (alert.note && !isPrivateCause(alert.cause)) lines.push(`📝 ${quoted(alert.note, LETTERS_BESIDE)}`);
  return lines;
}

/** Once it was assessed, or answered, the time to take it is no matter any more. */
function nobodyOn({ assessedAt, respondedAt, acknowledgeDueAt }: Alert): string {
  return assessedAt || respondedAt
    ? '👤 *Nobody is on it.*'
    : `👤 *Nobody is on it*; due by ${timeOf(acknowledgeDueAt)}.`;
}

/** How an incident is named to everybody: a private one by its number alone. */
function whereOf(incidentId: number, incident: Incident | null): string {
  const name = incidentName(incidentId);
  if (!incident || incident.isPrivate) return `*${name}* (private)`;
  if (!incident.roomId) return `*${name}*; its channel is being opened`;
  return `*${name}*: <#${incident.roomId}> (${incident.severity}, ${incident.status})`;
}
