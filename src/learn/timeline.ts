import {
  CAUSES,
  type Cause,
  DISMISS_REASONS,
  type DismissReason,
  ROLES,
  type Role,
  type TimelineEvent,
} from '../words.ts';

/** One event as a sentence without its time. People are named by their Slack mention; free text is left out. */
export function tell(event: TimelineEvent): string {
  const who = event.by.kind === 'person' ? `<@${event.by.id}>` : event.by.kind === 'source' ? 'A source' : 'Firebreak';
  const d = event.detail;
  switch (event.type) {
    case 'alert_opened':
      return `the alert came in, suggested as ${d.suggested}`;
    case 'alert_claimed':
      return `${who} is on it`;
    case 'alert_assessed':
      return `${who} assessed it as ${d.to}, cause: ${CAUSES[d.cause as Cause]?.toLowerCase() ?? 'not known'}`;
    case 'alert_dismissed':
      return `${who} dismissed it: ${DISMISS_REASONS[d.as as DismissReason]?.toLowerCase() ?? ''}`;
    case 'alert_reopened':
      return `${who} opened the alert again`;
    case 'alert_snoozed':
      return d.until ? `${who} snoozed it` : `${who} ended the snooze`;
    case 'alert_escalated':
      return `${who} escalated it as ${d.severity}`;
    case 'alert_attached':
      return `${who} attached another story`;
    case 'alert_merged':
      return `${who} merged another alert into it`;
    case 'mention_split':
      return `${who} split a post out of the story`;
    case 'mention_edited':
      return 'a post was edited by its author';
    case 'mention_deleted':
      return 'a post was deleted by its author';
    case 'reply_seen':
      return `an answer of ours was seen in public`;
    case 'alert_muted':
      return d.until ? `held back: ${d.kind} ${d.value} is snoozed` : 'no longer held back';
    case 'alert_taken_out':
      return `${who} took it out of the storm`;
    case 'incident_opened':
      return `${who} opened the incident as ${d.severity}`;
    case 'room_opened':
      return `the channel was opened`;
    case 'severity_changed':
      return `${who} changed the severity from ${d.from} to ${d.to}`;
    case 'role_taken':
      return `<@${d.person}> is ${ROLES[d.role as Role] ?? d.role}`;
    case 'page_sent':
      return `paged ${people(d.to)} (round ${d.round})`;
    case 'page_acknowledged':
      return `${who} acknowledged the page`;
    case 'page_declined':
      return `${who} passed the page on`;
    case 'page_unanswered':
      return `nobody answered the page: ${people(d.asked)}`;
    case 'reply_logged':
      return `${who} logged a public reply`;
    case 'silence_asked':
      return `${who} asked <@${d.approver}> to approve no public response`;
    case 'silence_approved':
      return `${who} approved no public response`;
    case 'silence_declined':
      return `${who} did not approve no public response`;
    case 'update_posted':
      return `${who} posted an update`;
    case 'heartbeat_given':
      return `${who} spoke for tech`;
    case 'note_added':
      return `${who} added a note`;
    case 'reminded':
      return `Firebreak reminded: ${d.clock}, ${d.step}`;
    case 'incident_resolved':
      return `${who} resolved it`;
    case 'incident_closed':
      return `${who} closed it`;
    case 'incident_reopened':
      return `${who} opened it again`;
  }
}

function people(ids: unknown): string {
  return Array.isArray(ids) ? ids.map((id) => `<@${id}>`).join(', ') : 'nobody';
}
