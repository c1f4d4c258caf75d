import type { Severity } from '../../words/severity.ts';
import type { Alert } from '../card/words.ts';

export const TAKE_OUT = 'storm_take_out';
export const ALL_STORIES = 'storm_all';
export const TURN_STORIES = 'storm_page';
export const STORM_FORM = 'storm';

/** Many stories at once: one card for all of them. */
export interface Storm {
  id: number;
  startedAt: Date;
  /** When its latest story began. */
  lastAt: Date;
  stories: number;
  endedAt: Date | null;
}

/** The stories that a storm's card still stands for: those open and not taken out. */
export interface StormFigures {
  stories: number;
  mentions: number;
  /** Mentions that came to the storm in the last 60 minutes. */
  lastHour: number;
  suggested: Partial<Record<Severity, number>>;
  unclaimed: number;
  /** Past their response deadline without an answer. */
  overdue: number;
  /** The next response deadline that is still to come. */
  nextDueAt: Date | null;
}

/** Some of its open stories, the most severe first. */
export interface PageOfStorm {
  storm: Storm;
  stories: Alert[];
  /** How many come before them. */
  skip: number;
  total: number;
}

declare module '../../words/decision.ts' {
  interface Events {
    alert_taken_in: true;
    alert_taken_out: true;
  }

  interface OwedKinds {
    storm_card: { stormId: number };
    /** The card once more, below what was posted since it stood where it stands: in place of the message of this `ts`. */
    storm_card_anew: { stormId: number; insteadOf: string };
    /** What is left where the card stood before. */
    storm_card_left: { stormId: number; channel: string; ts: string };
    storm_reminder: { stormId: number; clock: string; step: string; alertId: number };
  }
}
