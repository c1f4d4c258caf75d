/** Which replica pulls which source, from where and when next. */
import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/connect.ts';
import { anyOf } from '../db/json-rows.ts';
import type { SourceRow } from './store.ts';
import { sources } from './table.ts';

/** Sources of these kinds that are due and in nobody's hands. */
export interface Claim {
  kinds: string[];
  /** In our own hands still, whatever became of their leases. */
  except: string[];
  most: number;
  /** Unique among replicas. */
  owner: string;
  /** Milliseconds. */
  lease: number;
}

/** Take sources that are due, the longest due first. Safe with any number of replicas: one of them gets each. */
export async function claimPulls(db: Database, now: Date, claim: Claim): Promise<SourceRow[]> {
  const at = now.toISOString();
  return db.sql.transaction(async (tx) => {
    const due = await tx
      .select({ name: sources.name })
      .from(sources)
      .where(
        and(
          sql`${sources.nextPullAt} <= ${at}`,
          eq(sources.isPaused, false),
          sql`(${sources.leasedUntil} is null or ${sources.leasedUntil} <= ${at})`,
          sql`${sources.kind} = ${anyOf(claim.kinds)}`,
          sql`not ${sources.name} = ${anyOf(claim.except)}`,
        ),
      )
      .orderBy(sources.nextPullAt)
      .limit(claim.most)
      .for('update', { skipLocked: true });
    if (due.length === 0) return [];
    return tx
      .update(sources)
      .set({ leasedBy: claim.owner, leasedUntil: new Date(now.getTime() + claim.lease) })
      .where(sql`${sources.name} = ${anyOf(due.map(({ name }) => name))}`)
      .returning();
  });
}

/** False when it is no longer ours: paused, removed, set up anew or taken by another replica. */
export async function renewPull(db: Database, name: string, owner: string, until: Date): Promise<boolean> {
  const kept = await db.sql
    .update(sources)
    .set({ leasedUntil: until })
    .where(and(ours(name, owner), eq(sources.isPaused, false)))
    .returning({ name: sources.name });
  return kept.length > 0;
}

/** Remember where to go on. False when the source is no longer ours: then nothing is changed. */
export async function keepCursor(db: Database, name: string, owner: string, cursor: unknown): Promise<boolean> {
  const kept = await db.sql
    .update(sources)
    .set({ cursor: sql`${JSON.stringify(cursor ?? null)}::text::jsonb` })
    .where(ours(name, owner))
    .returning({ name: sources.name });
  return kept.length > 0;
}

/**
 * Give it back, with when it is due again. `error` is what an administrator reads; null clears what was said before,
 * undefined leaves it. Nothing happens when the source is no longer ours.
 */
export async function settlePull(
  db: Database,
  name: string,
  owner: string,
  { next, at, error }: { next: Date; at: Date; error?: string | null },
): Promise<void> {
  const said = error === undefined ? {} : { lastError: error, lastErrorAt: error === null ? null : at };
  await db.sql
    .update(sources)
    .set({ nextPullAt: next, leasedBy: null, leasedUntil: null, ...said })
    .where(ours(name, owner));
}

/** Paused, changed or removed while it is pulled: whoever pulls it notices within seconds, and stores nothing more. */
function ours(name: string, owner: string) {
  return and(eq(sources.name, name), eq(sources.leasedBy, owner));
}
