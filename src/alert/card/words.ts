import type { Affected, Cause, DismissReason, Network } from '../../words/judgement.ts';
import type { PersonId } from '../../words/people.ts';
import type { Severity } from '../../words/severity.ts';
import type { ResponseClock } from '../response/words.ts';

export const ALERT_MENU = 'alert_more';
/** What the menu of a card offers. */
export const MORE = {
  assess: 'Assess…',
  attach: 'Attach or merge…',
  snooze: 'Snooze…',
  wake: 'Stop snoozing',
  mute: 'Snooze author, hashtag or query…',
  reply: 'Log our reply',
} as const;

/** One story: the mentions that say the same thing. One card, one response clock. */
export interface Alert extends ResponseClock {
  id: number;
  /** Counts changes. A button carries the version its clicker saw. */
  version: number;
  /**
   * Once escalated, the incident owns the clocks. Merged: another alert tells the story now. Counted: clear praise, which
   * waits for nobody.
   */
  status: 'open' | 'dismissed' | 'escalated' | 'merged' | 'counted';
  title: string;
  firstMentionId: string;
  publishedAt: Date | null;
  lastMentionAt: Date;
  mentionCount: number;
  /** The largest single audience seen. */
  reach: number | null;
  suggested: Severity;
  suggestedBecause: string[];
  severity: Severity | null;
  cause: Cause;
  affected: Affected[];
  networks: Network[];
  accountableOwner: PersonId | null;
  note: string | null;
  assessedBy: PersonId | null;
  assessedAt: Date | null;
  claimedBy: PersonId | null;
  claimedAt: Date | null;
  /** Someone must claim or assess by then. */
  acknowledgeDueAt: Date;
  snoozedUntil: Date | null;
  dismissedAs: DismissReason | null;
  dismissedBy: PersonId | null;
  escalatedBy: PersonId | null;
  incidentId: number | null;
  /** The alert it was merged into. */
  mergedInto: number | null;
  /** Told in a storm, or just before it, and shown on the storm's card alone until somebody takes it out. */
  stormId: number | null;
  /** Held back by this mute. */
  mutedBy: number | null;
  /** The day and the card of that day on which it was gathered with others; null: it had a card of its own from the start. */
  gatheredOn: string | null;
  gatheredPart: number | null;
  /** When it left the gathered card for one of its own. */
  ownCardSince: Date | null;
  /** Reminders due up to this moment have been dealt with. */
  remindedUpTo: Date;
  /** When Firebreak first reminded of it; null while it has not. */
  remindedSince: Date | null;
}

declare module '../../words/decision.ts' {
  interface Events {
    alert_opened: true;
  }

  interface OwedKinds {
    alert_card: { alertId: number };
  }
}
