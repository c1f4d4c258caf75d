/** Alerts and incidents of which something is to be said now. The rules decide; nothing here knows a deadline. */
import { isDueIncident, lockDueIncidents, saveIncident } from '../act/incident/store.ts';
import type { Incident } from '../act/incident/words.ts';
import { lockPagesOfStorms } from '../act/page/store.ts';
import { isDueAlert, lockDueAlerts, saveAlert } from '../alert/card/store.ts';
import type { Alert } from '../alert/card/words.ts';
import type { Page } from '../words/page.ts';
import { pagesOwners, remindAlert, remindIncident } from './rule.ts';
import type { Work } from './store-due.ts';
import { doWhatIsDue, type Look, type Wanted } from './store-due.ts';

/** In this order, so that what the first owe is there for the others. */
export function clockWorks({ db, log }: Wanted): Work[] {
  return [
    {
      name: 'alerts',
      sentence: 'Alerts are not reminded of.',
      run: (at) => doWhatIsDue(db, alertsDue(db, at), at, log),
    },
    {
      name: 'incidents',
      sentence: 'Incidents are not reminded of.',
      run: (at) => doWhatIsDue(db, incidentsDue(db, at), at, log),
    },
  ];
}

interface DueAlert {
  alert: Alert;
  /** The latest page of each storm, those started in this transaction included. */
  stormPages: Map<number, Page>;
}

function alertsDue({ house }: Wanted['db'], at: Date): Look<DueAlert, Alert> {
  return {
    kind: 'alert',
    isDue: isDueAlert(at),
    take: async (tx, which, most) => {
      const due = await lockDueAlerts(tx, which, most);
      const stormPages = await lockPagesOfStorms(tx, stormsPaging(due, at));
      return due.map((alert) => ({ alert, stormPages }));
    },
    idOf: ({ alert }) => alert.id,
    rule: ({ alert, stormPages }) => {
      const stormPage = alert.stormId === null ? undefined : stormPages.get(alert.stormId);
      const decision = remindAlert(alert, house.policyOf(alert), at, stormPage ?? null);
      if (!decision.allowed) return decision;
      for (const page of decision.pages) if (page.stormId !== null) stormPages.set(page.stormId, page);
      return decision;
    },
    save: saveAlert,
  };
}

/** Storms of which a story's time to page has come. */
function stormsPaging(due: Alert[], at: Date): number[] {
  const ids = due.flatMap((alert) => (alert.stormId !== null && pagesOwners(alert, at) ? [alert.stormId] : []));
  return [...new Set(ids)];
}

function incidentsDue({ house }: Wanted['db'], at: Date): Look<Incident, Incident> {
  return {
    kind: 'incident',
    isDue: isDueIncident(at),
    take: lockDueIncidents,
    idOf: ({ id }) => id,
    rule: (incident) => remindIncident(incident, house.policyOf(incident), at),
    save: saveIncident,
  };
}
