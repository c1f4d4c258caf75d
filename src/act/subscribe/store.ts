import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../db/connect.ts';
import type { PersonId } from '../../words/people.ts';
import { subscriptions } from './table.ts';
import type { Subscription } from './words.ts';

/** How "every SEV1 and SEV2" is stored: a primary key cannot hold null. */
const EVERY = 0;

/** Subscribe a person. False when they were subscribed already. */
export async function subscribe(db: Database, subscription: Subscription, at: Date): Promise<boolean> {
  const { person, incidentId } = subscription;
  const added = await db.sql
    .insert(subscriptions)
    .values({ person, incidentId: incidentId ?? EVERY, since: at })
    .onConflictDoNothing()
    .returning();
  return added.length > 0;
}

/** End a subscription. False when there was none. */
export async function unsubscribe(db: Database, subscription: Subscription): Promise<boolean> {
  const gone = await db.sql
    .delete(subscriptions)
    .where(
      and(
        eq(subscriptions.person, subscription.person),
        eq(subscriptions.incidentId, subscription.incidentId ?? EVERY),
      ),
    )
    .returning();
  return gone.length > 0;
}

/** Subscriptions to this incident or to every severe one. */
export async function subscriptionsFor(db: Database, incidentId: number): Promise<Subscription[]> {
  const found = await db.sql
    .select()
    .from(subscriptions)
    .where(inArray(subscriptions.incidentId, [EVERY, incidentId]));
  return found.map(asSubscription);
}

/** What one person subscribed to. */
export async function subscriptionsOf(db: Database, person: PersonId): Promise<Subscription[]> {
  const found = await db.sql.select().from(subscriptions).where(eq(subscriptions.person, person));
  return found.map(asSubscription);
}

function asSubscription(row: typeof subscriptions.$inferSelect): Subscription {
  return { person: row.person, incidentId: row.incidentId === EVERY ? null : row.incidentId };
}
