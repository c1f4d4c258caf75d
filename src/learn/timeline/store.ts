import { and, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '../../db/connect.ts';
import { anyOf } from '../../db/json-rows.ts';
import { events } from '../../db/schema.ts';
import type { EventType, TimelineEvent } from '../../words/decision.ts';

/** The latest events of an incident, newest first, those of some types left out. */
export async function latestEvents(
  db: Database,
  incidentId: number,
  most: number,
  except: EventType[] = [],
): Promise<TimelineEvent[]> {
  const found = await db.sql
    .select()
    .from(events)
    .where(and(eq(events.incidentId, incidentId), sql`not ${events.type} = ${anyOf(except)}`))
    .orderBy(desc(events.id))
    .limit(most);
  return found.map(({ id: _, ...event }) => event);
}
