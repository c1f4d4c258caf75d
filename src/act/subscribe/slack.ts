/** Being told without joining. */
import type { App } from '@slack/bolt';
import { onIncidentChoice, type Press } from '../../command/press.ts';
import type { PlainVerb } from '../../command/verb.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { tellPrivately } from '../../slack/kit/answer.ts';
import { incidentButton, personOf } from '../../slack/kit/request.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { PersonId } from '../../words/people.ts';
import { maySee, unknownIncident } from '../incident/permissions.ts';
import { findIncident } from '../incident/store.ts';
import { subscribe, subscriptionsOf, unsubscribe } from './store.ts';
import { SUBSCRIBE, SUBSCRIBE_ALL, UNSUBSCRIBE_ALL } from './words.ts';

export function listenForSubscriptions(app: App, firebreak: Firebreak): void {
  app.action<Press>(SUBSCRIBE, async ({ ack, action, body, respond }) => {
    await ack();
    const { incidentId } = incidentButton.parse(action.value);
    await tellPrivately(respond, await follow(firebreak, personOf(body), incidentId));
  });
  onIncidentChoice(app, 'subscribe', async ({ incidentId, body, respond }) => {
    await tellPrivately(respond, await follow(firebreak, personOf(body), incidentId));
  });

  app.action<Press>(SUBSCRIBE_ALL, async ({ ack, body, client }) => {
    await ack();
    await follow(firebreak, personOf(body), null);
    await firebreak.publishHome(client, personOf(body));
  });
  app.action<Press>(UNSUBSCRIBE_ALL, async ({ ack, body, client }) => {
    await ack();
    await unfollow(firebreak, personOf(body), null);
    await firebreak.publishHome(client, personOf(body));
  });
}

export const subscribeVerb: PlainVerb = {
  usage: 'subscribe',
  does: 'be told without joining: this incident; outside a room, every SEV1 and SEV2',
  on: 'anywhere',
  run: async ({ firebreak, by }, incident) => ({ say: await follow(firebreak, by, incident?.id ?? null) }),
};

export const unsubscribeVerb: PlainVerb = {
  usage: 'unsubscribe',
  does: 'stop being told: this incident; outside a room, everything',
  on: 'anywhere',
  run: async ({ firebreak, by }, incident) => ({ say: await unfollow(firebreak, by, incident?.id ?? null) }),
};

/** Subscribe a person to an incident, or to every SEV1 and SEV2 when it is null. Answers with what to tell them. */
async function follow({ db, now }: Firebreak, person: PersonId, incidentId: number | null): Promise<string> {
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
async function unfollow({ db }: Firebreak, person: PersonId, incidentId: number | null): Promise<string> {
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
