/** What waits after failed attempts, brought forward. */
import { sql } from 'drizzle-orm';
import type { Database } from '../db/connect.ts';

/** All of it goes on at once: the outside answers again. */
export async function hurry(db: Database, now: Date): Promise<void> {
  await db.sql.execute(sql`
    update deliveries set run_at = ${now.toISOString()}, backed_off = false where status = 'waiting' and backed_off`);
}
