import type { ActionsBlock, KnownBlock, Overflow, RichTextBlock, RichTextElement } from '@slack/types';
import { isPrivateCause } from '../../assess/cause.ts';
import {
  type Alert,
  DISMISS_REASONS,
  type Incident,
  incidentName,
  type Mention,
  NETWORKS,
  SEVERITIES,
  type Severity,
} from '../../words.ts';
import { ACTION, alertValue, MORE } from './actions.ts';
import { clockLine, clockState } from './clock-line.ts';
import { button, option } from './elements.ts';
import { context, counted, cut, type MessageView, moment, person, quote, quoted, section, visible } from './text.ts';

/** The source of what a colleague reported. */
export const REPORTED = 'reported by a colleague';

const POST_LENGTH = 700;
const SIGN: Record<Severity, string> = { SEV1: '🔴', SEV2: '🟠', SEV3: '🟡', SEV4: '⚪' };

export interface AlertCard {
  alert: Alert;
  mention: Mention;
  /** The incident it became part of. A private one is not named. */
  incident: Incident | null;
  now: Date;
}

/** The one message of an alert in the alerts channel, whatever happens to it. */
export function alertCard({ alert, mention, incident, now }: AlertCard): MessageView {
  const severity = alert.severity ?? alert.suggested;
  const blocks: KnownBlock[] = [
    // Slack runs one app's posts together; the line keeps the stories apart.
    { type: 'divider' },
    section(headOf(alert, severity)),
    whoSaid(mention),
    ...whatWasSaid(mention),
    context(...facts(alert, mention)),
    section([clockOf(alert, incident, now), ...stateOf(alert, incident, now)].join('\n')),
    ...(alert.status === 'open' ? buttonsOf(alert, now) : []),
    ...(alert.status === 'dismissed' ? [reopenRow(alert)] : []),
  ];
  const spoken = cut(visible(mention.title ?? mention.text ?? alert.title).replace(/\s+/g, ' '), 200);
  return { text: `${SIGN[severity]} ${severity} on ${NETWORKS[mention.network]}: ${quoted(spoken, 200)}`, blocks };
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
    ...(mention.sentiment && mention.sentiment !== 'negative' ? [`the source calls it ${mention.sentiment}`] : []),
    ...(alert.networks.length > 1 ? [`seen on ${alert.networks.map((one) => NETWORKS[one]).join(', ')}`] : []),
  ];
  lines.push(figures.join(' · '));
  const posted = mention.publishedAt ? `Posted ${moment(mention.publishedAt)}, received` : 'Received';
  lines.push(`${posted} ${moment(alert.receivedAt)}, ${originOf(mention)}`);
  return lines;
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

function buttonsOf(alert: Alert, now: Date): ActionsBlock[] {
  const value = alertValue(alert);
  const isSnoozed = alert.snoozedUntil !== null && alert.snoozedUntil > now;
  return [
    {
      type: 'actions',
      block_id: `severity_${alert.id}`,
      elements: SEVERITIES.map((severity) => severityButton(alert, severity)),
    },
    {
      type: 'actions',
      block_id: `act_${alert.id}`,
      elements: [
        button(ACTION.assess, 'Assess…', { value }),
        button(ACTION.escalate, 'Escalate', { value, style: 'danger', label: 'Escalate: open an incident channel' }),
        button(ACTION.claim, "I'm on it", { value, ...(alert.claimedBy ? {} : { style: 'primary' as const }) }),
        button(ACTION.dismiss, 'Dismiss', { value }),
        overflow(alert, isSnoozed),
      ],
    },
  ];
}

function severityButton(alert: Alert, severity: Severity) {
  const value = JSON.stringify({ alertId: alert.id, version: alert.version, severity });
  const isChosen = alert.severity === severity;
  const isSuggested = alert.severity === null && alert.suggested === severity;
  const text = isChosen ? `✓ ${severity}` : isSuggested ? `${severity} · suggested` : severity;
  return button(`${ACTION.severity}_${severity}`, text, {
    value,
    label: isSuggested ? `Assess as ${severity}, as suggested` : `Assess as ${severity}`,
    ...(isChosen || isSuggested ? { style: 'primary' as const } : {}),
  });
}

function overflow(alert: Alert, isSnoozed: boolean): Overflow {
  const choice = (what: keyof typeof MORE) => option(JSON.stringify({ alertId: alert.id, what }), MORE[what]);
  return {
    type: 'overflow',
    action_id: ACTION.more,
    options: [choice('attach'), choice(isSnoozed ? 'wake' : 'snooze'), choice('reply'), choice('mentions')],
  };
}

function reopenRow(alert: Alert): ActionsBlock {
  return {
    type: 'actions',
    block_id: `reopen_${alert.id}`,
    elements: [button(ACTION.reopenAlert, 'Undo: open it again', { value: alertValue(alert) })],
  };
}
