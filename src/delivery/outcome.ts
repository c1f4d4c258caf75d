import type { Receipt } from '../db/schema.ts';
import type { Obstacle, Owed } from '../words/decision.ts';

/** What a handler brings back: where it ended up (kept for the next time), and what follows from it. */
export interface Delivered {
  receipt?: Receipt;
  owes?: Owed[];
  /** Nobody needs it any more: nothing was sent, and nothing is known about whether it could have been. */
  isPointless?: true;
}

export const POINTLESS: Delivered = { isPointless: true };

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

/**
 * Thrown by a handler: it cannot be delivered until a person has mended something. It is kept, tried again every few
 * seconds by one of those that share the obstacle, and goes out by itself.
 */
export class Held extends Error {
  readonly obstacle: Obstacle;
  /** Whether this and all earlier attempts certainly left nothing outside. */
  readonly isUndone: boolean;

  constructor(obstacle: Obstacle, isUndone: boolean) {
    super(obstacle.why);
    this.obstacle = obstacle;
    this.isUndone = isUndone;
  }
}
