import { asc, eq, sql } from 'drizzle-orm';
import { isPageOver } from '../act/page.ts';
import { type Decision, type Page, refuse } from '../words.ts';
import type { Database, Tx } from './connect.ts';
import { change, pageDueAt } from './record.ts';
import { alerts, incidents, pages } from './schema.ts';

/** One page, locked, changed by a pure rule and saved with all that follows from it. */
export async function changePage(
  db: Database,
  id: string,
  at: Date,
  rule: (page: Page) => Decision<Page>,
  heardAs: string | null = null,
): Promise<Decision<Page>> {
  return change(db, at, heardAs, async (tx) => {
    const [row] = await tx.select().from(pages).where(eq(pages.id, id)).for('update');
    if (!row) return refuse('This page no longer exists.');
    const decision = rule(asPage(row));
    if (decision.allowed) await savePage(tx, decision.state);
    return decision;
  });
}

export async function findPage(db: Database, id: string): Promise<Page | null> {
  const [row] = await db.sql.select().from(pages).where(eq(pages.id, id));
  return row ? asPage(row) : null;
}

/** An incident's pages, first to last. */
export async function pagesOfIncident(db: Database, incidentId: number): Promise<Page[]> {
  const found = await db.sql.select().from(pages).where(eq(pages.incidentId, incidentId)).orderBy(asc(pages.startedAt));
  return found.map(asPage);
}

/** Due pages that no other replica is looking at, locked, each with whether what it is about is over. */
export async function lockDuePages(tx: Tx, now: Date, most: number): Promise<{ page: Page; isOver: boolean }[]> {
  const found = await tx
    .select({
      page: pages,
      incident: { status: incidents.status, respondedAt: incidents.respondedAt },
      alert: { status: alerts.status, respondedAt: alerts.respondedAt },
    })
    .from(pages)
    .leftJoin(incidents, eq(incidents.id, pages.incidentId))
    .leftJoin(alerts, eq(alerts.id, pages.alertId))
    .where(sql`${pages.nextDueAt} <= ${now.toISOString()}`)
    .orderBy(asc(pages.nextDueAt))
    .limit(most)
    .for('update', { of: pages, skipLocked: true });
  return found.map(({ page, incident, alert }) => ({
    page: asPage(page),
    isOver: isPageOver(page, incident ?? alert),
  }));
}

export async function savePage(tx: Tx, page: Page): Promise<void> {
  const version = page.version + 1;
  await tx
    .update(pages)
    .set({ ...page, version, nextDueAt: pageDueAt(page) })
    .where(eq(pages.id, page.id));
}

function asPage({ nextDueAt: _, ...page }: typeof pages.$inferSelect): Page {
  return page;
}
