import type { PlainVerb } from '../../command/verb.ts';
import type { Sentences } from '../../learn/timeline/rule.ts';
import { latestEvents } from '../../learn/timeline/store.ts';
import { incidentsSeenBy } from '../incident/store.ts';
import { incidentList, incidentStatus } from './view.ts';

const EVENTS = 5;

const INCIDENTS = 20;

declare module '../../slack/firebreak.ts' {
  interface Firebreak {
    /** How each kind of event is told. */
    sentences: Sentences;
  }
}

export const status: PlainVerb = {
  usage: 'status',
  does: 'where this incident stands; outside a room, all open ones',
  on: 'anywhere',
  run: async ({ firebreak: { db, now, sentences }, by }, incident) => {
    if (incident) {
      // What people did; our own reminders would crowd it out.
      const latest = await latestEvents(db, incident.id, EVENTS, ['reminded']);
      return { say: incidentStatus(incident, latest, sentences, now()) };
    }
    const open = await incidentsSeenBy(db, by, ['open'], INCIDENTS);
    return { say: incidentList(open, now(), 'No incident is open. 🟢') };
  },
};

export const list: PlainVerb = {
  usage: 'list',
  does: 'all incidents, the open ones first, then the latest',
  on: 'anywhere',
  run: async ({ firebreak: { db, now }, by }) => {
    const latest = await incidentsSeenBy(db, by, ['open', 'resolved', 'closed'], INCIDENTS);
    return { say: incidentList(latest, now(), 'There has been no incident yet.') };
  },
};
