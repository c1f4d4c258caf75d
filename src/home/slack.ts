/** App Home: what is open, and what a person subscribed to. */
import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { incidentsSeenBy } from '../act/incident/store.ts';
import { subscriptionsOf } from '../act/subscribe/store.ts';
import { openAlerts } from '../alert/card/store.ts';
import { mutesAtWork } from '../alert/mute/store.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import type { PersonId } from '../words/people.ts';
import { home, SHOWN_AT_HOME } from './view.ts';

declare module '../slack/firebreak.ts' {
  interface Firebreak {
    /** Draws somebody's App Home anew. */
    publishHome: (client: WebClient, me: PersonId) => Promise<void>;
  }
}

export function listenForHome(app: App, firebreak: Firebreak): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'home') await firebreak.publishHome(client, event.user);
  });
}

export async function publishHome(
  { db, now, brand }: Pick<Firebreak, 'db' | 'now' | 'brand'>,
  client: WebClient,
  me: PersonId,
): Promise<void> {
  const [incidents, alerts, mine, mutes] = await Promise.all([
    incidentsSeenBy(db, me, ['open'], SHOWN_AT_HOME),
    openAlerts(db, SHOWN_AT_HOME),
    subscriptionsOf(db, me),
    mutesAtWork(db),
  ]);
  const isSubscribed = mine.some((one) => one.incidentId === null);
  await client.views.publish({
    user_id: me,
    view: home({ brand, incidents, alerts, mutes, isSubscribed, now: now() }),
  });
}
