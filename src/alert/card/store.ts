import { asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import { insertIncident, lockIncident, nextIncidentId, saveIncident } from '../../act/incident/store.ts';
import type { Incident } from '../../act/incident/words.ts';
import { alertDueAt } from '../../clock/due-at.ts';
import type { Database, Tx } from '../../db/connect.ts';
import { change } from '../../db/record.ts';
import type { Policy } from '../../policy/words.ts';
import type { Cut } from '../../words/cut.ts';
import { type Decision, refuse } from '../../words/decision.ts';
import { alerts, WEIGHT } from './table.ts';
import type { Alert } from './words.ts';

const GONE = 'This alert no longer exists.';

/** One alert, locked, changed by a pure rule and saved with all that follows from it. */
export async function changeAlert(
  db: Database,
  id: number,
  at: Date,
  rule: (alert: Alert, policy: Policy) => Decision<Alert>,
  requestId: string | null = null,
): Promise<Decision<Alert>> {
  return change(db, at, requestId, async (tx) => {
    const alert = await lockAlert(tx, id);
    if (!alert) return refuse(GONE);
    const decision = rule(alert, db.house.policyOf(alert));
    if (decision.allowed) await saveAlert(tx, decision.state);
    return decision;
  });
}

/** An alert becomes a new incident. The rule is given the incident's number; a refusal uses none up. */
export async function changeAlertIntoIncident(
  db: Database,
  id: number,
  at: Date,
  rule: (alert: Alert, incidentId: number, policy: Policy) => Decision<{ alert: Alert; incident: Incident }>,
  requestId: string | null = null,
): Promise<Decision<{ alert: Alert; incident: Incident }>> {
  return change(db, at, requestId, async (tx) => {
    const alert = await lockAlert(tx, id);
    if (!alert) return refuse(GONE);
    const decision = rule(alert, await nextIncidentId(tx), db.house.policyOf(alert));
    if (!decision.allowed) return decision;
    await saveAlert(tx, decision.state.alert);
    await insertIncident(tx, decision.state.incident);
    return decision;
  });
}

/** An alert and an incident that is there already, changed together. Locked in this order everywhere. */
export async function changeAlertAndIncident(
  db: Database,
  alertId: number,
  incidentId: number,
  at: Date,
  rule: (alert: Alert, incident: Incident) => Decision<{ alert: Alert; incident: Incident }>,
  requestId: string | null = null,
): Promise<Decision<{ alert: Alert; incident: Incident }>> {
  return change(db, at, requestId, async (tx) => {
    const alert = await lockAlert(tx, alertId);
    const incident = await lockIncident(tx, incidentId);
    if (!alert) return refuse(GONE);
    if (!incident) return refuse('This incident no longer exists.');
    const decision = rule(alert, incident);
    if (!decision.allowed) return decision;
    await saveAlert(tx, decision.state.alert);
    await saveIncident(tx, decision.state.incident);
    return decision;
  });
}

export async function findAlert(db: Database, id: number): Promise<Alert | null> {
  const [row] = await db.sql.select().from(alerts).where(eq(alerts.id, id));
  return row ? asAlert(row) : null;
}

/** Open alerts, the most severe first, of equals the newest. */
export async function openAlerts(db: Database, most: number): Promise<Cut<Alert>> {
  // Not as a parameter: their index is found by it.
  const isOpen = sql`${alerts.status} = 'open'`;
  const [found, [counted]] = await Promise.all([
    db.sql.select().from(alerts).where(isOpen).orderBy(WEIGHT, desc(alerts.id)).limit(most),
    db.sql.select({ n: sql<number>`count(*)::int` }).from(alerts).where(isOpen),
  ]);
  return { first: found.map(asAlert), total: counted?.n ?? 0 };
}

/** The alerts that were escalated into, or attached to, an incident. */
export async function alertsOfIncident(db: Database, incidentId: number): Promise<Alert[]> {
  const found = await db.sql.select().from(alerts).where(eq(alerts.incidentId, incidentId)).orderBy(asc(alerts.id));
  return found.map(asAlert);
}

/** Several alerts, locked in the order of their ids. */
export async function lockAlerts(tx: Tx, ids: number[]): Promise<Alert[]> {
  if (ids.length === 0) return [];
  // One parameter, so that the statement is the same for any number of them.
  const isOne = sql`${alerts.id} = any(${`{${ids.join(',')}}`}::int[])`;
  const found = await tx.select().from(alerts).where(isOne).orderBy(asc(alerts.id)).for('update');
  return found.map(asAlert);
}

export function isDueAlert(now: Date): SQL {
  return sql`${alerts.nextDueAt} <= ${now.toISOString()}`;
}

/** Due alerts that no other replica is looking at, locked: `which` says what is due. */
export async function lockDueAlerts(tx: Tx, which: SQL, most: number): Promise<Alert[]> {
  const found = await tx
    .select()
    .from(alerts)
    .where(which)
    .orderBy(asc(alerts.nextDueAt))
    .limit(most)
    .for('update', { skipLocked: true });
  return found.map(asAlert);
}

export async function saveAlert(tx: Tx, alert: Alert): Promise<void> {
  const version = alert.version + 1;
  await tx
    .update(alerts)
    .set({ ...alert, version, nextDueAt: alertDueAt(alert) })
    .where(eq(alerts.id, alert.id));
}

async function lockAlert(tx: Tx, id: number): Promise<Alert | null> {
  const [alert] = await lockAlerts(tx, [id]);
  return alert ?? null;
}

export function asAlert({ nextDueAt: _, ...alert }: typeof alerts.$inferSelect): Alert {
  return alert;
}
