/** What a batch of mentions is compared with, and all that follows from it. */

import type { Owed, TimelineEvent } from '../../words/decision.ts';
import type { Network } from '../../words/judgement.ts';
import type { Alert } from '../card/words.ts';
import type { Mention } from '../mention/words.ts';
import type { Mute } from '../mute/words.ts';
import type { Storm } from '../storm/words.ts';
import type { Seen } from './rule.ts';

/** A mention with what it is compared by. */
export interface Marked {
  mention: Mention;
  seen: Seen;
  /** Shared by posts that say the same at one address. */
  saidThere: string | null;
  /** Of its address and of its text, in `stories`. */
  urlKey: string | null;
  textKey: string | null;
  /** Of a text that is enough to tell a story by. */
  signature: Uint32Array | null;
  bands: number[];
  /** The key under which the post that it answers would tell a story. */
  parentKey: string | null;
}

/** A stored post that may be the same one. */
export interface KnownPost extends Seen {
  alertId: number;
  saidThere: string | null;
}

/** What a key of `stories` stands for. */
export interface KnownStory {
  alertId: number;
  lastAt: Date;
  signature: Uint32Array | null;
  byHand: boolean;
}

export interface Known {
  /** Stored posts that a mention of the batch may be or answer, by each name they go by (`namesOf`). */
  posts: Map<string, KnownPost>;
  byKey: Map<string, KnownStory>;
  /** Band of a signature → keys of `byKey`. */
  bands: Map<number, string[]>;
  alerts: Map<number, Alert>;
  lastAlertId: number;
  /** When the latest alerts were opened, latest first; as many as make a storm. */
  openedAt: Date[];
  /** The one that is not over. */
  storm: Storm | null;
  lastStormId: number;
  /** The day that small stories are gathered on, and how many of them have been so far. */
  gathered: { day: string; stories: number };
  /** Negative or unclassified mentions of an alert in the hour before this batch. */
  lastHour: Map<number, number>;
  usual: number | null;
  mutedBy: (mention: Mention) => Mute | null;
}

export type Outcome = 'accepted' | 'duplicate';

/** Mentions of an alert in five minutes on one network. */
export interface Volume {
  alertId: number;
  since: Date;
  network: Network;
  mentions: number;
  negative: number;
}

/** All that follows from a batch. Nothing of it is stored yet. */
export interface Sorted {
  outcomes: Outcome[];
  stored: { marked: Marked; alertId: number }[];
  edits: { mention: Mention; alertId: number }[];
  opened: Alert[];
  changed: Alert[];
  keys: ({ key: string } & KnownStory)[];
  bands: { hash: number; key: string }[];
  volumes: Volume[];
  storm: Storm | null;
  /** Known alerts that the storm took in when it began. */
  takenIn: number[];
  events: TimelineEvent[];
  owed: Owed[];
}

/** The names under which a stored post is looked up. */
export function namesOf(post: Seen, saidThere: string | null): string[] {
  const names = [`id ${post.id}`];
  if (post.canonicalUrl !== null) names.push(`at ${post.canonicalUrl}`);
  if (saidThere !== null) names.push(`said ${saidThere}`);
  return names;
}
