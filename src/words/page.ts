import type { PersonId } from './people.ts';

export interface Ask {
  person: PersonId;
  /** Counts from 1. */
  round: number;
  askedAt: string;
  answer: 'waiting' | 'acknowledged' | 'declined' | 'no_answer' | 'unreachable';
}

/** Asking named owners, step by step, until one takes it. */
export interface Page {
  /** Made from what it is about, so the same reason never pages twice: `inc-42/opened`. */
  id: string;
  version: number;
  alertId: number | null;
  incidentId: number | null;
  /** It asks for all late stories of this storm; `alertId` is the one whose time was up first. */
  stormId: number | null;
  why: string;
  /** Who is asked in each round; after the last step the first comes again. */
  steps: PersonId[][];
  round: number;
  asks: Ask[];
  status: 'asking' | 'acknowledged' | 'unanswered' | 'stopped';
  answeredBy: PersonId | null;
  answeredAt: Date | null;
  startedAt: Date;
  /** The present round waits until then. */
  answerDueAt: Date;
}
