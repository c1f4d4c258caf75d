import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { postOnce } from '../../slack/post.ts';
import { suggestionWeek } from './rule.ts';
import { judgementsIn } from './store.ts';
import { weekLine } from './view.ts';

/** How a week's suggestions did. Nothing is said about a week in which nobody judged anything. */
export async function deliverWeekLine(
  firebreak: Firebreak,
  delivery: Delivery<'week_line'>,
): Promise<Delivered | undefined> {
  const { from, to } = delivery.owed;
  const week = suggestionWeek(await judgementsIn(firebreak.db, new Date(from), new Date(to)));
  if (!week) return POINTLESS;
  return { receipt: await postOnce(firebreak.api, delivery, alertsChannel(firebreak), weekLine(week, new Date(to))) };
}
