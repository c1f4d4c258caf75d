import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, happened, type Owed, type TimelineEvent } from '../../words/decision.ts';
import { FIREBREAK } from '../../words/people.ts';
import { isAtLeast } from '../../words/severity.ts';
import { after, minutes } from '../../words/time.ts';
import type { Mention } from '../mention/words.ts';
import type { Mute } from '../mute/words.ts';
import { placeOf, praiseIn } from '../place/rule.ts';
import { rereadDeadline, startResponseClock } from '../response/rule.ts';
import { joined, type Suggestion, suggestSeverity } from '../risk/rule.ts';
import type { Alert } from './words.ts';

const TITLE_LENGTH = 80;

/** What keeps a new alert from having a card of its own. SEV1 always has one. */
export interface HeldBack {
  mute?: Mute | null;
  stormId?: number | null;
  /** The card on which the next small story is gathered. */
  gathered?: Gathered | null;
}

/** One of a day's gathered cards. */
export interface Gathered {
  day: string;
  part: number;
}

/** A story nobody has told yet: a new alert with its clocks running since the mention was received. */
export function openAlert(id: number, mention: Mention, policy: Policy, heldBack: HeldBack = {}): Decision<Alert> {
  const suggestion = suggestSeverity(mention, policy.topics);
  const clocks = policy.severities[suggestion.severity];
  const isHeld = suggestion.severity !== 'SEV1';
  const mute = (isHeld && heldBack.mute) || null;
  const stormId = isHeld && !mute ? (heldBack.stormId ?? null) : null;
  const placed = placeOf(suggestion, mention, policy);
  const isShared = placed.place !== 'own' && mute === null && stormId === null;
  const gathered = (isShared && heldBack.gathered) || null;
  const alert: Alert = {
    id,
    version: 1,
    status: gathered && placed.place === 'counted' ? 'counted' : 'open',
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
    snoozedUntil: mute?.until ?? null,
    dismissedAs: null,
    dismissedBy: null,
    escalatedBy: null,
    incidentId: null,
    mergedInto: null,
    stormId,
    mutedBy: mute?.id ?? null,
    gatheredOn: gathered?.day ?? null,
    gatheredPart: gathered?.part ?? null,
    ownCardSince: null,
    remindedUpTo: mention.receivedAt,
    remindedSince: null,
  };
  const source = { kind: 'source', name: mention.source } as const;
  const detail = {
    ...{ mention: mention.id, suggested: suggestion.severity, because: suggestion.because },
    ...(gathered ? { place: placed.place, placedBecause: placed.because } : {}),
  };
  const opened = happened('alert_opened', source, mention.receivedAt, { alertId: id }, detail);
  const told = { kind: mute?.kind ?? '', value: mute?.value ?? '', until: mute?.until.toISOString() ?? null };
  const muted = mute ? [happened('alert_muted', FIREBREAK, mention.receivedAt, { alertId: id }, told)] : [];
  return allow(alert, { events: [opened, ...muted], owed: [shownOn(alert)] });
}

/**
 * One more mention of the same story. The suggestion may rise with it and never falls; what a person assessed stays.
 */
export function joinAlert(alert: Alert, mention: Mention, policy: Policy): Alert {
  const grown: Alert = {
    ...alert,
    lastMentionAt: mention.receivedAt > alert.lastMentionAt ? mention.receivedAt : alert.lastMentionAt,
    mentionCount: alert.mentionCount + 1,
    networks: alert.networks.includes(mention.network) ? alert.networks : [...alert.networks, mention.network],
  };
  return seenAgain(grown, mention, policy);
}

/** A post of the story that was heard before, now with other words or figures: a larger audience, for instance. */
export function seenAgain(alert: Alert, mention: Mention, policy: Policy): Alert {
  const suggestion = suggestSeverity(mention, policy.topics);
  const isPraise = alert.status === 'counted' && praiseIn(suggestion, mention, policy.topics) !== null;
  const heard = isPraise ? alert : awaiting(alert, policy, mention.receivedAt);
  const raised = raise(heard, suggestion, policy, mention.receivedAt);
  const reach = largest(alert.reach, audienceOf(mention));
  return reach === raised.reach ? raised : { ...raised, reach };
}

/**
 * What is suggested now, when that is more than before. While nobody has assessed it, a raised suggestion brings its
 * own deadlines; none gets later by that. A SEV1 is never kept back by a storm or a snooze.
 */
export function raise(quiet: Alert, suggestion: Suggestion, policy: Policy, at: Date): Alert {
  if (isAtLeast(quiet.suggested, suggestion.severity)) return quiet;
  const alert = awaiting(quiet, policy, at);
  const clocks = policy.severities[suggestion.severity];
  const soonest = after(at, minutes(clocks.acknowledge));
  const reread = rereadDeadline(alert, clocks, at);
  const sooner = !alert.severity && reread.responseDueAt < alert.responseDueAt;
  const before = { severity: alert.suggested, because: alert.suggestedBecause };
  const held = suggestion.severity === 'SEV1' ? { stormId: null, mutedBy: null } : {};
  return {
    ...(sooner ? reread : alert),
    suggested: suggestion.severity,
    suggestedBecause: joined(suggestion, before).because,
    acknowledgeDueAt: soonest < alert.acknowledgeDueAt ? soonest : alert.acknowledgeDueAt,
    ...held,
    ...(isGathered(alert) && isAtLeast(suggestion.severity, policy.ownCard) ? { ownCardSince: at } : {}),
    ...(held.mutedBy === null && alert.mutedBy !== null ? { snoozedUntil: null } : {}),
  };
}

/** Counted as praise until now: from here on somebody waits for an answer. */
function awaiting(alert: Alert, policy: Policy, at: Date): Alert {
  if (alert.status !== 'counted') return alert;
  const clocks = policy.severities[alert.suggested];
  const acknowledgeDueAt = after(at, minutes(clocks.acknowledge));
  return { ...alert, status: 'open', ...startResponseClock(at, clocks), acknowledgeDueAt, remindedUpTo: at };
}

type Shown = Pick<Alert, 'id' | 'stormId' | 'mutedBy' | 'gatheredOn' | 'gatheredPart' | 'ownCardSince'>;

/**
 * Where an alert is shown: on a card of its own, on its storm's, on the day's with other small ones, or only in the count
 * of what is snoozed.
 */
export function shownOn(alert: Shown): Owed {
  const { id, mutedBy, stormId, gatheredOn, gatheredPart } = alert;
  if (mutedBy !== null) return { kind: 'mute_card', muteId: mutedBy };
  if (stormId !== null) return { kind: 'storm_card', stormId };
  if (isGathered(alert) && gatheredOn) return { kind: 'gathered_card', day: gatheredOn, part: gatheredPart ?? 1 };
  return { kind: 'alert_card', alertId: id };
}

/** What somebody who decided about it looks for: drawn anew wherever it is shown. */
export function redrawn(alert: Alert): Owed[] {
  const shown = shownOn(alert);
  const card: Owed = { kind: 'alert_card', alertId: alert.id };
  if (shown.kind === 'gathered_card') return [shown];
  return shown.kind === 'storm_card' ? [card, shown] : [card];
}

/** Has it no card of its own, but one that it shares with the other small ones of its day? */
function isGathered({ gatheredOn, ownCardSince }: Pick<Alert, 'gatheredOn' | 'ownCardSince'>): boolean {
  return gatheredOn !== null && ownCardSince === null;
}

/** What grew too large for where it was shown moves up, and the timeline says so. */
export function movedUp(before: Alert, after: Alert, at: Date): TimelineEvent[] {
  const isUp = (before.status === 'counted' && after.status === 'open') || isGathered(before) !== isGathered(after);
  const detail = { from: before.status === 'counted' ? 'counted' : 'gathered', because: after.suggestedBecause };
  return isUp ? [happened('alert_moved_up', FIREBREAK, at, { alertId: after.id }, detail)] : [];
}

/**
 * Is an alert shown on a card of its own now? Else: what shows it instead. Null: nobody looks for it any more, since it was
 * merged or dismissed before anybody saw it. Once it has a card, that one is kept right.
 */
export function cardOf(alert: Alert, hasCard: boolean): Owed | null {
  const card: Owed = { kind: 'alert_card', alertId: alert.id };
  if (hasCard) return card;
  const place = shownOn(alert);
  if (place.kind !== 'alert_card') return place;
  // What grew after it was dismissed is shown once more, with the way to open it again.
  const isOver = alert.status === 'dismissed' && alert.ownCardSince === null;
  return alert.status === 'merged' || isOver ? null : card;
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
