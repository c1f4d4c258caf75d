/** The one card of a storm, and what is said under it. */
import { findAlert } from '../../db/alerts.ts';
import { receiptOf } from '../../db/deliveries.ts';
import { findStorm, storiesOfStorm, stormFigures } from '../../db/storms.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, GiveUp, NotYet } from '../../delivery/outcome.ts';
import { after } from '../../words.ts';
import type { Firebreak } from '../firebreak.ts';
import { STORIES_ON_CARD, stormCard, stormReminder } from '../views/storm-card.ts';
import { section } from '../views/text.ts';
import { alertsChannel, isOverBy, LOUD, whomToTell } from './alerts-channel.ts';
import { postOrEdit, postReplyOnce } from './post.ts';

/** A reminder whose card cannot be shown stands alone. Milliseconds. */
const WAIT_FOR_CARD = 60_000;

export async function deliverStormCard(firebreak: Firebreak, delivery: Delivery<'storm_card'>): Promise<Delivered> {
  const { db, api, now } = firebreak;
  const { stormId } = delivery.owed;
  const storm = await findStorm(db, stormId);
  if (!storm) throw new GiveUp('The storm is gone.');
  const [figures, top] = await Promise.all([
    stormFigures(db, stormId, now()),
    storiesOfStorm(db, stormId, STORIES_ON_CARD),
  ]);
  return postOrEdit(api, delivery, alertsChannel(firebreak), stormCard({ storm, figures, top, now: now() }));
}

/** Once for all stories of the storm, about the one that gets there first. */
export async function deliverStormReminder(
  firebreak: Firebreak,
  delivery: Delivery<'storm_reminder'>,
): Promise<Delivered | undefined> {
  const { db, api, now } = firebreak;
  const { stormId, alertId, clock, step } = delivery.owed;
  const alert = await findAlert(db, alertId);
  // Taken out meanwhile: its own card reminds.
  if (!alert || alert.stormId !== stormId || isOverBy(alert, { clock })) return undefined;
  const card = await receiptOf(db, { kind: 'storm_card', stormId });
  const waited = now().getTime() - delivery.createdAt.getTime();
  if (!card?.ts && waited < WAIT_FOR_CARD) throw new NotYet(after(now(), 2_000), 'self');
  const figures = await stormFigures(db, stormId, now());
  const text = stormReminder({ figures }, alert, { clock, step }, whomToTell(firebreak, alert));
  const thread = card?.ts ? { ts: card.ts, broadcast: LOUD.test(step) } : null;
  const view = { text, blocks: [section(text)] };
  return { receipt: await postReplyOnce(api, delivery, alertsChannel(firebreak), view, thread) };
}
