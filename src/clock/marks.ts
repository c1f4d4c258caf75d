/** When reminders are due: read from the table, purely. */
import type { Incident } from '../act/incident/words.ts';
import type { Alert } from '../alert/card/words.ts';
import type { Mark, Reminder } from '../words/reminder.ts';
import { isAtLeast } from '../words/severity.ts';
import { after, minutes } from '../words/time.ts';
import { ALERT_REMINDERS, INCIDENT_REMINDERS, type Row, type Running, type Step, SUGGESTION } from './reminders.ts';

/** A moment with the step it belongs to. */
export interface StepMark<Of> extends Mark {
  does: Step<Of>;
}

/** Every reminder of an alert, past and to come. One that is closed, or that a mute keeps quiet, has none. */
export function alertMarks(alert: Alert): StepMark<Alert>[] {
  if (alert.status !== 'open' || alert.mutedBy !== null) return [];
  const mayPage = isAtLeast(alert.severity ?? alert.suggested, 'SEV2');
  const marks = marksOf(ALERT_REMINDERS, alert).filter(({ does }) => mayPage || !does.pages);
  const until = alert.snoozedUntil;
  // The last warnings of the response clock always come through.
  return until ? marks.filter(({ at, does }) => at >= until || !does.isEarly) : marks;
}

/** Every reminder of an incident, past and to come. Only an open one has any. */
export function incidentMarks(incident: Incident): StepMark<Incident>[] {
  return incident.status === 'open' ? marksOf(INCIDENT_REMINDERS, incident) : [];
}

export function marksOf<Of>(rows: readonly Row<Of>[], of: Of): StepMark<Of>[] {
  return rows.flatMap((row) => row.running(of).flatMap((one) => row.steps.flatMap((does) => markOf(row, one, does))));
}

function markOf<Of>({ clock }: Row<Of>, running: Running, does: Step<Of>): StepMark<Of>[] {
  const at = momentOf(running, does);
  if (at === null || (running.readAt && at <= running.readAt)) return [];
  return [{ clock, step: does.step, of: running.of ?? '', at, dueAt: running.dueAt, does }];
}

function momentOf({ since, dueAt }: Running, { share, after: late }: Step<never>): Date | null {
  if (late !== undefined) return after(dueAt, late);
  if (share === undefined) return null;
  const start = since ?? dueAt;
  return after(start, (dueAt.getTime() - start.getTime()) * share);
}

/** Has this clock of the alert come to this step, and is it still running? */
export function hasReached(alert: Alert, { clock, step }: Pick<Mark, 'clock' | 'step'>, now: Date): boolean {
  return alertMarks(alert).some((mark) => mark.clock === clock && mark.step === step && mark.at <= now);
}

/**
 * The reminders to give now: of each clock that runs only the latest mark in (`since`, `now`], so that downtime is
 * followed by one message and not by all that were missed.
 */
export function passedMarks<M extends Mark>(marks: M[], since: Date, now: Date): M[] {
  const latest = new Map<string, M>();
  for (const mark of marks) {
    if (mark.at <= since || mark.at > now) continue;
    const which = seriesOf(mark);
    const seen = latest.get(which);
    if (!seen || mark.at >= seen.at) latest.set(which, mark);
  }
  return [...latest.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** When the next mark after `since` falls, if any does. */
export function nextMark(marks: Mark[], since: Date): Date | null {
  const times = marks.map((mark) => mark.at.getTime()).filter((at) => at > since.getTime());
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

/** A reminder of this much is on time: the ticker wakes every second. */
const ON_TIME = minutes(1);

export function asReminder({ clock, step, of, at, dueAt }: Mark, now: Date): Reminder {
  const late = now.getTime() - at.getTime();
  const times = { at: at.toISOString(), dueAt: dueAt.toISOString(), lateBy: late > ON_TIME ? late : 0 };
  return { clock, step, ...(of ? { of } : {}), ...times };
}

/** All that is said about one running clock has this in common. */
export function seriesOf({ clock, of }: Pick<Reminder, 'clock' | 'of'>): string {
  return of ? `${clock}/${of}` : clock;
}

/** One reminder of one deadline, whoever notices first that it is due. */
export function nameOf(reminder: Reminder): string {
  return `${seriesOf(reminder)}/${reminder.step}/${reminder.dueAt}`;
}

/** What the table says of a reminder about an alert; null when a newer version owed it, which alone can say it. */
export function stepOfAlert(reminder: Pick<Reminder, 'clock' | 'step'>): Step<Alert> | null {
  return stepIn([...ALERT_REMINDERS, SUGGESTION], reminder);
}

export function stepOfIncident(reminder: Pick<Reminder, 'clock' | 'step'>): Step<Incident> | null {
  return stepIn(INCIDENT_REMINDERS, reminder);
}

function stepIn<Of>(rows: readonly Row<Of>[], { clock, step }: Pick<Reminder, 'clock' | 'step'>): Step<Of> | null {
  return rows.find((row) => row.clock === clock)?.steps.find((one) => one.step === step) ?? null;
}

/** A reminder that waited for Slack may have been overtaken by what people did. */
export function isOverBy(alert: Alert, reminder: Reminder): boolean {
  if (reminder.clock === SUGGESTION.clock) return !isRunning([SUGGESTION], alert, reminder);
  return alert.status !== 'open' || !isRunning(ALERT_REMINDERS, alert, reminder);
}

export function isOverIn(incident: Incident, reminder: Reminder): boolean {
  return incident.status !== 'open' || !isRunning(INCIDENT_REMINDERS, incident, reminder);
}

function isRunning<Of>(rows: readonly Row<Of>[], of: Of, { clock, of: which, dueAt }: Reminder): boolean {
  const row = rows.find((one) => one.clock === clock);
  // A newer version owes it, which alone knows; while both run, it is not kept quiet.
  if (!row) return true;
  const running = row.running(of).find((one) => (one.of ?? '') === (which ?? ''));
  return running !== undefined && (row.outlivesItsDeadline || running.dueAt.toISOString() === dueAt);
}
