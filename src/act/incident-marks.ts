import { repeatingMarks, responseMarks } from '../alert/marks.ts';
import { type Incident, type Mark, minutes } from '../words.ts';

/** Nobody leads the incident: every 2 minutes, five times. */
const NO_LEAD = { every: minutes(2), times: 5 };
/** An update is due: said at its time, then every 15 minutes, three times in all. */
const NO_UPDATE = { every: minutes(15), times: 3 };
/** The tech team is asked, and asked again. */
const NO_HEARTBEAT = { every: minutes(10), times: 3 };

/** Every reminder of an incident, past and to come. Only an open one has any. */
export function incidentMarks(incident: Incident): Mark[] {
  if (incident.status !== 'open') return [];
  const leadDueAt = new Date(incident.openedAt.getTime() + NO_LEAD.every);
  return [
    ...responseMarks(incident),
    ...(incident.roles.lead ? [] : repeatingMarks('lead', leadDueAt, NO_LEAD.every, NO_LEAD.times)),
    ...repeatingMarks('update', incident.nextUpdateDueAt, NO_UPDATE.every, NO_UPDATE.times),
    ...repeatingMarks('heartbeat', incident.heartbeatDueAt, NO_HEARTBEAT.every, NO_HEARTBEAT.times),
  ];
}
