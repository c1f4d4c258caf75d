import type { PersonId } from '../words/people.ts';
import type { Severity } from '../words/severity.ts';

/** All numbers in minutes. `null` means none. */
export interface SeverityPolicy {
  acknowledge: number;
  response: number;
  update: number | null;
  heartbeat: number | null;
  /** The escalation policy: who is paged together in each step. All of them are invited. */
  owners: PersonId[][];
}

/** Words that raise a post to at least this severity, whatever its numbers. */
export interface Topic {
  /** For instance `injury`. The lists of all languages have the same names. */
  name: string;
  floor: Severity;
  /** As it stands on the card: "names an injury, a death or a danger". */
  because: string;
  /** Language (two letters) to the words or `/patterns/` that call for it. */
  words: Record<string, string[]>;
}

export interface Policy {
  severities: Record<Severity, SeverityPolicy>;
  page: { answerWithin: number; rounds: number };
  /** More new stories than this within so many minutes are a storm. */
  storm: { stories: number; within: number };
  /** Stories at least this severe have a card of their own; the others share the day's. */
  ownCard: Severity;
  topics: Topic[];
}
