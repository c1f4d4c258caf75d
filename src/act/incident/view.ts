import { duration, moment } from '../../slack/kit/text.ts';
import type { Incident } from './words.ts';

/** What the state of an incident is called. Answered in public is not resolved. */
export function statusWord(incident: Incident): string {
  if (incident.status !== 'open') return incident.status === 'resolved' ? '🟢 Resolved' : '⚫ Closed';
  return incident.respondedAt ? '🟠 Responded, not resolved' : '🔴 Open, not answered in public';
}

/** The resolution clock: reported, without a deadline. */
export function resolutionLine(incident: Incident): string {
  if (incident.resolvedAt) {
    return `🟢 *Resolved* after ${duration(incident.resolvedAt.getTime() - incident.openedAt.getTime())}`;
  }
  return `🕰️ *Not resolved*, open since ${moment(incident.openedAt)}`;
}
