import type { Database } from '../db/connect.ts';
import type { Network, PersonId, Policy } from '../words.ts';
import type { SlackApi } from './api.ts';
import type { ImportResult } from './views/import-file.ts';
import type { Revealed, ShownField, ShownKind, ShownRejection, ShownSource, Tried } from './views/shown-source.ts';

/** What may be done with sources. Made by whoever knows the listening tools; here nobody does. */
export interface SourceDesk {
  kinds: () => ShownKind[];
  list: () => Promise<ShownSource[]>;
  find: (name: string) => Promise<ShownSource | null>;
  /** Adds one, or says by the name of the field what is wrong. */
  add: (
    kind: string,
    name: string,
    values: Record<string, string>,
    by: PersonId,
  ) => Promise<Revealed | { wrong: Record<string, string> }>;
  pause: (name: string, isPaused: boolean) => Promise<void>;
  /** False when it is not there, or stands in firebreak.yml. */
  remove: (name: string) => Promise<boolean>;
  /** The secrets that somebody types. */
  givenSecrets: (name: string) => Promise<ShownField[]>;
  rotate: (
    name: string,
    given: Record<string, string>,
  ) => Promise<Revealed | { wrong: Record<string, string> } | { why: string }>;
  test: (name: string) => Promise<Tried>;
  rejected: (name: string, most: number, skip: number) => Promise<ShownRejection[]>;
  /** One rejected item once more: how many mentions came of it, or why it still cannot be used. */
  again: (rejection: number) => Promise<{ source: string; mentions: number } | { why: string }>;
}

/** What every listener and handler is given. */
export interface Firebreak {
  db: Database;
  policy: Policy;
  /** Whose name it is about. */
  brand: string;
  api: SlackApi;
  sources: SourceDesk;
  /** Who may change sources. Empty: the workspace's admins and owners. */
  admins: readonly PersonId[];
  /** Null until somebody sets it: nothing can be posted there then. */
  alertsChannel: string | null;
  botUserId: string;
  now: () => Date;
  /**
   * Reads a file and hears what is in it; returns once all is stored, or why it cannot be read. The same once more
   * changes nothing. `order` null: not known. `zone` is an IANA name, for times that name none; null: UTC.
   */
  importFile: (
    bytes: Buffer,
    dates: { order: 'day-first' | 'month-first' | null; zone: string | null },
    at: Date,
  ) => Promise<ImportResult | { why: string }>;
  /** Hears what a colleague reported, under this name of a source. False when it was known already. */
  hearReport: (
    source: string,
    report: { text: string; url: string; network: Network; author: string; permalink: string; query: string },
    at: Date,
  ) => Promise<boolean>;
  log: {
    info: (detail: object, message: string) => void;
    warn: (detail: object, message: string) => void;
    error: (detail: object, message: string) => void;
  };
}
