import type { Database } from '../db/connect.ts';
import type { Policy } from '../words.ts';
import type { SlackApi } from './api.ts';

/** What every listener and handler is given. */
export interface Firebreak {
  db: Database;
  policy: Policy;
  /** Whose name it is about. */
  brand: string;
  api: SlackApi;
  /** Null until somebody sets it: nothing can be posted there then. */
  alertsChannel: string | null;
  botUserId: string;
  now: () => Date;
  log: {
    info: (detail: object, message: string) => void;
    warn: (detail: object, message: string) => void;
    error: (detail: object, message: string) => void;
  };
}
