/** Sources: how they are, and how they are tested. */

import type { KnownBlock, ModalView } from '@slack/types';
import { button, option } from '../../slack/kit/elements.ts';
import { modal, RESULT_FORM } from '../../slack/kit/frame.ts';
import { context, counted, link, moment, person, quote, quoted, section } from '../../slack/kit/text.ts';
import { NETWORKS } from '../../words/judgement.ts';
import type { PersonId } from '../../words/people.ts';
import { health, type ShownRejection, type ShownSource, type Tried } from './view-shown.ts';
import {
  MORE_SOURCE,
  REJECTED_AGAIN,
  SOURCE_ADD,
  SOURCE_LIST,
  SOURCE_MENU,
  SOURCES_FORM,
  TURN_REJECTED,
  TURN_SOURCES,
} from './words.ts';

/** A modal holds 100 blocks; these leave room for three more each. */
export const SOURCES_AT_ONCE = 30;
export const REJECTED_AT_ONCE = 5;

const MOST_ADMINS = 10;

/** Who may change sources: these people, or the workspace's admins and owners when nobody is named. */
export function whoMay(admins: readonly PersonId[]): string {
  if (admins.length === 0) return 'the admins and owners of this workspace';
  const hidden = admins.length - MOST_ADMINS;
  const more = hidden > 0 ? ` and ${hidden} more` : '';
  return `${admins.slice(0, MOST_ADMINS).map(person).join(', ')}${more} (admins in firebreak.yml)`;
}

export interface SourceList {
  sources: ShownSource[];
  /** Where this page starts. */
  skip: number;
  mayChange: boolean;
  admins: readonly PersonId[];
  now: Date;
}

export function sourcesModal({ sources, skip, mayChange, admins, now }: SourceList): ModalView {
  const shown = sources.slice(skip, skip + SOURCES_AT_ONCE);
  const turn = (label: string, at: number) =>
    button(`${TURN_SOURCES}_${at}`, label, { value: JSON.stringify({ skip: at }) });
  const buttons = [
    ...(mayChange ? [button(SOURCE_ADD, 'Add source…', { value: 'add', style: 'primary' as const })] : []),
    button(SOURCE_LIST, 'Refresh', { value: JSON.stringify({ skip }) }),
    ...(skip > 0 ? [turn('Earlier', Math.max(0, skip - SOURCES_AT_ONCE))] : []),
    ...(skip + shown.length < sources.length ? [turn('Later', skip + SOURCES_AT_ONCE)] : []),
  ];
  const list = modal({
    id: SOURCES_FORM,
    title: 'Sources',
    about: { skip },
    blocks: [
      section(`*${counted(sources.length, 'source')}* ${sources.length === 1 ? 'is' : 'are'} listened to.`),
      ...shown.map((source) => row(source, mayChange, now)),
      { type: 'actions', elements: buttons },
      ...(mayChange ? [] : [context(`You may look. Sources are changed by ${whoMay(admins)}.`)]),
    ],
  });
  return { ...list, close: { type: 'plain_text', text: 'Close' } };
}

function row(source: ShownSource, mayChange: boolean, now: Date): KnownBlock {
  const text = section(health(source, now));
  if (!mayChange) return text;
  const options = menu(source).map((what) => option(JSON.stringify({ name: source.name, what }), MORE_SOURCE[what]));
  return {
    ...text,
    block_id: `source_${source.name}`,
    accessory: { type: 'overflow', action_id: SOURCE_MENU, options },
  };
}

/** Slack shows at most five. */
function menu({ isPaused, fromFile, canRotate }: ShownSource): (keyof typeof MORE_SOURCE)[] {
  return [
    'test',
    isPaused ? 'resume' : 'pause',
    ...(canRotate ? (['rotate'] as const) : []),
    'rejected',
    ...(fromFile ? [] : (['remove'] as const)),
  ];
}

export function testedModal(name: string, tried: Tried, isPushed: boolean, isStorm: boolean): ModalView {
  if ('why' in tried) {
    return closable('Test', [section(`❌ *${quoted(name)}* does not work yet.`), section(quoted(tried.why, 1_000))]);
  }
  const { mentions } = tried;
  const checked = isPushed
    ? 'A delivery of our own making, as the tool would send it, was accepted: its proof held, and it was read as below. ' +
      'That the tool itself reaches us is seen when its first mention comes.'
    : mentions.length > 0
      ? 'It was asked just now. These are its newest.'
      : 'It was asked just now, and has nothing new.';
  const storm = isStorm ? " There is a storm: what it tells now will stand on the storm's card, but for SEV1." : '';
  return closable('Test', [
    section(`✅ *${quoted(name)}* works.`),
    context(`${checked} Nothing was stored, and no alert was opened.${storm}`),
    ...mentions.flatMap((mention): KnownBlock[] => {
      const who = quoted(mention.author.name ?? mention.author.handle ?? '', 80) || 'Somebody';
      const where = link(mention.url, NETWORKS[mention.network]);
      return [
        section(`*${who}* · ${where} · ${moment(mention.publishedAt ?? mention.receivedAt)}`),
        mention.text ? quote(mention.text, 500) : section('_The source withholds the text._'),
      ];
    }),
  ]);
}

/** What could not be used, a page at a time. `more`: there is another page. */
export function rejectedModal(name: string, items: ShownRejection[], skip: number, more: boolean): ModalView {
  const turn = (label: string, at: number) =>
    button(`${TURN_REJECTED}_${at}`, label, { value: JSON.stringify({ name, skip: at }) });
  const turns = [
    ...(skip > 0 ? [turn('Newer', Math.max(0, skip - REJECTED_AT_ONCE))] : []),
    ...(more ? [turn('Older', skip + REJECTED_AT_ONCE)] : []),
  ];
  if (items.length === 0) return closable('Rejected', [section(`Nothing of *${quoted(name)}* waits here.`)]);
  return closable('Rejected', [
    context(`What *${quoted(name)}* sent and could not be used, the latest first. It is kept for a week.`),
    ...items.flatMap(({ id, at, why, item }): KnownBlock[] => [
      section(`${moment(at)}\n*${quoted(why, 500)}*`),
      item === null ? section('_It was too large to keep._') : quote(item, 600),
      ...(item === null
        ? []
        : [
            {
              type: 'actions' as const,
              block_id: `rejected_${id}`,
              elements: [button(REJECTED_AGAIN, 'Try again', { value: JSON.stringify({ name, rejection: id, skip }) })],
            },
          ]),
    ]),
    ...(turns.length > 0 ? [{ type: 'actions' as const, elements: turns }] : []),
  ]);
}

function closable(title: string, blocks: KnownBlock[]): ModalView {
  return { ...modal({ id: RESULT_FORM, title, blocks, about: {} }), close: { type: 'plain_text', text: 'Close' } };
}
