import { maySee, unknownIncident } from '../act/permissions.ts';
import { findIncident } from '../db/incidents.ts';
import { subscribe, subscriptionsOf, unsubscribe } from '../db/subscriptions.ts';
import { incidentName, type PersonId } from '../words.ts';
import type { Firebreak } from './firebreak.ts';

/** Subscribe a person to an incident, or to every SEV1 and SEV2 when it is null. Answers with what to tell them. */
export async function follow({ db, now }: Firebreak, person: PersonId, incidentId: number | null): Promise<string> {
  if (incidentId !== null) {
    const incident = await findIncident(db, incidentId);
    if (!incident || !maySee(incident, person)) return unknownIncident(incidentName(incidentId));
  }
  const what = incidentId === null ? 'every SEV1 and SEV2' : incidentName(incidentId);
  const isNew = await subscribe(db, { person, incidentId }, now());
  return isNew
    ? `🔔 I will tell you about ${what} in a direct message: at the start, on a change of severity, the first public response, updates and the end. You need not join.`
    : `You are subscribed to ${what} already.`;
}

/** End it. Without an incident, everything the person subscribed to ends. */
export async function unfollow({ db }: Firebreak, person: PersonId, incidentId: number | null): Promise<string> {
  if (incidentId !== null) {
    const gone = await unsubscribe(db, { person, incidentId });
    return gone
      ? `🔕 I will not tell you about ${incidentName(incidentId)} any more.`
      : `You were not subscribed to ${incidentName(incidentId)}.`;
  }
  const all = await subscriptionsOf(db, person);
  for (const one of all) await unsubscribe(db, one);
  if (all.length === 0) return 'You were not subscribed to anything.';
  const names = all.map((one) => (one.incidentId === null ? 'every SEV1 and SEV2' : incidentName(one.incidentId)));
  return `🔕 I will not tell you any more about ${names.join(', ')}.`;
}
