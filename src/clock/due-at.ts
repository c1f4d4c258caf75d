/** The earliest moment something is due about it; null when nothing is. Stored beside the state for the ticker. */
import type { Incident } from '../act/incident/words.ts';
import type { Alert } from '../alert/card/words.ts';
import { alertMarks, incidentMarks, nextMark } from './marks.ts';

export function alertDueAt(alert: Alert): Date | null {
  return nextMark(alertMarks(alert), alert.remindedUpTo);
}

export function incidentDueAt(incident: Incident): Date | null {
  return nextMark(incidentMarks(incident), incident.remindedUpTo);
}
