import type { Receipt } from '../db/schema.ts';
import type { Owed } from '../words.ts';

/** What a handler brings back: where it ended up (kept for the next time), and what follows from it. */
export interface Delivered {
  receipt?: Receipt;
  owes?: Owed[];
}

/**
 * Thrown by a handler: not before `until`. No attempt is counted. `hold` says what is kept back until then: this
 * delivery alone, all of its place, or all of its lane.
 */
export class NotYet extends Error {
  readonly until: Date;
  readonly hold: 'self' | 'place' | 'lane';

  constructor(until: Date, hold: 'self' | 'place' | 'lane') {
    super(`not before ${until.toISOString()}`);
    this.until = until;
    this.hold = hold;
  }
}

/** Thrown by a handler: trying again will not help. The message is a sentence for people, with the fix. */
export class GiveUp extends Error {}
