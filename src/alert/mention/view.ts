import type { KnownBlock, ModalView } from '@slack/types';
import { SPLIT } from '../../assess/merge/words.ts';
import { button, confirm } from '../../slack/kit/elements.ts';
import { modal } from '../../slack/kit/frame.ts';
import { context, counted, link, moment, quote, quoted, section, timeOf } from '../../slack/kit/text.ts';
import { NETWORKS } from '../../words/judgement.ts';
import type { Alert } from '../card/words.ts';
import { type HowItSpreads, spreadBlocks } from '../spread/view.ts';
import type { KnownMention, Parent } from './words.ts';
import { MENTIONS_FORM, TURN_MENTIONS } from './words.ts';

export const MENTIONS_AT_ONCE = 8;

/** All mentions of an alert, a page at a time. `skip` is where this page starts; how they spread stands on the first. */
export function mentionsModal(
  alert: Alert,
  mentions: KnownMention[],
  skip: number,
  spread: HowItSpreads | null = null,
): ModalView {
  const from = skip + 1;
  const to = skip + mentions.length;
  // A page is found beside a mention that is seen; counted off from the first, a late one would take long.
  const turn = (label: string, at: number, one: KnownMention | undefined, way: 'later' | 'earlier') =>
    button(`${TURN_MENTIONS}_${at}`, label, {
      value: JSON.stringify({ alertId: alert.id, skip: at, beside: one && { id: one.id, at: one.receivedAt, way } }),
    });
  const turns = [
    ...(skip > 0 ? [turn('Earlier', Math.max(0, skip - MENTIONS_AT_ONCE), mentions[0], 'earlier')] : []),
    ...(to < alert.mentionCount ? [turn('Later', to, mentions.at(-1), 'later')] : []),
  ];
  const canSplit = alert.status === 'open' && alert.mentionCount > 1;
  return modal({
    id: MENTIONS_FORM,
    title: 'Mentions',
    about: { alertId: alert.id },
    blocks: [
      ...(spread ? spreadBlocks(alert, spread) : []),
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
    canSplit ? { ...head, accessory: button(`${SPLIT}_${mention.id}`, 'Split out', look) } : head,
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
export function whatBecameOfIt({ editedAt, editedText, deletedAt }: KnownMention, most = 300): KnownBlock[] {
  return [
    ...(editedAt ? [context(`✏️ Edited, seen ${timeOf(editedAt)}. Now: ${quoted(editedText ?? '', most)}`)] : []),
    ...(deletedAt ? [context(`🗑️ Deleted since ${moment(deletedAt)}; kept as evidence.`)] : []),
  ];
}
