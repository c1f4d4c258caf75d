import type { KnownBlock, ModalView } from '@slack/types';
import { isPrivateCause } from '../../assess/cause.ts';
import { SNOOZES } from '../../assess/snooze.ts';
import {
  AFFECTED,
  type Alert,
  DISMISS_REASONS,
  type Incident,
  incidentName,
  type KnownMention,
  NETWORKS,
  type Parent,
  type PersonId,
  type Severity,
} from '../../words.ts';
import { ACTION, MODAL } from './actions.ts';
import { button, confirm, option, optionsOf } from './elements.ts';
import {
  causeInput,
  manyInput,
  modal,
  networkInput,
  personInput,
  selectInput,
  severityInput,
  severityWithOwners,
  textInput,
  urlInput,
} from './modals.ts';
import { context, counted, link, moment, quote, quoted, section } from './text.ts';

/** The whole judgement, with what is known or suggested filled in. */
export function assessModal(alert: Alert): ModalView {
  const affected = optionsOf(AFFECTED);
  const known = affected.filter((one) => alert.affected.some((value) => value === one.value));
  return modal({
    id: MODAL.assess,
    title: 'Assess',
    submit: 'Assess',
    about: { alertId: alert.id, version: alert.version },
    blocks: [
      section(`*${quoted(alert.title)}*`),
      context(`${alert.suggested} is suggested: ${alert.suggestedBecause.join('; ')}.`),
      severityInput(alert.severity ?? alert.suggested),
      ...(alert.severity
        ? [
            textInput('reason', 'Why it goes down', {
              optional: true,
              hint: 'Needed only when the severity is lowered.',
            }),
          ]
        : []),
      causeInput(alert.cause),
      {
        type: 'input',
        block_id: 'affected',
        optional: true,
        label: { type: 'plain_text', text: 'Who is affected' },
        element: {
          type: 'checkboxes',
          action_id: 'value',
          options: affected,
          ...(known.length > 0 ? { initial_options: known } : {}),
        },
      },
      manyInput('networks', 'Networks', optionsOf(NETWORKS), alert.networks, { optional: true }),
      personInput('owner', 'Accountable owner', alert.accountableOwner, { optional: true }),
      textInput('note', 'Note', { initial: alert.note, multiline: true, optional: true, most: 1_000 }),
    ],
  });
}

export function lowerModal(alert: Alert, to: Severity): ModalView {
  return modal({
    id: MODAL.lower,
    title: `Lower to ${to}`,
    submit: 'Lower',
    about: { alertId: alert.id, version: alert.version, severity: to },
    blocks: [
      section(`It was assessed as *${alert.severity}*. Quiet downgrades hide misses, so a reason is kept.`),
      textInput('reason', `Why is it only ${to}?`, { multiline: true }),
    ],
  });
}

export function dismissModal(alert: { id: number; version: number }): ModalView {
  return modal({
    id: MODAL.dismiss,
    title: 'Dismiss',
    submit: 'Dismiss',
    about: { alertId: alert.id, version: alert.version },
    blocks: [
      selectInput('as', 'Why?', optionsOf(DISMISS_REASONS), null, { hint: 'Its clocks stop. You can undo this.' }),
    ],
  });
}

export function snoozeModal(alertId: number): ModalView {
  return modal({
    id: MODAL.snooze,
    title: 'Snooze',
    submit: 'Snooze',
    about: { alertId },
    blocks: [
      selectInput('length', 'For how long?', optionsOf(SNOOZES), '60', {
        hint: 'Early reminders are held back. The last warnings of the response clock still come.',
      }),
    ],
  });
}

/** What an alert can become part of. Slack shows at most 100 choices; the latest of each come first. */
const MOST_OF_EACH = 50;

/** Attach it to an open incident, or merge it into another open alert. */
export function attachModal(alertId: number, incidents: Incident[], alerts: Alert[]): ModalView {
  const options = [
    ...incidents
      .slice(0, MOST_OF_EACH)
      .map((incident) => option(`incident:${incident.id}`, `${incidentName(incident.id)} ${incident.title}`)),
    ...alerts
      .filter(({ id }) => id !== alertId)
      .slice(0, MOST_OF_EACH)
      .map((alert) => option(`alert:${alert.id}`, `Alert ${alert.id}: ${alert.title}`)),
  ];
  if (options.length === 0) {
    const text = 'There is no open incident and no other open alert. Escalate the alert to open an incident.';
    return modal({ id: MODAL.result, title: 'Attach or merge', about: {}, blocks: [section(text)] });
  }
  return modal({
    id: MODAL.attach,
    title: 'Attach or merge',
    submit: 'Bring together',
    about: { alertId },
    blocks: [
      selectInput('target', 'It belongs to', options, null, {
        hint: 'An incident takes its clock along. Two alerts become one story, which the machine never takes apart.',
      }),
    ],
  });
}

/** For an alert or an incident: `about` says which. */
export function replyModal(
  id: typeof MODAL.replyToAlert | typeof MODAL.reply,
  about: Record<string, number>,
  network: Alert['networks'][number] | null,
  me: PersonId,
  seenAt: string | null = null,
): ModalView {
  return modal({
    id,
    title: 'Log our reply',
    submit: 'Log reply',
    about,
    blocks: [
      section('The first answer a *human* gave in public. It stops the response clock.'),
      urlInput('url', 'Where can it be read?', { initial: seenAt }),
      networkInput(network),
      personInput('by', 'Who answered?', me),
    ],
  });
}

export function escalateModal(alert: Alert, severity: Severity, owners: PersonId[]): ModalView {
  const isPrivate = isPrivateCause(alert.cause);
  return modal({
    id: MODAL.escalate,
    title: 'Escalate',
    submit: 'Open the incident',
    about: { alertId: alert.id, version: alert.version },
    blocks: [
      section(
        isPrivate
          ? '🔒 A *private* channel is opened, because of the cause. Only the people below are invited.'
          : 'A channel is opened, the people below are invited, and the owners are paged.',
      ),
      textInput('title', 'Title', { initial: alert.title, most: 120 }),
      ...severityWithOwners(severity, owners),
    ],
  });
}

export const MENTIONS_A_PAGE = 8;

/** All mentions of an alert, a page at a time. `skip` is where this page starts. */
export function mentionsModal(alert: Alert, mentions: KnownMention[], skip: number): ModalView {
  const from = skip + 1;
  const to = skip + mentions.length;
  const turn = (label: string, at: number) =>
    button(`${ACTION.mentionsPage}_${at}`, label, { value: JSON.stringify({ alertId: alert.id, skip: at }) });
  const turns = [
    ...(skip > 0 ? [turn('Earlier', Math.max(0, skip - MENTIONS_A_PAGE))] : []),
    ...(to < alert.mentionCount ? [turn('Later', to)] : []),
  ];
  const canSplit = alert.status === 'open' && alert.mentionCount > 1;
  return modal({
    id: MODAL.mentions,
    title: 'Mentions',
    about: { alertId: alert.id },
    blocks: [
      context(`${from}–${to} of ${counted(alert.mentionCount, 'mention')} of the same story, oldest first`),
      ...mentions.flatMap((mention) => aMention(mention, canSplit)),
      ...(turns.length > 0 ? [{ type: 'actions' as const, elements: turns }] : []),
    ],
  });
}

function aMention(mention: KnownMention, canSplit: boolean): KnownBlock[] {
  const { name = '', handle = '' } = mention.author;
  const who = quoted(name, 80) || quoted(handle, 80) || 'Somebody';
  const where = link(mention.url, NETWORKS[mention.network]);
  const answers = mention.parent ? ` · ${whatItAnswers(mention.parent)}` : '';
  const value = JSON.stringify({ mentionId: mention.id });
  const sure = confirm(
    'Another story?',
    'It gets an alert and a card of its own, with its copies and answers.',
    'Split',
  );
  const look = { value, label: 'Not the same story: split it out', confirm: sure };
  const head = section(`*${who}* · ${where} · ${moment(mention.publishedAt ?? mention.receivedAt)}${answers}`);
  return [
    canSplit ? { ...head, accessory: button(`${ACTION.split}_${mention.id}`, 'Split out', look) } : head,
    mention.text ? quote(mention.text, 500) : section('_The source withholds the text._'),
    ...whatBecameOfIt(mention),
  ];
}

const ANSWERS: Record<Parent['kind'], string> = {
  reply: 'a reply',
  quote: 'quotes a post',
  comment: 'a comment',
  repost: 'passed on',
};

/** That it answers or passes on another post, with the way there. */
export function whatItAnswers({ kind, url }: Parent): string {
  return `↳ ${link(url, ANSWERS[kind])}`;
}

/** Edited and deleted since it was heard. What it said first is kept. */
export function whatBecameOfIt({ editedAt, editedText, deletedAt }: KnownMention): KnownBlock[] {
  return [
    ...(editedAt ? [context(`✏️ Edited, seen ${moment(editedAt)}. Now: ${quoted(editedText ?? '', 300)}`)] : []),
    ...(deletedAt ? [context(`🗑️ Deleted since ${moment(deletedAt)}. What it said is kept as evidence.`)] : []),
  ];
}

/** "Report as mention": a message somebody saw becomes a mention, like one from a listening tool. */
export function reportModal(found: { text: string; url: string | null; permalink: string }): ModalView {
  return modal({
    id: MODAL.report,
    title: 'Report as mention',
    submit: 'Report',
    about: { permalink: found.permalink },
    blocks: [
      textInput('text', 'What was said', { initial: found.text, multiline: true, most: 3_000 }),
      urlInput('url', 'Where it was said', { initial: found.url, optional: true }),
      networkInput('other'),
      textInput('author', 'Who said it', { optional: true, placeholder: 'Name or handle' }),
    ],
  });
}
