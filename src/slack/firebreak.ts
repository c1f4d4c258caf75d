import type { Database } from '../db/connect.ts';
import type { PersonId } from '../words/people.ts';
import type { SlackApi } from './api.ts';

/** What every listener and handler is given. A capability that needs more adds it, beside what it needs it for. */
export interface Firebreak {
  db: Database;
  /** Whose name it is about. */
  brand: string;
  api: SlackApi;
  /** Who may change sources. Empty: the workspace's admins and owners. */
  admins: () => readonly PersonId[];
  /** Null until somebody sets it: nothing can be posted there then. */
  alertsChannel: string | null;
  /** Null until Slack has said who we are, on the very first start: whoever needs it waits. */
  botUserId: () => string | null;
  now: () => Date;
  log: {
    info: (detail: object, message: string) => void;
    warn: (detail: object, message: string) => void;
    error: (detail: object, message: string) => void;
  };
}
