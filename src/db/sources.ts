import { and, asc, eq, sql } from 'drizzle-orm';
import { FAILS_FOR, unusualFrom, type Watched } from '../alert/source-silence.ts';
import { after, minutes, type PersonId } from '../words.ts';
import type { Database, Tx } from './connect.ts';
import { anyOf } from './json-rows.ts';
import { sources } from './schema.ts';

export type SourceRow = typeof sources.$inferSelect;

/** A source as it is set up. `secrets` are sealed already. */
export interface NewSource {
  name: string;
  kind: string;
  settings: Record<string, string>;
  secrets: string | null;
  /** We call it: it is asked at once. */
  isPulled: boolean;
}

/** Whoever pulls it with what it had before notices that it is not theirs any more. */
const BEGIN_ANEW = { cursor: null, leasedBy: null, leasedUntil: null };

/** False when there is one of this name. */
export async function addSource(db: Database, source: NewSource, by: PersonId, at: Date): Promise<boolean> {
  const { isPulled, ...given } = source;
  const row = { ...given, addedBy: by, addedAt: at, nextPullAt: isPulled ? at : null };
  const added = await db.sql.insert(sources).values(row).onConflictDoNothing().returning({ name: sources.name });
  return added.length > 0;
}

export async function findSource(db: Database, name: string): Promise<SourceRow | null> {
  const [row] = await db.sql.select().from(sources).where(eq(sources.name, name));
  return row ?? null;
}

/** All, in the order of their names. */
export async function allSources(db: Database): Promise<SourceRow[]> {
  return db.sql.select().from(sources).orderBy(asc(sources.name));
}

/**
 * What firebreak.yml says: its sources are there as it says, and those it said before and no longer does are gone.
 * What they counted stays. Throws a sentence when one was added in Slack under the same name.
 */
export async function keepFileSources(db: Database, list: Omit<NewSource, 'secrets'>[], at: Date): Promise<void> {
  await db.sql.transaction(async (tx) => {
    const known = await tx.select().from(sources).orderBy(asc(sources.name)).for('update');
    for (const { isPulled, ...one } of list) {
      const before = known.find(({ name }) => name === one.name);
      if (before && !before.fromFile) {
        throw new Error(`firebreak.yml: a source named ${one.name} was added in Slack: name this one otherwise.`);
      }
      const isSame = before?.kind === one.kind && isEqual(before.settings, one.settings);
      const pull = { nextPullAt: isPulled ? (before?.nextPullAt ?? at) : null, ...(isSame ? {} : BEGIN_ANEW) };
      await tx
        .insert(sources)
        .values({ ...one, ...pull, fromFile: true, addedAt: at })
        .onConflictDoUpdate({ target: sources.name, set: { ...one, ...pull } });
    }
    const named = list.map(({ name }) => name);
    await tx.delete(sources).where(and(eq(sources.fromFile, true), sql`not ${sources.name} = ${anyOf(named)}`));
  });
}

/** `secrets` sealed already. What was asked of the old account counts no more, so a pulled source begins anew. */
export async function saveSecrets(db: Database, name: string, secrets: string, at: Date): Promise<void> {
  await db.sql
    .update(sources)
    .set({
      secrets,
      ...BEGIN_ANEW,
      lastError: null,
      nextPullAt: sql`case when ${sources.nextPullAt} is null then null else ${at.toISOString()}::timestamptz end`,
    })
    .where(eq(sources.name, name));
}

/** A paused source is never called silent. From when it goes on, what was usual is usual again. */
export async function setPaused(db: Database, name: string, isPaused: boolean, at: Date): Promise<void> {
  await db.sql.transaction(async (tx) => {
    const [row] = await tx.select().from(sources).where(eq(sources.name, name)).for('update');
    if (!row || row.isPaused === isPaused) return;
    const watched = isPaused ? null : row.seenAt && unusualFrom(row.gaps, at);
    const fresh = { isPaused, silentSince: null, failingSince: null, nextDueAt: watched };
    const pull = !isPaused && row.nextPullAt ? { nextPullAt: at } : {};
    await tx
      .update(sources)
      .set({ ...fresh, ...pull })
      .where(eq(sources.name, name));
  });
}

/** False when it is not there, or stands in firebreak.yml. What it heard stays. */
export async function removeSource(db: Database, name: string): Promise<boolean> {
  const gone = await db.sql
    .delete(sources)
    .where(and(eq(sources.name, name), eq(sources.fromFile, false)))
    .returning({ name: sources.name });
  return gone.length > 0;
}

/** Are there secrets that only the right key opens? */
export async function hasSecrets(db: Database): Promise<boolean> {
  const found = await db.sql.select({ name: sources.name }).from(sources).where(sql`secrets is not null`).limit(1);
  return found.length > 0;
}

// --- Silence -----------------------------------------------------------------------------------------------------

/** While we were not there to hear, nobody was silent: each has a quarter of an hour from the start. */
export async function forgiveSilence(db: Database, at: Date): Promise<void> {
  const soonest = after(at, minutes(15)).toISOString();
  await db.sql.execute(sql`update sources set next_due_at = ${soonest} where next_due_at < ${soonest}`);
}

/** Sources whose silence is worth a word now. */
export async function lockQuietSources(tx: Tx, at: Date, most: number): Promise<Watched[]> {
  return tx
    .select()
    .from(sources)
    .where(sql`next_due_at <= ${at.toISOString()} and not is_paused`)
    .orderBy(asc(sources.nextDueAt))
    .limit(most)
    .for('update', { skipLocked: true });
}

/** Pulled sources that began to fail, have failed for long, or answer again. */
export async function lockFailingSources(tx: Tx, at: Date, most: number): Promise<Watched[]> {
  const long = after(at, -FAILS_FOR).toISOString();
  return tx
    .select()
    .from(sources)
    .where(
      sql`next_pull_at is not null and not is_paused and case
        when last_error is null then failing_since is not null
        else failing_since is null or (failing_since <= ${long} and silent_since is null) end`,
    )
    .limit(most)
    .for('update', { skipLocked: true });
}

export async function saveWatched(tx: Tx, watched: Watched): Promise<void> {
  const { name, seenAt, gaps, silentSince, nextDueAt, failingSince } = watched;
  await tx.update(sources).set({ seenAt, gaps, silentSince, nextDueAt, failingSince }).where(eq(sources.name, name));
}

function isEqual(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
