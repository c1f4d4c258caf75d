import type { Owed } from '../../words/decision.ts';
import type { Incident } from './words.ts';

/** What shows an incident's state and is drawn anew when it changes. */
export function redraw(incident: Incident): Owed[] {
  return [{ kind: 'board', incidentId: incident.id }, ...redrawOutside(incident)];
}

/** The part of it that is seen outside the room. A private incident has no headline. */
export function redrawOutside(incident: Incident): Owed[] {
  return [
    ...(incident.isPrivate ? [] : [{ kind: 'headline' as const, incidentId: incident.id }]),
    ...(incident.alertId === null ? [] : [{ kind: 'alert_card' as const, alertId: incident.alertId }]),
  ];
}
