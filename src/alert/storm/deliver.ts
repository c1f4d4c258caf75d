/** The one card of a storm, and what is said under it. */
import { hasReached, stepOfAlert } from '../../clock/marks.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { section } from '../../slack/kit/text.ts';
import { postOrEdit, postReplyOnce } from '../../slack/post.ts';
import { threadOf } from '../../slack/thread.ts';
import { whomToTell } from '../card/owners.ts';
import { findStorm, storiesOfStorm, stormFigures, worstOfStorm } from './store.ts';
import { STORIES_ON_CARD, stormCard, stormReminder } from './view.ts';

export async function deliverStormCard(firebreak: Firebreak, delivery: Delivery<'storm_card'>): Promise<Delivered> {
  const { db, api, now } = firebreak;
  const { stormId } = delivery.owed;
  const storm = await findStorm(db, stormId);
  if (!storm) return POINTLESS;
  const [figures, top] = await Promise.all([
    stormFigures(db, stormId, now()),
    storiesOfStorm(db, stormId, STORIES_ON_CARD),
  ]);
  return postOrEdit(api, delivery, alertsChannel(firebreak), stormCard({ storm, figures, top, now: now() }));
}

/**
 * Once for all stories of the storm that have got there and are still waiting, about the worst of them. When none is any
 * more it is not said, and the next story that gets there asks for it again.
 */
export async function deliverStormReminder(
  firebreak: Firebreak,
  delivery: Delivery<'storm_reminder'>,
): Promise<Delivered | undefined> {
  const { db, api, now } = firebreak;
  const { stormId, clock, step } = delivery.owed;
  if (delivery.receipt) return POINTLESS;
  // What was taken out meanwhile is reminded of on its own card.
  const alert = await worstOfStorm(db, stormId, (one) => hasReached(one, { clock, step }, now()));
  const does = stepOfAlert({ clock, step });
  if (!alert || !does?.saysOfStorm) return POINTLESS;
  const card = { kind: 'storm_card', stormId } as const;
  const thread = await threadOf(firebreak, delivery, card, does.isLoud === true);
  const figures = await stormFigures(db, stormId, now());
  const tell = whomToTell(alert, db.house.policyOf(alert));
  const text = stormReminder({ figures }, alert, does.saysOfStorm, tell);
  const view = { text, blocks: [section(text)] };
  return { receipt: await postReplyOnce(api, delivery, alertsChannel(firebreak), view, thread) };
}
