import { sql } from 'drizzle-orm';
import { incidentMarks } from '../act/incident-marks.ts';
import { alertMarks } from '../alert/alert-marks.ts';
import { nextMark } from '../alert/marks.ts';
import type { Alert, Decision, Incident, Page, TimelineEvent } from '../words.ts';
import type { Database, Tx } from './connect.ts';
import { queue } from './deliveries.ts';
import { jsonRows } from './json-rows.ts';
import { events, heard, pages } from './schema.ts';

/** The earliest moment something is due about it; null when nothing is. Stored beside the state for the ticker. */
export function alertDueAt(alert: Alert): Date | null {
  return nextMark(alertMarks(alert), alert.remindedUpTo);
}

export function incidentDueAt(incident: Incident): Date | null {
  return nextMark(incidentMarks(incident), incident.remindedUpTo);
}

export function pageDueAt(page: Page): Date | null {
  return page.status === 'asking' ? page.answerDueAt : null;
}

/**
 * One change: decide inside the transaction, keep the consequences in the same one. `heardAs` names the request that
 * asked for it; the outside delivers more than once, and only the first is acted on.
 */
export async function change<State>(
  db: Database,
  at: Date,
  heardAs: string | null,
  decide: (tx: Tx) => Promise<Decision<State>>,
): Promise<Decision<State>> {
  const decision = await db.sql.transaction(async (tx) => {
    if (heardAs !== null) {
      const first = await tx.insert(heard).values({ key: heardAs, at }).onConflictDoNothing().returning();
      if (first.length === 0)
        return { allowed: false as const, why: 'This was done already.', repeated: true as const };
    }
    const decided = await decide(tx);
    if (decided.allowed) await keep(tx, decided, at);
    return decided;
  });
  if (decision.allowed && decision.owed.length > 0) db.owed();
  return decision;
}

/** Events, new pages and what is owed. */
async function keep(tx: Tx, decision: Decision<unknown> & { allowed: true }, at: Date): Promise<void> {
  await Promise.all([keepEvents(tx, decision.events), keepPages(tx, decision.pages), queue(tx, decision.owed, at)]);
}

export async function keepEvents(tx: Pick<Tx, 'execute'>, happened: TimelineEvent[]): Promise<void> {
  if (happened.length === 0) return;
  const { columns, from } = jsonRows(events, happened);
  await tx.execute(sql`insert into events (${columns}) select ${columns} from ${from}`);
}

async function keepPages(tx: Tx, started: Page[]): Promise<void> {
  if (started.length === 0) return;
  const rows = started.map((page) => ({ ...page, nextDueAt: pageDueAt(page) }));
  await tx.insert(pages).values(rows).onConflictDoNothing();
}

/** Remember a request that changes nothing of ours. False when it was heard before. */
export async function hearOnce(db: Database, key: string, at: Date): Promise<boolean> {
  const first = await db.sql.insert(heard).values({ key, at }).onConflictDoNothing().returning();
  return first.length > 0;
}

/** Forget requests older than a day: the outside repeats itself within minutes. */
export async function forgetHeard(db: Database, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 86_400_000).toISOString();
  await db.sql.execute(sql`delete from heard where at < ${dayAgo}`);
}
