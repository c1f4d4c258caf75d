/** What a workspace consists of, as it is kept. */
import type { HomeView, ModalView } from '@slack/types';
import type { Bookmark, Channel, Message, Person } from '../protocol.ts';

export interface StoredPerson extends Omit<Person, 'role'> {
  email: string;
  isRestricted: boolean;
  isOwner: boolean;
  /** Absent in older journals. */
  isAdmin?: boolean;
}

export interface StoredChannel extends Omit<Channel, 'unread' | 'unreadMentions'> {
  creator: string;
  /** Seconds since 1970. */
  created: number;
  bookmarks: Bookmark[];
}

export interface Metadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

export interface StoredMessage extends Omit<Message, 'replyCount' | 'latestReply' | 'files'> {
  /** Ids of shared files. */
  files: string[];
  metadata?: Metadata;
  attachments?: unknown[];
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  altText: string;
  user: string;
  /** Seconds since 1970. */
  created: number;
  contentBase64: string;
  shares: { channel: string; ts: string }[];
  isComplete: boolean;
  /** Sent to the app with a form. */
  isHandedOver?: boolean;
}

export interface StoredView {
  id: string;
  user: string;
  hash: string;
  view: ModalView;
  errors: Record<string, string>;
  rootId: string;
  previousId: string | null;
}

export interface StoredHome {
  id: string;
  hash: string;
  view: HomeView;
}

/** Kept across restarts, so that the app's settings stay valid. */
export interface Secrets {
  botToken: string;
  appToken: string;
  signingSecret: string;
  verificationToken: string;
}
