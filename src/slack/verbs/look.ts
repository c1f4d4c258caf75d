import { maySee } from '../../act/permissions.ts';
import { latestIncidents, unclosedIncidents } from '../../db/incidents.ts';
import { mutesAtWork } from '../../db/mutes.ts';
import { latestEvents } from '../../db/timeline.ts';
import { muteList, nameOf } from '../views/mute-views.ts';
import { incidentList, incidentStatus } from '../views/status.ts';
import { section } from '../views/text.ts';
import type { PlainVerb } from './verb.ts';

const SHOWN = 5;

export const status: PlainVerb = {
  usage: 'status',
  does: 'where this incident stands; outside a room, all open ones',
  on: 'anywhere',
  run: async ({ firebreak: { db, now }, by }, incident) => {
    if (incident) {
      // What people did; our own reminders would crowd it out.
      const latest = (await latestEvents(db, incident.id, 50)).filter((event) => event.type !== 'reminded');
      return { say: incidentStatus(incident, latest.slice(0, SHOWN), now()) };
    }
    const open = (await unclosedIncidents(db, 200)).filter((one) => one.status === 'open' && maySee(one, by));
    return { say: incidentList(open, now(), 'No incident is open. 🟢') };
  },
};

export const list: PlainVerb = {
  usage: 'list',
  does: 'the latest incidents, open and over',
  on: 'anywhere',
  run: async ({ firebreak: { db, now }, by }) => {
    const latest = (await latestIncidents(db, 200)).filter((one) => maySee(one, by));
    return { say: incidentList(latest, now(), 'There has been no incident yet.') };
  },
};

export const snoozes: PlainVerb = {
  usage: 'snoozes',
  does: 'what is snoozed by author, hashtag or query, and how to stop it',
  on: 'anywhere',
  run: async ({ firebreak: { db } }) => {
    const shown = await mutesAtWork(db);
    const text =
      shown.length > 0 ? `Snoozed: ${shown.map(({ mute }) => nameOf(mute)).join(', ')}` : 'Nothing is snoozed.';
    return { say: { text, blocks: shown.length > 0 ? muteList(shown) : [section(text)] } };
  },
};
