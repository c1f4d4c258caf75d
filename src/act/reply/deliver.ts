/** An answer of ours was seen in public: people say whether it was the response. */

import { shownOn } from '../../alert/card/rule.ts';
import { findAlert } from '../../alert/card/store.ts';
import { receiptOf } from '../../db/deliveries.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { postOnce, postReplyOnce } from '../../slack/post.ts';
import { findIncident } from '../incident/store.ts';
import { replySeen } from './view.ts';

/** In the incident's room where there is one, since its clock runs there; else under the alert's card. */
export async function deliverReplySeen(
  firebreak: Firebreak,
  delivery: Delivery<'reply_seen'>,
): Promise<Delivered | undefined> {
  const { alertId, reply } = delivery.owed;
  const alert = await findAlert(firebreak.db, alertId);
  const incident = alert?.incidentId ? await findIncident(firebreak.db, alert.incidentId) : null;
  if (!alert || alert.respondedAt || incident?.respondedAt) return POINTLESS;
  const view = replySeen(alert, reply);
  if (incident?.roomId) return { receipt: await postOnce(firebreak.api, delivery, incident.roomId, view) };
  const card = await receiptOf(firebreak.db, shownOn(alert));
  const thread = card?.ts ? { ts: card.ts, broadcast: true } : null;
  return { receipt: await postReplyOnce(firebreak.api, delivery, alertsChannel(firebreak), view, thread) };
}
