/** App Home, and what happens around the app: it is mentioned, people join its rooms. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { maySee } from '../act/permissions.ts';
import { joinRoom } from '../act/room.ts';
import { openAlerts } from '../db/alerts.ts';
import { changeIncident, incidentOfRoom, unclosedIncidents } from '../db/incidents.ts';
import { mutesAtWork } from '../db/mutes.ts';
import { hearOnce } from '../db/record.ts';
import { subscriptionsOf } from '../db/subscriptions.ts';
import type { PersonId } from '../words.ts';
import type { Firebreak } from './firebreak.ts';
import { follow, unfollow } from './follow.ts';
import { personOf } from './request.ts';
import { helpText } from './verbs/registry.ts';
import { ACTION } from './views/actions.ts';
import { home } from './views/home.ts';

export function listenForHome(app: App, firebreak: Firebreak): void {
  const { db, now } = firebreak;

  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'home') await publish(client, event.user);
  });

  app.event('member_joined_channel', async ({ event }) => {
    if (event.user === firebreak.botUserId) return;
    const incident = await incidentOfRoom(db, event.channel);
    // Most joins are our own invitations, and need no change.
    if (!incident || incident.people.includes(event.user)) return;
    await changeIncident(db, incident.id, now(), (current) => joinRoom(current, event.user));
  });

  app.event('app_mention', async ({ event, body, client }) => {
    if (!(await hearOnce(db, `event:${body.event_id}`, now()))) return;
    const { text, blocks } = helpText();
    const thread = event.thread_ts ?? event.ts;
    await client.chat.postMessage({ channel: event.channel, thread_ts: thread, text, blocks });
  });

  app.action<BlockAction<ButtonAction>>(ACTION.subscribeAll, async ({ ack, body, client }) => {
    await ack();
    await follow(firebreak, personOf(body), null);
    await publish(client, personOf(body));
  });

  app.action<BlockAction<ButtonAction>>(ACTION.unsubscribeAll, async ({ ack, body, client }) => {
    await ack();
    await unfollow(firebreak, personOf(body), null);
    await publish(client, personOf(body));
  });

  const publish = (client: WebClient, me: PersonId) => publishHome(firebreak, client, me);
}

/** Draw somebody's App Home anew. */
export async function publishHome({ db, now, brand }: Firebreak, client: WebClient, me: PersonId): Promise<void> {
  const [incidents, alerts, mine, mutes] = await Promise.all([
    unclosedIncidents(db, 100),
    openAlerts(db, 100),
    subscriptionsOf(db, me),
    mutesAtWork(db),
  ]);
  const view = home({
    brand,
    incidents: incidents.filter((one) => one.status === 'open' && maySee(one, me)),
    alerts,
    mutes,
    isSubscribed: mine.some((one) => one.incidentId === null),
    now: now(),
  });
  await client.views.publish({ user_id: me, view });
}
