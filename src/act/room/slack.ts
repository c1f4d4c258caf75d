/** Who comes into a room by another way than ours may see its incident, too. */
import type { App } from '@slack/bolt';
import type { Firebreak } from '../../slack/firebreak.ts';
import { changeIncident, incidentOfRoom } from '../incident/store.ts';
import { joinRoom } from './rule.ts';

export function listenForJoining(app: App, { db, now, botUserId }: Firebreak): void {
  app.event('member_joined_channel', async ({ event }) => {
    if (event.user === botUserId()) return;
    const incident = await incidentOfRoom(db, event.channel);
    // Most joins are our own invitations, and need no change.
    if (!incident || incident.people.includes(event.user)) return;
    await changeIncident(db, incident.id, now(), (current) => joinRoom(current, event.user));
  });
}
