import { judgementsIn } from '../../db/corrections.ts';
import type { Delivery } from '../../delivery/claim.ts';
import type { Delivered } from '../../delivery/outcome.ts';
import { suggestionWeek } from '../../learn/suggestion-week.ts';
import type { Firebreak } from '../firebreak.ts';
import { weekLine } from '../views/week-line.ts';
import { alertsChannel } from './alerts-channel.ts';
import { postOnce } from './post.ts';

/** How a week's suggestions did. Nothing is said about a week in which nobody judged anything. */
export async function deliverWeekLine(
  firebreak: Firebreak,
  delivery: Delivery<'week_line'>,
): Promise<Delivered | undefined> {
  const { from, to } = delivery.owed;
  const week = suggestionWeek(await judgementsIn(firebreak.db, new Date(from), new Date(to)));
  if (!week) return undefined;
  return { receipt: await postOnce(firebreak.api, delivery, alertsChannel(firebreak), weekLine(week, new Date(to))) };
}
