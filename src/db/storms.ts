/** Many stories at once: what their one card shows, and when it is over. */
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { isCalm } from '../alert/storm-over.ts';
import { type Alert, after, allow, type Decision, minutes, type Policy, type Severity, type Storm } from '../words.ts';
import { asAlert } from './alerts.ts';
import { type Database, rows, type Tx } from './connect.ts';
import { lockStories } from './known.ts';
import { change } from './record.ts';
import { alerts, storms } from './schema.ts';

/** The stories that a storm's card still stands for: those open and not taken out. */
export interface StormFigures {
  stories: number;
  mentions: number;
  /** Mentions of them that came in the last 60 minutes. */
  lastHour: number;
  suggested: Partial<Record<Severity, number>>;
  unclaimed: number;
  /** Past their response deadline without an answer. */
  overdue: number;
  /** The next response deadline that is still to come. */
  nextDueAt: Date | null;
}

export async function findStorm(db: Database, id: number): Promise<Storm | null> {
  const [storm] = await db.sql.select().from(storms).where(eq(storms.id, id));
  return storm ?? null;
}

const inStorm = (id: number) => and(eq(alerts.stormId, id), eq(alerts.status, 'open'));

/** A page of its stories, the most severe first, then the most told. */
export async function storiesOfStorm(db: Database, id: number, most: number, skip = 0): Promise<Alert[]> {
  const found = await db.sql
    .select()
    .from(alerts)
    .where(inStorm(id))
    // The names of severities are in their order.
    .orderBy(asc(alerts.suggested), desc(alerts.mentionCount), sql`${alerts.reach} desc nulls last`, asc(alerts.id))
    .limit(most)
    .offset(skip);
  return found.map(asAlert);
}

export async function stormFigures(db: Database, id: number, now: Date): Promise<StormFigures> {
  const at = now.toISOString();
  const hourAgo = after(now, -minutes(60)).toISOString();
  const [bySeverity, [heard]] = await Promise.all([
    rows<{
      suggested: Severity;
      stories: number;
      mentions: number;
      unclaimed: number;
      overdue: number;
      next: string | null;
    }>(
      db.sql,
      sql`
      select suggested, count(*)::int as stories, sum(mention_count)::int as mentions,
        count(*) filter (where claimed_by is null and assessed_at is null)::int as unclaimed,
        count(*) filter (where responded_at is null and response_due_at < ${at})::int as overdue,
        min(response_due_at) filter (where responded_at is null and response_due_at >= ${at}) as next
      from alerts where ${inStorm(id)} group by suggested`,
    ),
    rows<{ n: number }>(
      db.sql,
      sql`
      select coalesce(sum(v.mentions), 0)::int as n from volumes v
      join alerts on alerts.id = v.alert_id where ${inStorm(id)} and v.since > ${hourAgo}`,
    ),
  ]);
  const sum = (figure: 'stories' | 'mentions' | 'unclaimed' | 'overdue') =>
    bySeverity.reduce((total, row) => total + row[figure], 0);
  const next = bySeverity.flatMap((row) => (row.next ? [new Date(row.next).getTime()] : []));
  return {
    stories: sum('stories'),
    mentions: sum('mentions'),
    lastHour: heard?.n ?? 0,
    suggested: Object.fromEntries(bySeverity.map((row) => [row.suggested, row.stories])),
    unclaimed: sum('unclaimed'),
    overdue: sum('overdue'),
    nextDueAt: next.length > 0 ? new Date(Math.min(...next)) : null,
  };
}

/** Storms that have calmed end: new stories get cards of their own again. Answers how many there were. */
export async function endCalmStorms(db: Database, policy: Policy, now: Date): Promise<number> {
  // Most seconds of most days there is none, and no lock is taken to find that out.
  const running = await db.sql.select().from(storms).where(isNull(storms.endedAt));
  if (!running.some((storm) => isCalm(storm, policy, now))) return 0;
  const decision = await change<number>(db, now, null, (tx) => endThem(tx, policy, now));
  return decision.allowed ? decision.state : 0;
}

async function endThem(tx: Tx, policy: Policy, now: Date): Promise<Decision<number>> {
  // A story that is just being stored may belong to it.
  await lockStories(tx);
  const running = await tx.select().from(storms).where(isNull(storms.endedAt)).for('update');
  const calm = running.filter((storm) => isCalm(storm, policy, now));
  for (const { id } of calm) await tx.update(storms).set({ endedAt: now }).where(eq(storms.id, id));
  return allow(calm.length, { owed: calm.map(({ id }) => ({ kind: 'storm_card', stormId: id })) });
}
