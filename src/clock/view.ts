import { heartbeatRow } from '../act/heartbeat/view.ts';
import type { Incident } from '../act/incident/words.ts';
import type { PostView } from '../act/room/view-post.ts';
import type { Alert } from '../alert/card/words.ts';
import { CLAIM } from '../assess/claim/words.ts';
import type { Sentences } from '../learn/timeline/rule.ts';
import { button } from '../slack/kit/elements.ts';
import { duration, escaped, type MessageView, moment, person, quoted, section } from '../slack/kit/text.ts';
import { alertValue } from '../slack/kit/values.ts';
import type { PersonId } from '../words/people.ts';
import type { Reminder } from '../words/reminder.ts';
import { stepOfAlert, stepOfIncident } from './marks.ts';
import { INCIDENT_REMINDERS, type Wording } from './reminders.ts';

const WORDING: Wording = { moment, person, escaped };

/** What a reminder says about an alert. `tell` are the people it should wake: the claimer, else the owners. */
export function alertReminder(alert: Alert, reminder: Reminder, tell: PersonId[]): MessageView {
  const whom = tell.map((one) => `${person(one)} `).join('');
  const named = `*${alert.severity ?? alert.suggested}* “${quoted(alert.title, 80)}”`;
  const text = `${whom}${said(stepOfAlert(reminder)?.says(alert, reminder, WORDING))}${lateness(reminder)}\n${named}`;
  const mayClaim = alert.status === 'open' && alert.claimedBy === null;
  const onIt = button(CLAIM, "I'm on it", { value: alertValue(alert) });
  return { text, blocks: [mayClaim ? { ...section(text), accessory: onIt } : section(text)] };
}

/** What a reminder says in an incident's room. */
export function incidentReminder(incident: Incident, reminder: Reminder): string {
  return said(stepOfIncident(reminder)?.says(incident, reminder, WORDING)) + lateness(reminder);
}

/** Owed by a newer version: what it means cannot be known here, and it is not kept quiet. */
function said(sentence: string | undefined): string {
  return sentence ?? '⏰ Something is due here. Please look.';
}

function lateness({ lateBy }: Reminder): string {
  return lateBy > 0 ? ` _(This comes ${duration(lateBy)} late.)_` : '';
}

/** The same as a post in the room, with what answers it. */
export const reminderPost: PostView<'reminder'> = ({ reminder }, incident) => {
  const row = INCIDENT_REMINDERS.find(({ clock }) => clock === reminder.clock);
  return {
    said: incidentReminder(incident, reminder),
    under: row?.asks === 'heartbeat' ? [heartbeatRow(incident)] : [],
  };
};

/** On the timeline. A storm's late stories share a page. */
export const remindedSentence: Sentences['reminded'] = (_, { clock, step, coveredBy, takenBy }) => {
  const shared = takenBy
    ? `; <@${takenBy}> has taken the page of its storm`
    : '; the page of its storm asks for it too';
  return `Firebreak reminded: ${clock}, ${step}${coveredBy ? shared : ''}`;
};
