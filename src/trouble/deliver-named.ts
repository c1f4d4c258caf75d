/** How something that waits is named to people. */
import { maySee } from '../act/incident/permissions.ts';
import { findIncident } from '../act/incident/store.ts';
import type { Incident } from '../act/incident/words.ts';
import { findPage } from '../act/page/store.ts';
import { findAlert } from '../alert/card/store.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import { person, quoted } from '../slack/kit/text.ts';
import type { Owed } from '../words/decision.ts';
import { incidentName } from '../words/incident-name.ts';
import type { PersonId } from '../words/people.ts';

declare module '../slack/firebreak.ts' {
  interface Firebreak {
    /** What people call something owed: "the card". */
    nameOf: (owed: Owed) => string;
  }
}

/** For instance `the card of *SEV1* “A passenger was injured…”`. `reader`: null for everybody in the alerts channel. */
export async function namedFor(
  { db, nameOf }: Pick<Firebreak, 'db' | 'nameOf'>,
  owed: Owed,
  reader: PersonId | null,
): Promise<string> {
  const what = owed.kind === 'page_ask' ? `the page to ${person(owed.person)}` : nameOf(owed);
  const page = 'pageId' in owed ? await findPage(db, owed.pageId) : null;
  const alertId = 'alertId' in owed ? owed.alertId : (page?.alertId ?? null);
  const incidentId = 'incidentId' in owed ? owed.incidentId : (page?.incidentId ?? null);
  const incident = incidentId === null ? null : await findIncident(db, incidentId);
  if (incident) return `${what} of ${incidentFor(incident, reader)}`;
  const alert = alertId === null ? null : await findAlert(db, alertId);
  return alert ? `${what} of *${alert.severity ?? alert.suggested}* “${quoted(alert.title, 80)}”` : what;
}

/** Of a private incident only its number is for everybody. */
function incidentFor(incident: Incident, reader: PersonId | null): string {
  const mayRead = reader === null ? !incident.isPrivate : maySee(incident, reader);
  const name = incidentName(incident.id);
  return mayRead ? `*${incident.severity}* ${name} “${quoted(incident.title, 80)}”` : name;
}
