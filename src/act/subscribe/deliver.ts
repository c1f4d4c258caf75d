import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { postOnce } from '../../slack/post.ts';
import { maySee } from '../incident/permissions.ts';
import { findIncident } from '../incident/store.ts';
import { whoIsTold } from './rule.ts';
import { subscriptionsFor } from './store.ts';
import { brief } from './view.ts';

/** One message per subscriber, each a delivery of its own. */
export async function deliverBrief({ db }: Firebreak, delivery: Delivery<'brief'>): Promise<Delivered> {
  const { incidentId, topic, once } = delivery.owed;
  const incident = await findIncident(db, incidentId);
  if (!incident) return POINTLESS;
  const told = whoIsTold(await subscriptionsFor(db, incidentId), incident);
  return {
    owes: told.map((one) => ({ kind: 'brief_dm', incidentId, topic, person: one, once: `${once}/${one}` })),
  };
}

export async function deliverBriefDm(
  firebreak: Firebreak,
  delivery: Delivery<'brief_dm'>,
): Promise<Delivered | undefined> {
  const { incidentId, topic, person: subscriber } = delivery.owed;
  const incident = await findIncident(firebreak.db, incidentId);
  if (!incident || !maySee(incident, subscriber)) return POINTLESS;
  const view = brief(incident, topic, firebreak.now());
  return { receipt: await postOnce(firebreak.api, delivery, subscriber, view) };
}
