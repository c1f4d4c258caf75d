import type { Database } from '../db/connect.ts';
import { change } from '../db/record.ts';
import { allow } from '../words/decision.ts';

/** Tell people of something in the alerts channel. What has the same `once` is told once, whoever comes first. */
export async function oweAlarm(db: Database, at: Date, text: string, once: string): Promise<void> {
  await change(db, at, null, async () => allow(null, { owed: [{ kind: 'alarm', text, failed: null, once }] }));
}
