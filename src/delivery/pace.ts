import { sql } from 'drizzle-orm';
import { type Database, rows } from '../db/connect.ts';

/** Calls allowed in a row, and then one more each `every` ms. */
export interface Budget {
  burst: number;
  every: number;
}

/**
 * Spend one call of a budget that all replicas share. Null when it may be made now, else the time at which to ask
 * again. The stored time is when the budget would be full again: it runs ahead of now by what has been spent.
 */
export async function spend(db: Database, key: string, budget: Budget, now: Date): Promise<Date | null> {
  const at = now.toISOString();
  const limit = new Date(now.getTime() + (budget.burst - 1) * budget.every).toISOString();
  const spent = await rows<{ key: string }>(
    db.sql,
    sql`
    insert into paces (key, free_at) values (${key}, ${new Date(now.getTime() + budget.every).toISOString()})
    on conflict (key) do update
      set free_at = greatest(paces.free_at, ${at}) + ${budget.every} * interval '1 millisecond'
      where paces.free_at <= ${limit}
    returning key`,
  );
  if (spent.length > 0) return null;
  const [row] = await rows<{ free_at: string }>(db.sql, sql`select free_at from paces where key = ${key}`);
  const free = row ? new Date(row.free_at).getTime() : now.getTime();
  return new Date(Math.max(free - (budget.burst - 1) * budget.every, now.getTime() + 1));
}

/** The outside said: nothing more before `until`. */
export async function exhaust(db: Database, key: string, budget: Budget, until: Date): Promise<void> {
  const full = new Date(until.getTime() + (budget.burst - 1) * budget.every).toISOString();
  await db.sql.execute(sql`
    insert into paces (key, free_at) values (${key}, ${full})
    on conflict (key) do update set free_at = greatest(paces.free_at, excluded.free_at)`);
}
