/** What waits behind an obstacle, and who has been told of it. */
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Obstacle, Owed } from '../words/decision.ts';
import type { Database } from './connect.ts';
import { deliveries, obstacles } from './schema.ts';

/** Null once it is mended. */
export async function findObstacle(db: Database, key: string, since: string): Promise<Obstacle | null> {
  const [row] = await db.sql
    .select()
    .from(obstacles)
    .where(and(eq(obstacles.key, key), eq(obstacles.since, new Date(since))));
  return row ?? null;
}

/** What waits for it, what weighs most first; and how much that is in all. */
export async function heldBy(db: Database, key: string, most: number): Promise<{ held: Owed[]; all: number }> {
  const isHeld = eq(deliveries.heldBy, key);
  const [held, all] = await Promise.all([
    db.sql
      .select({ owed: deliveries.payload })
      .from(deliveries)
      .where(isHeld)
      .orderBy(asc(deliveries.weight), asc(deliveries.createdAt), asc(deliveries.id))
      .limit(most),
    db.sql.select({ n: sql<number>`count(*)::int` }).from(deliveries).where(isHeld),
  ]);
  return { held: held.map(({ owed }) => owed), all: all[0]?.n ?? 0 };
}

/** What all messages about one obstacle have in common. */
export function seriesOfObstacle(obstacle: string, since: string): string {
  return `obstacle:${obstacle}@${since}`;
}

/** The messages by which people were told of it. */
export async function toldOf(db: Database, key: string, since: string): Promise<Owed[]> {
  const found = await db.sql
    .select({ owed: deliveries.payload })
    .from(deliveries)
    .where(and(eq(deliveries.series, seriesOfObstacle(key, since)), isNotNull(deliveries.receipt)));
  return found.map(({ owed }) => owed);
}
