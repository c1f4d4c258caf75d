import { incidentName } from '../../words/incident-name.ts';
import type { Incident } from './words.ts';

/** Why nothing more can change in this incident, or null while it can. A resolved one still takes notes and replies. */
export function whyClosed(incident: Incident): string | null {
  if (incident.status !== 'closed') return null;
  return `${incidentName(incident.id)} is closed. Reopen it first: \`/incident reopen\` with a reason.`;
}
