import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import { incidentDueAt } from '../../clock/due-at.ts';
import { type Database, rows, type Tx } from '../../db/connect.ts';
import { anyOf } from '../../db/json-rows.ts';
import { change } from '../../db/record.ts';
import type { Policy } from '../../policy/words.ts';
import type { Cut } from '../../words/cut.ts';
import { type Decision, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { incidents } from './table.ts';
import type { Incident } from './words.ts';

/** Any number, the same for all replicas: incident numbers are given out one at a time. */
const NUMBER_LOCK = 7_203_115;

/** One incident, locked, changed by a pure rule and saved with all that follows from it. */
export async function changeIncident(
  db: Database,
  id: number,
  at: Date,
  rule: (incident: Incident, policy: Policy) => Decision<Incident>,
  requestId: string | null = null,
): Promise<Decision<Incident>> {
  return change(db, at, requestId, async (tx) => {
    const incident = await lockIncident(tx, id);
    if (!incident) return refuse('This incident no longer exists.');
    const decision = rule(incident, db.house.policyOf(incident));
    if (decision.allowed) await saveIncident(tx, decision.state);
    return decision;
  });
}

/** A new incident that grew from no alert. A refusal uses no number up. */
export async function newIncident(
  db: Database,
  at: Date,
  rule: (id: number, policy: Policy) => Decision<Incident>,
  requestId: string | null = null,
): Promise<Decision<Incident>> {
  return change(db, at, requestId, async (tx) => {
    const decision = rule(await nextIncidentId(tx), db.house.policyOf(null));
    if (decision.allowed) await insertIncident(tx, decision.state);
    return decision;
  });
}

/** The next number without gaps: it is taken only when the incident is stored in the same transaction. */
export async function nextIncidentId(tx: Tx): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${NUMBER_LOCK})`);
  const [row] = await rows<{ next: number }>(tx, sql`select coalesce(max(id), 0) + 1 as next from incidents`);
  return row?.next ?? 1;
}

export async function insertIncident(tx: Tx, incident: Incident): Promise<void> {
  await tx.insert(incidents).values({ ...incident, nextDueAt: incidentDueAt(incident) });
}

export async function findIncident(db: Database, id: number): Promise<Incident | null> {
  const [row] = await db.sql.select().from(incidents).where(eq(incidents.id, id));
  return row ? asIncident(row) : null;
}

/** The incident whose room this channel is. */
export async function incidentOfRoom(db: Database, roomId: string): Promise<Incident | null> {
  const [row] = await db.sql.select().from(incidents).where(eq(incidents.roomId, roomId));
  return row ? asIncident(row) : null;
}

/** `maySee` in SQL. */
const isSeenBy = (person: PersonId) => sql`(
  not is_private or opened_by = ${person} or people @> ${JSON.stringify([person])}::text::jsonb
  or silence ->> 'approver' = ${person} or exists (select from jsonb_each_text(roles) as role where role.value = ${person}))`;

/**
 * The incidents in one of these states that a person may know of, what matters most first: the open ones by their
 * severity, then the resolved, then the closed, the latest first.
 */
export async function incidentsSeenBy(
  db: Database,
  person: PersonId,
  states: Incident['status'][],
  most: number,
): Promise<Cut<Incident>> {
  const { status, severity, id } = incidents;
  const found = await db.sql
    .select({ incident: incidents, total: sql<number>`(count(*) over ())::int` })
    .from(incidents)
    .where(and(sql`${status} = ${anyOf(states)}`, isSeenBy(person)))
    .orderBy(
      sql`case ${status} when 'open' then 0 when 'resolved' then 1 else 2 end`,
      // The names of severities are in their order.
      sql`case ${status} when 'open' then ${severity} end`,
      desc(id),
    )
    .limit(most);
  return { first: found.map(({ incident }) => asIncident(incident)), total: found[0]?.total ?? 0 };
}

export function isDueIncident(now: Date): SQL {
  return sql`${incidents.nextDueAt} <= ${now.toISOString()}`;
}

/** Due incidents that no other replica is looking at, locked: `which` says what is due. */
export async function lockDueIncidents(tx: Tx, which: SQL, most: number): Promise<Incident[]> {
  const found = await tx
    .select()
    .from(incidents)
    .where(which)
    .orderBy(asc(incidents.nextDueAt))
    .limit(most)
    .for('update', { skipLocked: true });
  return found.map(asIncident);
}

export async function lockIncident(tx: Tx, id: number): Promise<Incident | null> {
  const [row] = await tx.select().from(incidents).where(eq(incidents.id, id)).for('update');
  return row ? asIncident(row) : null;
}

export async function saveIncident(tx: Tx, incident: Incident): Promise<void> {
  const version = incident.version + 1;
  await tx
    .update(incidents)
    .set({ ...incident, version, nextDueAt: incidentDueAt(incident) })
    .where(eq(incidents.id, incident.id));
}

function asIncident({ nextDueAt: _, ...incident }: typeof incidents.$inferSelect): Incident {
  return incident;
}
