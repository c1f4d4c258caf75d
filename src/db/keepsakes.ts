import { eq } from 'drizzle-orm';
import type { Database } from './connect.ts';
import { keepsakes } from './schema.ts';

export async function findKeepsake(db: Database, name: string): Promise<string | null> {
  const [row] = await db.sql.select().from(keepsakes).where(eq(keepsakes.name, name));
  return row?.value ?? null;
}

/** Kept unless there is one: whoever comes first decides. Answers what is kept now. */
export async function keepFirst(db: Database, name: string, value: string): Promise<string> {
  await db.sql.insert(keepsakes).values({ name, value }).onConflictDoNothing();
  return (await findKeepsake(db, name)) ?? value;
}

export async function keep(db: Database, name: string, value: string): Promise<void> {
  await db.sql.insert(keepsakes).values({ name, value }).onConflictDoUpdate({ target: keepsakes.name, set: { value } });
}
