import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, NotYet, POINTLESS } from '../../delivery/outcome.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { postOrEdit, recover } from '../../slack/post.ts';
import { after } from '../../words/time.ts';
import { findIncident } from '../incident/store.ts';
import { leadLine } from './view.ts';

/** Until there is a room. Milliseconds. */
const WAIT = 5_000;

export async function deliverNobodyLeads(
  { db, api, now }: Firebreak,
  delivery: Delivery<'nobody_leads'>,
): Promise<Delivered> {
  const incident = await findIncident(db, delivery.owed.incidentId);
  if (!incident) return POINTLESS;
  if (!incident.roomId) {
    if (incident.roles.lead) return POINTLESS;
    throw new NotYet(after(now(), WAIT), 'self');
  }
  const isSaid = delivery.receipt !== null;
  if (!isSaid && (incident.roles.lead || incident.status !== 'open')) {
    return (await recover(api, delivery, incident.roomId)) ?? POINTLESS;
  }
  return postOrEdit(api, delivery, incident.roomId, leadLine(incident, now()));
}
