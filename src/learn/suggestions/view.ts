/** Once a week: how the suggested severities did, and which queries only made noise. */

import { counted, type MessageView, moment, quoted, section } from '../../slack/kit/text.ts';
import { DISMISS_REASONS } from '../../words/judgement.ts';
import type { Noise, SuggestionWeek } from './rule.ts';

/** Somebody who has more to tidy than this sees the next ones next week. */
const MOST_QUERIES = 5;

/** @param to the end of the week */
export function weekLine(week: SuggestionWeek, to: Date): MessageView {
  const noisy = week.noisy.slice(0, MOST_QUERIES).map(noiseLine);
  const hidden = week.noisy.length - noisy.length;
  const more = hidden > 0 ? [`And ${counted(hidden, 'more query', 'more queries')} like these.`] : [];
  const text = [figures(week, to), ...noisy, ...more].join('\n');
  return { text, blocks: [section(text)] };
}

function figures({ right, raised, lowered, dismissed }: SuggestionWeek, to: Date): string {
  const assessed = right + raised + lowered;
  const stories = counted(assessed + dismissed, 'story', 'stories');
  const changed = [...(raised > 0 ? [`${raised} raised`] : []), ...(lowered > 0 ? [`${lowered} lowered`] : [])];
  const changes = changed.length > 0 ? ` (${changed.join(', ')})` : '';
  return [
    `📐 *${stories} judged by people* in the week to ${moment(to)}.`,
    ...(assessed > 0 ? [`The suggested severity was kept for ${right} of ${assessed}${changes}.`] : []),
    ...(dismissed > 0 ? [`${dismissed} ${dismissed === 1 ? 'was' : 'were'} dismissed.`] : []),
  ].join(' ');
}

function noiseLine({ source, query, stories, dismissed, mostlyAs }: Noise): string {
  const from = quoted(source, 80);
  const what = query === null ? `What ${from} sends without naming a query` : `The query “${quoted(query)}” of ${from}`;
  const reason = DISMISS_REASONS[mostlyAs].toLowerCase();
  return `🔇 ${what} brings mostly noise: ${dismissed} of ${stories} stories were dismissed, most often as ${reason}. Narrow it in the listening tool.`;
}
