import type { Incident, Owed } from '../words.ts';

/** What shows an incident's state and is drawn anew when it changes. */
export function redraw(incident: Incident): Owed[] {
  return [
    { kind: 'board', incidentId: incident.id },
    { kind: 'headline', incidentId: incident.id },
    ...(incident.alertId === null ? [] : [{ kind: 'alert_card' as const, alertId: incident.alertId }]),
  ];
}
