/** Several stories of a storm, decided about in one form. */
import type { InputBlock, ModalView, MrkdwnOption } from '@slack/types';
import type { Alert } from '../../alert/card/words.ts';
import type { PageOfStorm } from '../../alert/storm/words.ts';
import { button, optionsOf, richOption } from '../../slack/kit/elements.ts';
import { boxesInput, modal, radioInput, selectInput, textInput } from '../../slack/kit/frame.ts';
import { context, counted, quoted, timeOf, visible } from '../../slack/kit/text.ts';
import { DISMISS_REASONS } from '../../words/judgement.ts';
import { TURN_WORK, WORK_FORM, WORKS, type Work, type Worked } from './words.ts';

/** Four lists of boxes; Slack takes ten boxes each. */
export const TICKED_AT_ONCE = 40;
const BOXES = 10;
/** The blocks of these lists begin so. */
export const STORIES = 'stories_';
const OPTION_LENGTH = 75;
/** That were left alone, by name; the others are counted. */
const NAMED = 5;

export interface WorkPage extends PageOfStorm {
  now: Date;
}

/** At least one story is there. */
export function workModal({ storm, stories, skip, total, now }: WorkPage): ModalView {
  const turn = (label: string, at: number) =>
    button(`${TURN_WORK}_${at}`, label, { value: JSON.stringify({ stormId: storm.id, skip: at }) });
  const turns = [
    ...(skip > 0 ? [turn('Earlier', Math.max(0, skip - TICKED_AT_ONCE))] : []),
    ...(skip + stories.length < total ? [turn('Later', skip + stories.length)] : []),
  ];
  const ticks = turns.length > 0 ? ' What is ticked on this page is sent, nothing of the others.' : '';
  return modal({
    id: WORK_FORM,
    title: 'Work through',
    submit: 'Do it',
    about: { stormId: storm.id, skip },
    blocks: [
      context(`${skip + 1}–${skip + stories.length} of ${total}, the most severe first.${ticks}`),
      ...boxes(stories, skip, now),
      ...(turns.length > 0 ? [{ type: 'actions' as const, elements: turns }] : []),
      radioInput('what', 'What happens to those you ticked?', optionsOf(WORKS)),
      selectInput('as', 'Why, if you dismiss them?', optionsOf(DISMISS_REASONS), null, {
        optional: true,
        hint: 'One reason for all of them. Their clocks stop. You can undo this.',
      }),
      textInput('note', 'Note, if you dismiss them', { optional: true, most: 1_000 }),
    ],
  });
}

/** Named after their first story, so that nothing stays ticked when other stories have taken its place. */
function boxes(stories: Alert[], skip: number, now: Date): InputBlock[] {
  const starts = Array.from({ length: Math.ceil(stories.length / BOXES) }, (_, list) => list * BOXES);
  return starts.map((start) => {
    const some = stories.slice(start, start + BOXES);
    const label = `${skip + start + 1}–${skip + start + some.length}`;
    const options = some.map((alert) => box(alert, now));
    return boxesInput(`${STORIES}${skip + start}_${some[0]?.id}`, label, options, [], { optional: true });
  });
}

function box(alert: Alert, now: Date): MrkdwnOption {
  const { severity, suggested, respondedAt, responseDueAt, mentionCount, claimedBy } = alert;
  const due = `${responseDueAt < now ? 'was due' : 'due'} ${timeOf(responseDueAt)}`;
  const facts = [
    `*${severity ?? suggested}*`,
    respondedAt ? 'answered' : due,
    `${compact.format(mentionCount)} ${mentionCount === 1 ? 'mention' : 'mentions'}`,
    ...(claimedBy ? ['taken'] : []),
  ];
  const said = visible(alert.title).replace(/\s+/g, ' ').trim() || 'A post without text';
  return richOption(String(alert.id), fitting(facts), said);
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** As many facts as an option holds, the first ones. */
function fitting(facts: string[]): string {
  const upTo = (n: number) => facts.slice(0, n).join(' · ');
  return upTo(facts.findLastIndex((_, i) => upTo(i + 1).length <= OPTION_LENGTH) + 1);
}

/** One sentence: how many were done, which were not and why. */
export function whatWasDone(work: Work, { done, into, left }: Worked): string {
  const not = left.length === 0 ? '' : `: ${namesOf(left)}`;
  const others = counted(left.length, 'other');
  const n = done.length;
  switch (work.what) {
    case 'claim':
      if (n === 0) return `You are on none of them${not}.`;
      return `You are on ${counted(n, 'story', 'stories')} now${not && `, and not on ${others}`}${not}.`;
    case 'dismiss': {
      const as = DISMISS_REASONS[work.as].toLowerCase();
      if (n === 0) return `None of them was dismissed${not}.`;
      const are = n === 1 ? 'is' : 'are';
      return `${counted(n, 'story', 'stories')} ${are} dismissed: ${as}${not && `; ${others} ${left.length === 1 ? 'is' : 'are'} not`}${not}.`;
    }
    case 'merge': {
      if (n === 0 || into === null) return `They were not brought together${not}.`;
      const one = `${n + 1} stories are one now, “${quoted(into.title, 60)}”`;
      return `${one}${not && `, without ${others}`}${not}.`;
    }
  }
}

function namesOf(left: Worked['left']): string {
  const named = left.slice(0, NAMED).map(({ title, why }) => {
    // What to do instead is said where it can be done.
    const [because = why] = why.split('. ');
    return `${title === null ? 'one' : `“${quoted(title, 60)}”`} (${because.replace(/\.$/, '')})`;
  });
  const more = left.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
