import { maySee } from '../../act/permissions.ts';
import { latestIncidents, unclosedIncidents } from '../../db/incidents.ts';
import { latestEvents } from '../../db/timeline.ts';
import { incidentList, incidentStatus } from '../views/status.ts';
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
