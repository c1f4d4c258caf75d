import { maySee } from '../act/incident/permissions.ts';
import type { Incident } from '../act/incident/words.ts';
import { NO_RESPONSE, type PageRequest, startPage } from '../act/page/rule.ts';
import { speaksFor } from '../act/page/storm.ts';
import { shownOn } from '../alert/card/rule.ts';
import type { Alert } from '../alert/card/words.ts';
import type { Policy } from '../policy/words.ts';
import { allow, type Decision, happened, type Owed } from '../words/decision.ts';
import type { Page } from '../words/page.ts';
import { FIREBREAK, type PersonId } from '../words/people.ts';
import type { Reminder } from '../words/reminder.ts';
import { alertMarks, asReminder, incidentMarks, nameOf, passedMarks, type StepMark, seriesOf } from './marks.ts';
import { poolsOf, speaksAlone } from './pool.ts';
import { INCIDENT_REMINDERS } from './reminders.ts';

/**
 * Say what is due about an alert: the latest mark of each clock since the last time, and page owners at the end.
 * `stormPage` is the latest page of its storm, where it is in one: its late stories share a page.
 */
export function remindAlert(alert: Alert, policy: Policy, now: Date, stormPage: Page | null = null): Decision<Alert> {
  const { id: alertId, stormId } = alert;
  const marks = passedMarks(alertMarks(alert), alert.remindedUpTo, now);
  const severity = alert.severity ?? alert.suggested;
  const isCovered = stormId !== null && marks.some(pagesNow) && speaksFor(stormPage, now);
  const covered = isCovered ? { coveredBy: stormPage.id, takenBy: stormPage.answeredBy } : null;
  const own = `alert-${alertId}/no-response/${alert.responseDueAt.getTime()}`;
  const paged = covered
    ? NOBODY
    : pageAtLast(marks, policy.severities[severity].owners, policy, now, {
        id: stormId === null ? own : `storm-${stormId}/${own}`,
        alertId,
        incidentId: null,
        stormId,
      });
  const reminders = marks.map((mark) => asReminder(mark, now));
  const said = marks.map((mark, i) => ({ ...reminders[i], ...(covered && pagesNow(mark) ? covered : {}) }));
  return allow<Alert>(
    {
      ...alert,
      remindedUpTo: later(alert.remindedUpTo, now),
      remindedSince: marks.length > 0 ? (alert.remindedSince ?? now) : alert.remindedSince,
    },
    {
      events: [...said.map((one) => happened('reminded', FIREBREAK, now, { alertId }, one)), ...paged.events],
      owed: [...(reminders.length > 0 ? [...saidOf(alert, reminders), shownOn(alert)] : []), ...paged.owed],
      pages: paged.pages,
    },
  );
}

/** In a storm and of SEV1 each speaks for itself; all others share one message, and one for each person. */
function saidOf(alert: Alert, reminders: Reminder[]): Owed[] {
  if (alert.stormId === null && !speaksAlone(alert)) {
    return poolsOf(alert).map((whose) => ({ kind: 'reminder_pool', whose }));
  }
  return reminders.map((reminder) => ({ kind: 'alert_reminder', alertId: alert.id, reminder }));
}

/** Is it time to page the owners of an alert? */
export function pagesOwners(alert: Alert, now: Date): boolean {
  return passedMarks(alertMarks(alert), alert.remindedUpTo, now).some(pagesNow);
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
    { ...incident, remindedUpTo: later(incident.remindedUpTo, now) },
    {
      events: [
        ...reminders.map((one) => happened('reminded', FIREBREAK, now, { incidentId }, { ...one })),
        ...paged.events,
      ],
      owed: [
        ...reminders.map((reminder) => saidIn(incidentId, reminder)),
        ...(reminders.length > 0 ? [{ kind: 'board' as const, incidentId }] : []),
        ...paged.owed,
      ],
      pages: paged.pages,
    },
  );
}

function saidIn(incidentId: number, reminder: Reminder): Owed {
  const line = INCIDENT_REMINDERS.find(({ clock }) => clock === reminder.clock)?.line;
  if (line) return { kind: line, incidentId };
  return {
    kind: 'room_post',
    incidentId,
    post: { about: 'reminder', reminder },
    once: `inc-${incidentId}/${nameOf(reminder)}`,
    series: `room_reminder:${incidentId}/${seriesOf(reminder)}`,
  };
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

/** What was said stays said, also by a clock that was behind. */
function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function pagesNow<Of>({ does }: StepMark<Of>): boolean {
  return does.pages === true;
}

const NOBODY = { events: [], owed: [], pages: [] };

function pageAtLast(
  marks: StepMark<never>[],
  steps: PersonId[][],
  policy: Policy,
  now: Date,
  about: Omit<PageRequest, 'why' | 'steps'>,
) {
  const paged = marks.some(pagesNow) ? startPage({ ...about, why: NO_RESPONSE, steps }, policy, now) : null;
  return { events: paged?.events ?? [], owed: paged?.owed ?? [], pages: paged ? [paged.page] : [] };
}
