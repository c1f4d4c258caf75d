import { alertsOfIncident } from '../../alert/card/store.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { postOrEdit } from '../../slack/post.ts';
import { findIncident } from '../incident/store.ts';
import { headline } from './view.ts';

export async function deliverHeadline(
  firebreak: Firebreak,
  delivery: Delivery<'headline'>,
): Promise<Delivered | undefined> {
  const incident = await findIncident(firebreak.db, delivery.owed.incidentId);
  if (!incident?.roomId || incident.isPrivate) return POINTLESS;
  const view = headline(incident, firebreak.now());
  const delivered = await postOrEdit(firebreak.api, delivery, alertsChannel(firebreak), view);
  // What the headline shows, the cards of attached stories show too; the incident's own is owed by its rules.
  const attached = (await alertsOfIncident(firebreak.db, incident.id)).filter(({ id }) => id !== incident.alertId);
  const cards = attached.map(({ id }) => ({ kind: 'alert_card' as const, alertId: id }));
  return { ...delivered, owes: [...(delivered.owes ?? []), ...cards] };
}
