import type { Network } from '../../words/judgement.ts';

export const TURN_MENTIONS = 'alert_mentions_page';
export const MENTIONS = 'alert_mentions';
export const MENTIONS_FORM = 'mentions';

export interface Author {
  /** The network's own id. */
  id?: string;
  name?: string;
  handle?: string;
  url?: string;
  followers?: number;
  verified?: boolean;
}

/** What a post answers or passes on. */
export interface Parent {
  kind: 'reply' | 'quote' | 'comment' | 'repost';
  /** The mention that the parent is, when it was heard: an id as in `Mention.id`. */
  id: string | null;
  url: string | null;
}

/**
 * One public post, comment, review or article about us, as it was when it was heard. Missing figures are absent, never 0.
 */
export interface Mention {
  /** Derived from source and external id: the same post gets the same id. */
  id: string;
  source: string;
  externalId: string;
  network: Network;
  url: string | null;
  /** For recognising the same post only; people are shown `url`. */
  canonicalUrl: string | null;
  author: Author;
  title: string | null;
  text: string | null;
  /** `withheld`: the source's licence keeps the text back. */
  textState: 'full' | 'snippet' | 'withheld';
  publishedAt: Date | null;
  /** Ours: the response clock starts here. */
  receivedAt: Date;
  sentiment: 'negative' | 'neutral' | 'positive' | null;
  reach: number | null;
  engagement: number | null;
  /** Stars given. */
  rating: { value: number; max: number } | null;
  /** Two or three lower-case letters (BCP 47): the source's word for it, else detected. */
  language: string | null;
  parent: Parent | null;
  /** The search that found it, in the listening tool's words. */
  query: string | null;
}

/** What became of a mention after it was heard. What was heard itself never changes: it is evidence. */
export interface KnownMention extends Mention {
  alertId: number;
  /** Of the text, author, time, address and figures as they were heard. */
  sha256: string;
  editedAt: Date | null;
  /** What it says now, when it was edited. */
  editedText: string | null;
  deletedAt: Date | null;
}

/** An answer of ours that a source saw in public. People say whether it was the response. */
export interface OwnReply {
  /** Of the reply itself: the same one is seen more than once. */
  id: string;
  /** The mention it answers. */
  to: string;
  url: string;
  network: Network;
  by: string;
  at: Date;
}

/** What a source says it heard. */
export type Heard =
  | { kind: 'mention'; mention: Mention }
  | { kind: 'deleted'; mentionId: string }
  | { kind: 'own_reply'; reply: OwnReply };

declare module '../../words/decision.ts' {
  interface Events {
    mention_edited: true;
    mention_deleted: true;
  }
}
