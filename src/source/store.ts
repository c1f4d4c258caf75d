import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { isMovedAway } from '../clock/store-undecided.ts';
import type { Database, Tx } from '../db/connect.ts';
import { anyOf } from '../db/json-rows.ts';
import { change } from '../db/record.ts';
import { allow, type Decision, refuse } from '../words/decision.ts';
import type { PersonId } from '../words/people.ts';
import { after, minutes } from '../words/time.ts';
import { FAILS_FOR, unusualFrom, type Watched } from './silence/rule.ts';
import { sources } from './table.ts';

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

export async function addSource(
  db: Database,
  source: NewSource,
  by: PersonId,
  at: Date,
  requestId: string | null = null,
): Promise<Decision<null>> {
  const { isPulled, ...given } = source;
  const row = { ...given, addedBy: by, addedAt: at, nextPullAt: isPulled ? at : null };
  return change(db, at, requestId, async (tx) => {
    const added = await tx.insert(sources).values(row).onConflictDoNothing().returning({ name: sources.name });
    return added.length > 0 ? allow(null) : refuse('There is a source of this name: choose another one.');
  });
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
export async function saveSecrets(
  db: Database,
  name: string,
  secrets: string,
  at: Date,
  requestId: string | null = null,
): Promise<Decision<null>> {
  return change(db, at, requestId, async (tx) => {
    await tx
      .update(sources)
      .set({
        secrets,
        ...BEGIN_ANEW,
        lastError: null,
        nextPullAt: sql`case when ${sources.nextPullAt} is null then null else ${at.toISOString()}::timestamptz end`,
      })
      .where(eq(sources.name, name));
    return allow(null);
  });
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

/** What it heard stays. */
export async function removeSource(
  db: Database,
  name: string,
  at: Date,
  requestId: string | null = null,
): Promise<Decision<null>> {
  return change(db, at, requestId, async (tx) => {
    const gone = await tx
      .delete(sources)
      .where(and(eq(sources.name, name), eq(sources.fromFile, false)))
      .returning({ name: sources.name });
    return gone.length > 0 ? allow(null) : refuse('It is not there any more, or stands in firebreak.yml.');
  });
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

/** Is its silence worth a word now? */
export function isQuiet(at: Date): SQL {
  return sql`next_due_at <= ${at.toISOString()} and not is_paused`;
}

/** Is it pulled, and began to fail, has failed for long, or answers again? */
export function isFailing(at: Date): SQL {
  const long = after(at, -FAILS_FOR).toISOString();
  return sql`next_pull_at is not null and not is_paused and case
    when last_error is null then failing_since is not null
    else failing_since is null or (failing_since <= ${long} and silent_since is null) end
    and not ${isMovedAway('failing source', sql`name`, at)}`;
}

/** Sources that no other replica is looking at, locked. */
export async function lockSources(tx: Tx, which: SQL, most: number): Promise<Watched[]> {
  return tx
    .select()
    .from(sources)
    .where(which)
    .orderBy(asc(sources.nextDueAt), asc(sources.name))
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
