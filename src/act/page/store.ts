import { asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import { alerts } from '../../alert/card/table.ts';
import { isLateIn } from '../../alert/storm/store.ts';
import type { Work } from '../../clock/store-due.ts';
import { doWhatIsDue, type Look, type Wanted } from '../../clock/store-due.ts';
import type { Database, Tx } from '../../db/connect.ts';
import { change } from '../../db/record.ts';
import type { Policy } from '../../policy/words.ts';
import { type Decision, refuse } from '../../words/decision.ts';
import type { Page } from '../../words/page.ts';
import type { Severity } from '../../words/severity.ts';
import { after } from '../../words/time.ts';
import { incidents } from '../incident/table.ts';
import { isPageOver, longestRound, pageDue } from './rule.ts';
import { pages } from './table.ts';

/** One page, locked, changed by a pure rule and saved with all that follows from it. */
export async function changePage(
  db: Database,
  id: string,
  at: Date,
  rule: (page: Page, policy: Policy) => Decision<Page>,
  requestId: string | null = null,
): Promise<Decision<Page>> {
  return change(db, at, requestId, async (tx) => {
    const [row] = await tx.select().from(pages).where(eq(pages.id, id)).for('update');
    if (!row) return refuse('This page no longer exists.');
    const page = asPage(row);
    const decision = rule(page, db.house.policyOf(page));
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

export interface DuePage {
  page: Page;
  /** What it is about is over. */
  isOver: boolean;
  /** Of a storm's late stories, the worst. */
  worst: Severity | null;
  /** None of the messages of its present round has gone out yet. */
  isOnItsWay: boolean;
}

/** Due pages that no other replica is looking at, locked: `which` says what is due. */
export async function lockDuePages(tx: Tx, now: Date, which: SQL, most: number): Promise<DuePage[]> {
  const ofStorm = (what: SQL) =>
    sql`(select ${what} from alerts as told where ${isLateIn(sql`${pages.stormId}`, now)})`;
  const found = await tx
    .select({
      page: pages,
      incident: { status: incidents.status, respondedAt: incidents.respondedAt },
      alert: { status: alerts.status, respondedAt: alerts.respondedAt },
      late: sql<number>`${ofStorm(sql`count(*)::int`)}`,
      // The names of severities are in their order.
      worst: sql<Severity | null>`${ofStorm(sql`min(coalesce(severity, suggested))`)}`,
      isOnItsWay: sql<boolean>`coalesce((
        select bool_and(d.receipt is null and d.status <> 'done') from deliveries d
        where d.series = 'page_ask:' || ${pages.id} || '/' || ${pages.round}), false)`,
    })
    .from(pages)
    .leftJoin(incidents, eq(incidents.id, pages.incidentId))
    .leftJoin(alerts, eq(alerts.id, pages.alertId))
    .where(which)
    .orderBy(asc(pages.nextDueAt))
    .limit(most)
    .for('update', { of: pages, skipLocked: true });
  return found.map(({ page, incident, alert, late, worst, isOnItsWay }) => ({
    page: asPage(page),
    isOver: isPageOver(page, incident ?? alert, late),
    worst,
    isOnItsWay,
  }));
}

/**
 * Its time is up; or its round seems to end later than any does, because the clock was set back since. `longest`: no
 * round ends later from now. Milliseconds.
 */
export function isDuePage(now: Date, longest: number): SQL {
  const { nextDueAt, answerDueAt } = pages;
  const latest = after(now, longest).toISOString();
  return sql`(${nextDueAt} <= ${now.toISOString()} or (${nextDueAt} > ${latest} and ${nextDueAt} = ${answerDueAt}))`;
}

/**
 * The latest page of each of these storms. No other replica starts one for them before this transaction is over.
 */
export async function lockPagesOfStorms(tx: Tx, stormIds: number[]): Promise<Map<number, Page>> {
  if (stormIds.length === 0) return new Map();
  const ids = sql`any(${`{${stormIds.join(',')}}`}::int[])`;
  await tx.execute(sql`select id from storms where id = ${ids} order by id for update`);
  const found = await tx
    .selectDistinctOn([pages.stormId])
    .from(pages)
    .where(sql`${pages.stormId} = ${ids}`)
    .orderBy(pages.stormId, desc(pages.startedAt), desc(pages.id));
  return new Map(found.flatMap((row) => (row.stormId === null ? [] : [[row.stormId, asPage(row)] as const])));
}

/** Of one reason there is one page: another that starts for it is none. */
export async function keepPages(tx: Tx, started: Page[]): Promise<void> {
  const list = started.map((page) => ({ ...page, nextDueAt: dueAt(page) }));
  await tx.insert(pages).values(list).onConflictDoNothing();
}

function dueAt(page: Page): Date | null {
  return page.status === 'asking' ? page.answerDueAt : null;
}

export async function savePage(tx: Tx, page: Page): Promise<void> {
  const version = page.version + 1;
  await tx
    .update(pages)
    .set({ ...page, version, nextDueAt: dueAt(page) })
    .where(eq(pages.id, page.id));
}

function asPage({ nextDueAt: _, ...page }: typeof pages.$inferSelect): Page {
  return page;
}

/** A round that nobody answered in time goes on to the next owners. */
export function pageWorks({ db, log }: Wanted): Work[] {
  const run = (at: Date) => doWhatIsDue(db, pagesDue(db, at), at, log);
  return [{ name: 'pages', sentence: 'Pages do not go on to the next owners.', run }];
}

function pagesDue({ house }: Database, at: Date): Look<DuePage, Page> {
  return {
    kind: 'page',
    isDue: isDuePage(at, longestRound(house.policyOf(null))),
    take: (tx, which, most) => lockDuePages(tx, at, which, most),
    idOf: ({ page }) => page.id,
    rule: ({ page, isOver, worst, isOnItsWay }) => {
      const policy = house.policyOf(page);
      return pageDue(page, isOver, policy, at, worst ? policy.severities[worst].owners : [], isOnItsWay);
    },
    save: savePage,
  };
}
