/** What was snoozed by author, hashtag or query, for everybody to see and to stop. */

import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { postOrEdit } from '../../slack/post.ts';
import { findMute } from './store.ts';
import { muteCard } from './view.ts';

export async function deliverMuteCard(firebreak: Firebreak, delivery: Delivery<'mute_card'>): Promise<Delivered> {
  const shown = await findMute(firebreak.db, delivery.owed.muteId);
  if (!shown) return POINTLESS;
  return postOrEdit(firebreak.api, delivery, alertsChannel(firebreak), muteCard(shown));
}
