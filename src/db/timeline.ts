import { desc, eq } from 'drizzle-orm';
import type { TimelineEvent } from '../words.ts';
import type { Database } from './connect.ts';
import { events } from './schema.ts';

/** The latest events of an incident, newest first. */
export async function latestEvents(db: Database, incidentId: number, most: number): Promise<TimelineEvent[]> {
  const found = await db.sql
    .select()
    .from(events)
    .where(eq(events.incidentId, incidentId))
    .orderBy(desc(events.id))
    .limit(most);
  return found.map(({ id: _, ...event }) => event);
}
