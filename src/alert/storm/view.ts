/** Many stories at once, on one card. */

import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import { WORK_THROUGH } from '../../assess/work-through/words.ts';
import type { Step } from '../../clock/reminders.ts';
import { button } from '../../slack/kit/elements.ts';
import { modal } from '../../slack/kit/frame.ts';
import {
  context,
  counted,
  cut,
  link,
  type MessageView,
  moment,
  person,
  quoted,
  section,
  timeOf,
  visible,
} from '../../slack/kit/text.ts';
import type { Cut } from '../../words/cut.ts';
import type { PersonId } from '../../words/people.ts';
import { SEVERITIES } from '../../words/severity.ts';
import type { Alert } from '../card/words.ts';
import {
  ALL_STORIES,
  type PageOfStorm,
  STORM_FORM,
  type Storm,
  type StormFigures,
  TAKE_OUT,
  TURN_STORIES,
} from './words.ts';

/** The stories that the card stands for: those open and not taken out. */
export interface StormOnCard {
  storm: Storm;
  figures: StormFigures;
  /** The most severe, then the most told. */
  top: Alert[];
  /** Open SEV1 stories of its time, and the addresses of their cards that are known, by alert. */
  sev1: Cut<Alert>;
  links: Map<number, string>;
  now: Date;
}

export const STORIES_ON_CARD = 5;
export const SEV1_ON_CARD = 5;
/** Of a story that is linked to. */
const TITLE = 80;
/** A form holds a hundred blocks. */
export const STORIES_AT_ONCE = 40;

export function stormCard({ storm, figures, top, sev1, links, now }: StormOnCard): MessageView {
  const { stories, mentions, overdue } = figures;
  const head = storm.endedAt ? 'The storm has calmed' : 'A storm';
  const many = `${counted(stories, 'story', 'stories')}, ${counted(mentions, 'mention')}`;
  const elsewhere = storm.stories - stories;
  const others = elsewhere > 0 ? ` · ${elsewhere.toLocaleString('en-US')} taken out or over` : '';
  const alone = 'New stories stand here; a SEV1 has a card of its own.';
  const blocks: KnownBlock[] = [
    { type: 'divider' },
    ...besideIt(sev1, links),
    section(
      [
        `${storm.endedAt ? '🌤️' : '🌪️'} *${head}: ${many}*${others}`,
        storm.endedAt
          ? `It lasted from ${moment(storm.startedAt)} to ${moment(storm.lastAt)}.`
          : `Since ${moment(storm.startedAt)}. ${alone}`,
        `📈 *${counted(figures.lastHour, 'mention')} in the hour* to ${timeOf(now)}`,
      ].join('\n'),
    ),
    section(clockLines(figures).join('\n')),
    ...(top.length > 0 ? [section(top.map(storyLine).join('\n'))] : []),
    ...(stories > 0 ? [buttonsOf(storm, stories)] : []),
    ...(stories === 0 ? [context('Every story of it has been taken out or is over.')] : []),
  ];
  const late = overdue > 0 ? `, ${overdue} late` : '';
  return { text: `${storm.endedAt ? '🌤️' : '🌪️'} ${head}: ${many}${late}`, blocks };
}

/** What is worst has cards of its own, and is found from here. */
function besideIt({ first, total }: Cut<Alert>, links: Map<number, string>): SectionBlock[] {
  if (total === 0) return [];
  const named = first.map((alert) => `• ${link(links.get(alert.id) ?? null, `“${asTitle(alert.title)}”`)}`);
  const more = total - first.length;
  const others = more > 0 ? [`and ${more} more`] : [];
  return [section(['🔴 *SEV1, each on a card of its own:*', ...named, ...others].join('\n'))];
}

function asTitle(title: string): string {
  return cut(visible(title).replace(/\s+/g, ' '), TITLE);
}

/** What is left of the card where it stood before. */
export function leftCard(url: string | null): MessageView {
  const said = (where: string) => `↪️ The storm is shown ${where}.`;
  return { text: said('in a newer message below'), blocks: [context(said(link(url, 'in a newer message below')))] };
}

function clockLines({ stories, suggested, unclaimed, overdue, nextDueAt }: StormOnCard['figures']): string[] {
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const n = suggested[severity] ?? 0;
    return n > 0 ? [`${n} ${severity}`] : [];
  });
  return [
    ...(overdue > 0
      ? [`🔥 *${overdue} of them ${overdue === 1 ? 'is' : 'are'} late: no public response in time.*`]
      : []),
    ...(nextDueAt ? [`⏳ *Next first public response due ${moment(nextDueAt)}*`] : []),
    ...(stories > 0
      ? [`👤 ${unclaimed === 0 ? 'All of them are claimed.' : `*Nobody is on ${unclaimed} of them.*`}`]
      : []),
    bySeverity.length > 0 ? `Suggested: ${bySeverity.join(' · ')}` : 'Nothing is left to judge.',
  ];
}

function aStory(alert: Alert): SectionBlock {
  const value = JSON.stringify({ alertId: alert.id, stormId: alert.stormId });
  const label = 'Take this story out: give it a card of its own';
  return {
    ...section(storyLine(alert)),
    accessory: button(`${TAKE_OUT}_${alert.id}`, 'Take out', { value, label }),
  };
}

function storyLine(alert: Alert): string {
  const many = alert.mentionCount > 1 ? ` · ${counted(alert.mentionCount, 'mention')}` : '';
  const reach = alert.reach === null ? '' : ` · reach ${alert.reach.toLocaleString('en-US')}`;
  const claimed = alert.claimedBy ? ` · ${person(alert.claimedBy)} is on it` : '';
  return `*${alert.suggested}* · ${quoted(alert.title, 120)}\ndue ${moment(alert.responseDueAt)}${many}${reach}${claimed}`;
}

function buttonsOf({ id }: Storm, stories: number): KnownBlock {
  const value = JSON.stringify({ stormId: id, skip: 0 });
  return {
    type: 'actions',
    elements: [
      button(WORK_THROUGH, 'Work through…', { value, style: 'primary', label: 'Decide about several stories at once' }),
      button(ALL_STORIES, `Show all ${stories.toLocaleString('en-US')}`, { value }),
    ],
  };
}

/** All open stories of a storm, a page at a time. */
export function stormModal({ storm, stories, skip, total }: PageOfStorm): ModalView {
  const turn = (label: string, at: number) =>
    button(`${TURN_STORIES}_${at}`, label, { value: JSON.stringify({ stormId: storm.id, skip: at }) });
  const turns = [
    ...(skip > 0 ? [turn('Earlier', Math.max(0, skip - STORIES_AT_ONCE))] : []),
    ...(skip + stories.length < total ? [turn('Later', skip + stories.length)] : []),
  ];
  const where =
    stories.length > 0
      ? `${skip + 1}–${skip + stories.length} of ${total}, the most severe first`
      : 'No story of it is left.';
  return modal({
    id: STORM_FORM,
    title: 'Stories of the storm',
    about: { stormId: storm.id, skip },
    blocks: [
      context(`${where}. *Take out* gives a story a card of its own, to claim, assess or escalate.`),
      ...stories.map(aStory),
      ...(turns.length > 0 ? [{ type: 'actions' as const, elements: turns }] : []),
    ],
  });
}

/** One sentence for all stories of a storm: which clock, about the worst of those it is due about, and how many more. */
export function stormReminder(
  { figures }: Pick<StormOnCard, 'figures'>,
  alert: Alert,
  says: NonNullable<Step<Alert>['saysOfStorm']>,
  tell: PersonId[],
): string {
  const whom = tell.length > 0 ? `${tell.map(person).join(' ')} ` : '';
  const late = figures.overdue > 0 ? ` *${figures.overdue} late by now.*` : '';
  return whom + says({ title: `“${quoted(alert.title, 80)}”`, unclaimed: figures.unclaimed, late });
}
