import {
  type Alert,
  after,
  allow,
  type Decision,
  happened,
  isAtLeast,
  type Mention,
  minutes,
  type Owed,
  type Policy,
} from '../words.ts';
import { rereadDeadline, startResponseClock } from './clock.ts';
import { suggestSeverity } from './risk.ts';

const TITLE_LENGTH = 80;

/** A story nobody has told yet: a new alert with its clocks running since the mention was received. */
export function openAlert(id: number, mention: Mention, policy: Policy): Decision<Alert> {
  const suggestion = suggestSeverity(mention);
  const clocks = policy.severities[suggestion.severity];
  const alert: Alert = {
    id,
    version: 1,
    status: 'open',
    title: titleOf(mention),
    firstMentionId: mention.id,
    publishedAt: mention.publishedAt,
    lastMentionAt: mention.receivedAt,
    mentionCount: 1,
    reach: audienceOf(mention),
    suggested: suggestion.severity,
    suggestedBecause: suggestion.because,
    severity: null,
    cause: 'unknown',
    affected: [],
    networks: [mention.network],
    accountableOwner: null,
    note: null,
    assessedBy: null,
    assessedAt: null,
    claimedBy: null,
    claimedAt: null,
    acknowledgeDueAt: after(mention.receivedAt, minutes(clocks.acknowledge)),
    ...startResponseClock(mention.receivedAt, clocks),
    snoozedUntil: null,
    dismissedAs: null,
    dismissedBy: null,
    escalatedBy: null,
    incidentId: null,
    remindedUpTo: mention.receivedAt,
  };
  const source = { kind: 'source', name: mention.source } as const;
  const detail = { mention: mention.id, suggested: suggestion.severity, because: suggestion.because };
  const opened = happened('alert_opened', source, mention.receivedAt, { alertId: id }, detail);
  return allow(alert, { events: [opened], owed: [{ kind: 'alert_card', alertId: id }] });
}

/**
 * One more mention of the same story. The suggestion may rise with it and never falls; what a person assessed stays.
 * While nobody has assessed it, a raised suggestion brings its own deadlines; none gets later by that.
 */
export function joinAlert(alert: Alert, mention: Mention, policy: Policy): Alert {
  const suggestion = suggestSeverity(mention);
  const rises = isAtLeast(suggestion.severity, alert.suggested) && suggestion.severity !== alert.suggested;
  const clocks = policy.severities[suggestion.severity];
  const soonest = after(mention.receivedAt, minutes(clocks.acknowledge));
  const reread = rereadDeadline(alert, clocks, mention.receivedAt);
  const sooner = rises && !alert.severity && reread.responseDueAt < alert.responseDueAt;
  return {
    ...(sooner ? reread : alert),
    lastMentionAt: mention.receivedAt > alert.lastMentionAt ? mention.receivedAt : alert.lastMentionAt,
    mentionCount: alert.mentionCount + 1,
    reach: largest(alert.reach, audienceOf(mention)),
    networks: alert.networks.includes(mention.network) ? alert.networks : [...alert.networks, mention.network],
    suggested: rises ? suggestion.severity : alert.suggested,
    suggestedBecause: rises ? suggestion.because : alert.suggestedBecause,
    acknowledgeDueAt: rises && soonest < alert.acknowledgeDueAt ? soonest : alert.acknowledgeDueAt,
  };
}

/**
 * Has a story become worse than what people judged it by? Said once for each step up; the judgement itself stays, since
 * a person's choice is never undone by a machine.
 */
export function outgrown(before: Alert, after: Alert, at: Date): Owed[] {
  const judged = before.status === 'dismissed' ? before.suggested : before.severity;
  const rose = after.suggested !== before.suggested;
  if (!rose || before.status === 'escalated' || judged === null || isAtLeast(judged, after.suggested)) return [];
  const time = at.toISOString();
  const reminder = { clock: 'suggestion', step: after.suggested, at: time, dueAt: time, lateBy: 0 } as const;
  return [{ kind: 'alert_reminder', alertId: after.id, reminder }];
}

function titleOf(mention: Mention): string {
  const lines = [mention.title, mention.text, mention.url].map((said) => said?.replace(/\s+/g, ' ').trim());
  const said = lines.find(Boolean) ?? 'A post without text';
  const points = [...said];
  return points.length <= TITLE_LENGTH ? said : `${points.slice(0, TITLE_LENGTH - 1).join('')}…`;
}

function audienceOf(mention: Mention): number | null {
  return largest(mention.reach, mention.author.followers ?? null);
}

function largest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
