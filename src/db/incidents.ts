import { asc, desc, eq, ne, sql } from 'drizzle-orm';
import { type Decision, type Incident, refuse } from '../words.ts';
import { type Database, rows, type Tx } from './connect.ts';
import { change, incidentDueAt } from './record.ts';
import { incidents } from './schema.ts';

/** Any number, the same for all replicas: incident numbers are given out one at a time. */
const NUMBER_LOCK = 7_203_115;

/** One incident, locked, changed by a pure rule and saved with all that follows from it. */
export async function changeIncident(
  db: Database,
  id: number,
  at: Date,
  rule: (incident: Incident) => Decision<Incident>,
  heardAs: string | null = null,
): Promise<Decision<Incident>> {
  return change(db, at, heardAs, async (tx) => {
    const incident = await lockIncident(tx, id);
    if (!incident) return refuse('This incident no longer exists.');
    const decision = rule(incident);
    if (decision.allowed) await saveIncident(tx, decision.state);
    return decision;
  });
}

/** A new incident that grew from no alert. A refusal uses no number up. */
export async function newIncident(
  db: Database,
  at: Date,
  rule: (id: number) => Decision<Incident>,
  heardAs: string | null = null,
): Promise<Decision<Incident>> {
  return change(db, at, heardAs, async (tx) => {
    const decision = rule(await nextIncidentId(tx));
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

/** Incidents that are not closed, newest first. */
export async function unclosedIncidents(db: Database, most: number): Promise<Incident[]> {
  const found = await db.sql
    .select()
    .from(incidents)
    .where(ne(incidents.status, 'closed'))
    .orderBy(desc(incidents.id))
    .limit(most);
  return found.map(asIncident);
}

/** The latest incidents in any state, newest first. */
export async function latestIncidents(db: Database, most: number): Promise<Incident[]> {
  const found = await db.sql.select().from(incidents).orderBy(desc(incidents.id)).limit(most);
  return found.map(asIncident);
}

/** Due incidents that no other replica is looking at, locked. */
export async function lockDueIncidents(tx: Tx, now: Date, most: number): Promise<Incident[]> {
  const found = await tx
    .select()
    .from(incidents)
    .where(sql`${incidents.nextDueAt} <= ${now.toISOString()}`)
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
