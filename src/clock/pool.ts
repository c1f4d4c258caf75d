/**
 * What is due stands in one message for the channel and in one for each person who is on something: what stands there, and
 * when it is posted anew rather than edited.
 */
import { whomToTell } from '../alert/card/owners.ts';
import type { Alert } from '../alert/card/words.ts';
import type { Policy } from '../policy/words.ts';
import type { PersonId } from '../words/people.ts';
import { minutes } from '../words/time.ts';
import { alertMarks, type StepMark } from './marks.ts';
import { BREACH, RESPONSE_CLOCK } from './reminders.ts';

/** Nobody is disturbed more often than this by all of it together. Milliseconds. */
const ANEW_AFTER = minutes(15);
/** What became due beside what was looked at may have been stored a little later. Milliseconds. */
const OVERLAP = minutes(1);

/** Null: the channel's, about what nobody has. Else this person's, about what they are on. */
export type Whose = PersonId | null;

export interface Pool {
  /** Of the message that stands now. */
  id: string;
  postedAt: Date;
  /** When a breach was last the reason to post. */
  breachAt: Date | null;
  lookedAt: Date;
  /** The alerts that it has named. */
  named: number[];
  /** Whom it rings. */
  tell: PersonId[];
  /** When each person was last rung by it or one before it. ISO. */
  rang: Record<PersonId, string>;
}

/** Does an alert that was reminded of stand in this message now? SEV1 speaks for itself in the channel, storms do too. */
export function standsIn(whose: Whose, alert: Alert, now: Date): boolean {
  if (alert.stormId !== null || alert.respondedAt !== null) return false;
  const passed = alertMarks(alert).filter(({ at }) => at <= now);
  if (whose !== null) return alert.claimedBy === whose && passed.length > 0;
  if (speaksAlone(alert)) return false;
  return alert.claimedBy === null
    ? passed.length > 0
    : passed.some(({ clock, does }) => clock === RESPONSE_CLOCK && does.isLoud);
}

export function speaksAlone(alert: Alert): boolean {
  return (alert.severity ?? alert.suggested) === 'SEV1';
}

/** Where something that is due about an alert is told. */
export function poolsOf(alert: Alert): Whose[] {
  return alert.claimedBy === null ? [null] : [null, alert.claimedBy];
}

/**
 * The message as it is to stand now, `waiting` being all that stands in it. It is a new one when something has become
 * worse: a breach, of which those within 15 minutes share one, or 15 minutes in which something was overdue. A person is
 * told of each step, once in 15 minutes. Else what stands is edited. Null when there is nothing to say, now or before.
 */
export function nextPool(
  before: Pool | null,
  whose: Whose,
  waiting: readonly Alert[],
  policyOf: (alert: Alert) => Policy,
  now: Date,
): Pool | null {
  const named = waiting.map(({ id }) => id);
  if (!isAnew(before, whose, waiting, now)) {
    return before && { ...before, lookedAt: now, named: [...new Set([...before.named, ...named])] };
  }
  const owners =
    whose !== null ? [] : waiting.filter((one) => !one.claimedBy).flatMap((one) => whomToTell(one, policyOf(one)));
  const rang = before?.rang ?? {};
  const tell = [...new Set(owners)].filter((person) => isOver(rang[person] ? new Date(rang[person]) : null, now));
  const isBreach = freshMarks(before, whose, waiting, now).some(({ step }) => step === BREACH);
  return {
    id: now.toISOString(),
    postedAt: now,
    breachAt: isBreach ? now : (before?.breachAt ?? null),
    lookedAt: now,
    named,
    tell,
    rang: { ...rang, ...Object.fromEntries(tell.map((person) => [person, now.toISOString()])) },
  };
}

function isAnew(before: Pool | null, whose: Whose, waiting: readonly Alert[], now: Date): boolean {
  const fresh = freshMarks(before, whose, waiting, now).filter(({ does }) => whose !== null || does.isLoud);
  if (!before || fresh.length === 0) return fresh.length > 0;
  if (fresh.some(({ step }) => step === BREACH) && isOver(before.breachAt, now)) return true;
  if (!isOver(before.postedAt, now)) return false;
  const stands = waiting.some(({ id }) => before.named.includes(id));
  return whose !== null || !stands || fresh.some(({ does }) => does.after !== undefined);
}

/** What has become due since it was last looked at; of a person, since they took it. */
function freshMarks(before: Pool | null, whose: Whose, waiting: readonly Alert[], now: Date): StepMark<Alert>[] {
  const looked = before ? before.lookedAt.getTime() - OVERLAP : Number.NEGATIVE_INFINITY;
  return waiting.flatMap((alert) => {
    const taken = whose === null ? null : alert.claimedAt;
    return alertMarks(alert).filter(({ at }) => at <= now && at.getTime() > looked && (!taken || at > taken));
  });
}

function isOver(last: Date | null, now: Date): boolean {
  return last === null || now.getTime() - last.getTime() >= ANEW_AFTER;
}
