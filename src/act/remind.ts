import { alertMarks } from '../alert/alert-marks.ts';
import { asReminder, passedMarks } from '../alert/marks.ts';
import { shownOn } from '../alert/open.ts';
import {
  type Alert,
  allow,
  type Decision,
  FIREBREAK,
  happened,
  type Incident,
  type Mark,
  minutes,
  type PersonId,
  type Policy,
  type Reminder,
} from '../words.ts';
import { incidentMarks } from './incident-marks.ts';
import { NO_RESPONSE, startPage } from './page.ts';
import { maySee } from './permissions.ts';

/** Say what is due about an alert: the latest mark of each clock since the last time, and page owners at the end. */
export function remindAlert(alert: Alert, policy: Policy, now: Date): Decision<Alert> {
  const alertId = alert.id;
  const marks = passedMarks(alertMarks(alert), alert.remindedUpTo, now);
  const severity = alert.severity ?? alert.suggested;
  const paged = pageAtLast(marks, policy.severities[severity].owners, policy, now, {
    id: pageOf(alert),
    alertId,
    incidentId: null,
  });
  const reminders = marks.map((mark) => asReminder(mark, now));
  return allow<Alert>(
    { ...alert, remindedUpTo: now },
    {
      events: [
        ...reminders.map((one) => happened('reminded', FIREBREAK, now, { alertId }, { ...one })),
        ...paged.events,
      ],
      owed: [
        ...reminders.map((reminder) => ({ kind: 'alert_reminder' as const, alertId, reminder })),
        ...(reminders.length > 0 ? [shownOn(alert)] : []),
        ...paged.owed,
      ],
      pages: paged.pages,
    },
  );
}

/** A hundred stories of a storm that are late together page their owners once for each hour in which they were due. */
function pageOf({ id, stormId, responseDueAt }: Alert): string {
  const dueAt = responseDueAt.getTime();
  if (stormId === null) return `alert-${id}/no-response/${dueAt}`;
  return `storm-${stormId}/no-response/${Math.floor(dueAt / minutes(60))}`;
}

/** The same for an incident; its reminders are posted in its room. */
export function remindIncident(incident: Incident, policy: Policy, now: Date): Decision<Incident> {
  const incidentId = incident.id;
  const marks = passedMarks(incidentMarks(incident), incident.remindedUpTo, now);
  const paged = pageAtLast(marks, nextOwners(incident, policy), policy, now, {
    id: `inc-${incidentId}/no-response/${incident.responseDueAt.getTime()}`,
    alertId: null,
    incidentId,
  });
  const reminders = marks.map((mark) => asReminder(mark, now));
  return allow<Incident>(
    { ...incident, remindedUpTo: now },
    {
      events: [
        ...reminders.map((one) => happened('reminded', FIREBREAK, now, { incidentId }, { ...one })),
        ...paged.events,
      ],
      owed: [
        ...reminders.map((reminder) => ({
          kind: 'room_post' as const,
          incidentId,
          post: { about: 'reminder' as const, reminder },
          once: onceFor(`inc-${incidentId}`, reminder),
        })),
        ...(reminders.length > 0 ? [{ kind: 'board' as const, incidentId }] : []),
        ...paged.owed,
      ],
      pages: paged.pages,
    },
  );
}

/**
 * The first step was paged when the incident opened, so the next one comes first now. Who may not see a private incident
 * is not paged about it; where that or the policy leaves nobody, everyone in the incident is.
 */
function nextOwners(incident: Incident, policy: Policy): PersonId[][] {
  const [first, ...others] = policy.severities[incident.severity].owners;
  const steps = (first ? [...others, first] : [])
    .map((step) => step.filter((person) => maySee(incident, person)))
    .filter((step) => step.length > 0);
  return steps.length > 0 ? steps : [incident.people];
}

/** One reminder of one deadline is one post, whoever notices first that it is due. */
export function onceFor(whose: string, reminder: Reminder): string {
  return `${whose}/${reminder.clock}/${reminder.step}/${reminder.dueAt}`;
}

function pageAtLast(
  marks: Mark[],
  steps: PersonId[][],
  policy: Policy,
  now: Date,
  about: { id: string; alertId: number | null; incidentId: number | null },
) {
  const isLast = marks.some((mark) => mark.clock === 'response' && mark.step === 'page');
  const paged = isLast ? startPage({ ...about, why: NO_RESPONSE, steps }, policy, now) : null;
  return { events: paged?.events ?? [], owed: paged?.owed ?? [], pages: paged ? [paged.page] : [] };
}
