import type { Mention } from '../words.ts';

/** One item of a payload: a mention, or why it is none, in a sentence for the sender. */
export type Mapped = { mention: Mention } | { why: string };

export interface Rejection {
  /** Position in the payload, from 0. */
  index: number;
  why: string;
}

/** A payload: its mentions and the items that are none; or a refusal of the whole. */
export type Reading = { mentions: Mention[]; rejected: Rejection[] } | { status: 400 | 413; why: string };

/** A listening tool we understand. */
export interface Source {
  /** Reads one request. `raw` is the body exactly as it came, so that a signature over it can be checked. */
  read(raw: Buffer, receivedAt: Date): Reading;
}
