/** From what a source heard to what is stored: the one way in for pushed, pulled, uploaded and replayed items. */
import type { Heard, OwnReply } from '../alert/mention/words.ts';
import { eachOnce, type Write } from './each-once.ts';
import type { Read, Rejection } from './source.ts';

export interface Stores {
  /** Stores mentions, each once, and returns once they are committed. */
  mentions: Write;
  /** Marks mentions as deleted by their authors. Answers how many were known. */
  deletions: (mentionIds: string[], at: Date) => Promise<number>;
  /** Proposes answers of ours that were seen in public as the response. */
  ownReplies: (replies: OwnReply[]) => Promise<void>;
  /** Keeps what could not be used for a week, and counts for the source what came. */
  arrived: (source: string, at: Date, tally: Tally, rejected: Rejection[]) => Promise<void>;
}

/** What became of the items of one delivery. */
export interface Tally {
  accepted: number;
  duplicates: number;
  deleted: number;
  rejected: number;
}

/**
 * Returns once everything is committed. Hearing the same again changes nothing, so a failure is simply tried again.
 * `signal`: see `Write`.
 */
export async function hear(stores: Stores, source: string, read: Read, at: Date, signal?: AbortSignal): Promise<Tally> {
  const mentions = only(read.heard, 'mention').map(({ mention }) => mention);
  const outcomes = await eachOnce(mentions, (unique) => stores.mentions(unique, signal));
  const gone = only(read.heard, 'deleted').map(({ mentionId }) => mentionId);
  const deleted = gone.length > 0 ? await stores.deletions(gone, at) : 0;
  const replies = only(read.heard, 'own_reply').map(({ reply }) => reply);
  if (replies.length > 0) await stores.ownReplies(replies);
  const accepted = outcomes.filter((outcome) => outcome === 'accepted').length;
  const tally = { accepted, duplicates: outcomes.length - accepted, deleted, rejected: read.rejected.length };
  await stores.arrived(source, at, tally, read.rejected);
  return tally;
}

function only<K extends Heard['kind']>(heard: Heard[], kind: K): Extract<Heard, { kind: K }>[] {
  return heard.filter((one): one is Extract<Heard, { kind: K }> => one.kind === kind);
}
