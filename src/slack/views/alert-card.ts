import type { ImageBlock, KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import type { Spread } from '../../alert/spread.ts';
import { isPrivateCause } from '../../assess/cause.ts';
import {
  type Alert,
  DISMISS_REASONS,
  type Incident,
  incidentName,
  type KnownMention,
  type Mention,
  NETWORKS,
  type Severity,
} from '../../words.ts';
import { buttonsOf, reopenRow } from './alert-buttons.ts';
import { whatBecameOfIt, whatItAnswers } from './alert-modals.ts';
import { paceLine, spreadBlocks, unansweredLines } from './alert-spread.ts';
import { clockLine, clockState } from './clock-line.ts';
import { context, counted, cut, type MessageView, moment, person, quote, quoted, section, visible } from './text.ts';

/** The source of what a colleague reported. */
export const REPORTED = 'reported by a colleague';

const POST_LENGTH = 700;
const SIGN: Record<Severity, string> = { SEV1: '🔴', SEV2: '🟠', SEV3: '🟡', SEV4: '⚪' };

/** A picture that was uploaded for the card. */
export interface ShownChart {
  fileId: string;
  inWords: string;
}

export interface AlertCard {
  alert: Alert;
  mention: KnownMention;
  /** The incident it became part of. A private one is not named. */
  incident: Incident | null;
  /** Of a story with many mentions. */
  spread?: Spread | null;
  chart?: ShownChart | null;
  now: Date;
}

/** The one message of an alert in the alerts channel, whatever happens to it. */
export function alertCard({ alert, mention, incident, spread = null, chart = null, now }: AlertCard): MessageView {
  if (alert.status === 'merged') return mergedCard(alert);
  const severity = alert.severity ?? alert.suggested;
  const shown = alert.status === 'dismissed' ? null : spread;
  const blocks: KnownBlock[] = [
    // Slack runs one app's posts together; the line keeps the stories apart.
    { type: 'divider' },
    section([headOf(alert, severity), ...(shown ? [paceLine(shown.pace, now)] : [])].join('\n')),
    whoSaid(mention),
    ...whatWasSaid(mention),
    ...whatBecameOfIt(mention),
    context(...facts(alert, mention)),
    section(
      [
        clockOf(alert, incident, now),
        ...stateOf(alert, incident, now),
        ...(shown ? unansweredLines(alert, shown.networks) : []),
      ].join('\n'),
    ),
    ...(alert.status === 'open' ? buttonsOf(alert, now) : []),
    ...(alert.status === 'dismissed' ? [reopenRow(alert)] : []),
    ...(shown ? spreadBlocks(shown) : []),
    ...(shown && chart ? [picture(chart)] : []),
  ];
  const spoken = cut(visible(mention.title ?? mention.text ?? alert.title).replace(/\s+/g, ' '), 200);
  return { text: `${SIGN[severity]} ${severity} on ${NETWORKS[mention.network]}: ${quoted(spoken, 200)}`, blocks };
}

/** What is left of an alert whose mentions are another's now. */
function mergedCard(alert: Alert): MessageView {
  const said = `↪️ Merged into the story of alert ${alert.mergedInto}: “${quoted(alert.title, 80)}”`;
  return { text: said, blocks: [{ type: 'divider' }, context(said)] };
}

function picture({ fileId, inWords }: ShownChart): ImageBlock {
  return { type: 'image', slack_file: { id: fileId }, alt_text: cut(inWords, 2_000) };
}

function headOf(alert: Alert, severity: Severity): string {
  const judged = alert.severity
    ? `*${severity}*, assessed by ${person(alert.assessedBy ?? '')}`
    : `*${severity} suggested*, not assessed yet`;
  const many = alert.mentionCount > 1 ? ` · *${counted(alert.mentionCount, 'mention')}* of the same story` : '';
  return `${SIGN[severity]} ${judged}${many}`;
}

/** Names are strangers' words, so they stand where Slack parses nothing. */
function whoSaid(mention: Mention): RichTextBlock {
  const { followers } = mention.author;
  const [name, handle] = [mention.author.name, mention.author.handle].map((one) => visible(one ?? '').trim());
  const who = name || (handle ? `@${handle}` : 'Somebody');
  const known = name && handle && name !== handle ? ` (@${handle})` : '';
  const audience = followers === undefined ? '' : ` · ${counted(followers, 'follower')}`;
  const network = NETWORKS[mention.network];
  const where: RichTextElement = mention.url
    ? { type: 'link', url: mention.url, text: `Open on ${network}` }
    : { type: 'text', text: network };
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: cut(who, 80), style: { bold: true } },
          { type: 'text', text: `${cut(known, 80)}${audience} · ` },
          where,
        ],
      },
    ],
  };
}

function whatWasSaid({ title, text }: Mention): KnownBlock[] {
  if (text) return [quote(title ? `${title}\n${text}` : text, POST_LENGTH)];
  const withheld = section('_The source withholds the text. Open the post to read it._');
  return title ? [quote(title, POST_LENGTH), withheld] : [withheld];
}

function facts(alert: Alert, mention: Mention): string[] {
  const lines = [`Why ${alert.suggested}: ${alert.suggestedBecause.join('; ')}.`];
  const figures = [
    mention.reach === null ? 'reach unknown' : `reach ${mention.reach.toLocaleString('en-US')}`,
    ...(mention.engagement === null ? [] : [counted(mention.engagement, 'reaction')]),
    ...(mention.rating ? [starsOf(mention.rating)] : []),
    ...(mention.sentiment && mention.sentiment !== 'negative' ? [`the source calls it ${mention.sentiment}`] : []),
    ...(mention.language && mention.language !== 'en' ? [`language ${quoted(mention.language, 10)}`] : []),
    ...(alert.networks.length > 1 ? [`seen on ${alert.networks.map((one) => NETWORKS[one]).join(', ')}`] : []),
  ];
  lines.push(figures.join(' · '));
  if (mention.parent) lines.push(whatItAnswers(mention.parent));
  const posted = mention.publishedAt ? `Posted ${moment(mention.publishedAt)}, received` : 'Received';
  lines.push(`${posted} ${moment(alert.receivedAt)}, ${originOf(mention)}`);
  return lines;
}

/** More than ten stars are counted, not drawn. */
function starsOf({ value, max }: NonNullable<Mention['rating']>): string {
  const full = Math.round(value);
  const drawn =
    max <= 10 && value >= 0 && value <= max ? `${'★'.repeat(full)}${'☆'.repeat(Math.round(max) - full)} ` : '';
  return `${drawn}${value} of ${max}`;
}

/** Which tool heard it, or which colleague reported it. */
function originOf({ source, query }: Mention): string {
  const [, colleague] = (source === REPORTED && /^reported by <@(\w+)>$/.exec(query ?? '')) || [];
  if (colleague) return `reported by ${person(colleague)}`;
  return source === 'generic' ? 'from a listening tool' : `from ${quoted(source.replace(/^generic:/, ''), 60)}`;
}

function clockOf(alert: Alert, incident: Incident | null, now: Date): string {
  if (alert.status === 'dismissed' && !alert.respondedAt) return '⏹️ The response clock is off: dismissed.';
  // Whether a private incident was answered is no secret, the answer to it is a matter of its room.
  if (incident && incident.alertId !== alert.id) return `⏱️ The response clock runs in ${incidentName(incident.id)}.`;
  return incident?.isPrivate ? clockState(incident, now) : clockLine(incident ?? alert, now);
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
    lines.push(
      alert.claimedBy
        ? `👤 ${person(alert.claimedBy)} is on it.`
        : `👤 *Nobody is on it yet.* Someone should be by ${moment(alert.acknowledgeDueAt)}.`,
    );
    if (alert.snoozedUntil && alert.snoozedUntil > now)
      lines.push(`😴 Early reminders are held back until ${moment(alert.snoozedUntil)}.`);
  }
  // The channel is open to many, and the note may name the person concerned.
  if (alert.note && !isPrivateCause(alert.cause)) lines.push(`📝 ${quoted(alert.note, 300)}`);
  return lines;
}

/** How an incident is named to everybody: a private one by its number alone. */
function whereOf(incidentId: number, incident: Incident | null): string {
  const name = incidentName(incidentId);
  if (!incident || incident.isPrivate) return `*${name}* (private)`;
  if (!incident.roomId) return `*${name}*; its channel is being opened`;
  return `*${name}*: <#${incident.roomId}> (${incident.severity}, ${incident.status})`;
}
