/** What was snoozed by author, hashtag or query, for everybody to see and to stop. */
import { findMute } from '../../db/mutes.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, GiveUp } from '../../delivery/outcome.ts';
import type { Firebreak } from '../firebreak.ts';
import { muteCard } from '../views/mute-views.ts';
import { alertsChannel } from './alerts-channel.ts';
import { postOrEdit } from './post.ts';

export async function deliverMuteCard(firebreak: Firebreak, delivery: Delivery<'mute_card'>): Promise<Delivered> {
  const shown = await findMute(firebreak.db, delivery.owed.muteId);
  if (!shown) throw new GiveUp('The snooze is gone.');
  return postOrEdit(firebreak.api, delivery, alertsChannel(firebreak), muteCard(shown));
}
