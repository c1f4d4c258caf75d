import type { Alert, Incident, PersonId, Reminder } from '../../words.ts';
import { duration, moment, person } from './text.ts';

/** What a reminder says about an alert. `tell` are the people it should wake: the claimer, else the owners. */
export function alertReminder(alert: Alert, reminder: Reminder, tell: PersonId[]): string {
  const whom = tell.length > 0 ? `${tell.map(person).join(' ')} ` : '';
  return whom + alertSentence(alert, reminder) + lateness(reminder);
}

function alertSentence(alert: Alert, reminder: Reminder): string {
  const due = moment(reminder.dueAt);
  switch (reminder.clock) {
    case 'acknowledge':
      return `👋 Nobody has taken this alert. Someone should have been on it by ${due}. Press *I'm on it* on the card.`;
    case 'suggestion': {
      const judged = alert.status === 'dismissed' ? 'was dismissed' : `was assessed as ${alert.severity}`;
      const by = alert.status === 'dismissed' ? alert.dismissedBy : alert.assessedBy;
      return `📈 This story has grown: *${alert.suggested}* is suggested now (${alert.suggestedBecause.join('; ')}). It ${judged} by ${person(by ?? '')}. Please look again.`;
    }
    case 'snooze':
      return '⏰ The snooze is over. This alert is still open.';
    default:
      return `${responseSentence(reminder)} ${alert.claimedBy ? `${person(alert.claimedBy)} is on it.` : 'Nobody is on it.'}`;
  }
}

/** What a reminder says in an incident's room. */
export function incidentReminder(incident: Incident, reminder: Reminder): string {
  return roomSentence(incident, reminder) + lateness(reminder);
}

function roomSentence(incident: Incident, reminder: Reminder): string {
  const { lead, tech } = incident.roles;
  const leads = lead ? person(lead) : '';
  switch (reminder.clock) {
    case 'lead':
      return '🙋 Nobody leads this incident yet. Press *Lead* on the board, or `/incident role lead`.';
    case 'update':
      return `📣 ${leads ? `${leads}, the` : 'The'} next update was due ${moment(reminder.dueAt)}. What is new, even if it is "nothing yet"?`;
    case 'heartbeat':
      return `🔧 ${tech ? person(tech) : 'Tech, whoever is on it'}: where does the fix stand?`;
    default:
      return `${leads} ${responseSentence(reminder)}`.trim();
  }
}

function responseSentence({ step, dueAt }: Reminder): string {
  const due = moment(dueAt);
  if (step === 'breach') return '🔥 *No public response yet, and the time is up.* Answer now, then log the reply.';
  if (step === 'page') return `🔥 *Still no public response*; it was due ${due}. The next owners are being paged.`;
  if (step.startsWith('+')) return `🔥 *${step.slice(1)} late:* still no public response.`;
  return `⏳ ${step} of the time to the first public response is gone; it is due ${due}.`;
}

function lateness({ lateBy }: Reminder): string {
  return lateBy > 0 ? ` _(This comes ${duration(lateBy)} late.)_` : '';
}
