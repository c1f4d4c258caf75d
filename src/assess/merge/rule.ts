import { shownOn } from '../../alert/card/rule.ts';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { worse } from '../../words/severity.ts';

export interface Merged {
  into: Alert;
  from: Alert;
}

/**
 * Two alerts tell one story, says a person. All mentions go to `into`, and the machine never takes them apart again. The
 * earlier start and the earlier deadlines count: the public has waited since the first mention of both.
 */
export function mergeAlerts({ into, from }: Merged, by: PersonId, at: Date): Decision<Merged> {
  if (into.id === from.id) return refuse('Choose another alert: this is the same one.');
  const closed = whyNotOpen(from) ?? whyNotOpen(into);
  if (closed) return refuse(closed);
  const [first, second] = from.receivedAt < into.receivedAt ? [from, into] : [into, from];
  const isWorse = worse(from.suggested, into.suggested) !== into.suggested;
  const answered = into.respondedAt ? into : from.respondedAt ? from : null;
  const responseDueAt = earlier(into.responseDueAt, from.responseDueAt);
  const isSameClock = first.receivedAt.getTime() === into.receivedAt.getTime() && responseDueAt === into.responseDueAt;
  const merged: Alert = {
    ...into,
    title: first.title,
    firstMentionId: first.firstMentionId,
    publishedAt: first.publishedAt,
    receivedAt: first.receivedAt,
    responseDueAt,
    // What was due before now was said of either, or was due of neither.
    deadlineReadAt: isSameClock ? into.deadlineReadAt : at,
    remindedUpTo: later(into.remindedUpTo, from.remindedUpTo),
    acknowledgeDueAt: earlier(into.acknowledgeDueAt, from.acknowledgeDueAt),
    lateBecauseRaised: into.lateBecauseRaised || from.lateBecauseRaised,
    respondedAt: answered?.respondedAt ?? null,
    response: answered?.response ?? null,
    lastMentionAt: into.lastMentionAt > from.lastMentionAt ? into.lastMentionAt : from.lastMentionAt,
    mentionCount: into.mentionCount + from.mentionCount,
    reach: Math.max(into.reach ?? -1, from.reach ?? -1) < 0 ? null : Math.max(into.reach ?? 0, from.reach ?? 0),
    networks: [...new Set([...first.networks, ...second.networks])],
    suggested: isWorse ? from.suggested : into.suggested,
    suggestedBecause: isWorse ? from.suggestedBecause : into.suggestedBecause,
    claimedBy: into.claimedBy ?? from.claimedBy,
    claimedAt: into.claimedBy ? into.claimedAt : from.claimedAt,
    ...(hasCard(from) && !hasCard(into) ? { stormId: null, mutedBy: null, ownCardSince: ownCardSince(into, at) } : {}),
    snoozedUntil: hasCard(from) && into.mutedBy !== null ? null : into.snoozedUntil,
  };
  const gone: Alert = { ...from, status: 'merged', mergedInto: into.id, stormId: null, mutedBy: null };
  const detail = { from: from.id, mentions: from.mentionCount };
  return allow(
    { into: merged, from: gone },
    {
      events: [
        happened('alert_merged', by, at, { alertId: into.id }, detail),
        happened('alert_merged', by, at, { alertId: from.id }, { into: into.id }),
      ],
      owed: [
        { kind: 'alert_card', alertId: into.id },
        { kind: 'alert_card', alertId: from.id },
        ...[from, into].filter((alert) => !hasCard(alert)).map(shownOn),
      ],
    },
  );
}

/** What people saw on a card of its own does not vanish into a storm, a snooze or a list by being merged. */
function hasCard(alert: Alert): boolean {
  return shownOn(alert).kind === 'alert_card';
}

function ownCardSince({ gatheredOn }: Alert, at: Date): Date | null {
  return gatheredOn === null ? null : at;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
