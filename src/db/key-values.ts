import { eq, sql } from 'drizzle-orm';
import type { Database, Tx } from './connect.ts';
import { keyValues } from './schema.ts';

export async function findValue(db: Database, name: string): Promise<string | null> {
  const [row] = await db.sql.select().from(keyValues).where(eq(keyValues.name, name));
  return row?.value ?? null;
}

/** Kept unless there is one: whoever comes first decides. Answers what is kept now. */
export async function keepFirst(db: Database, name: string, value: string): Promise<string> {
  await db.sql.insert(keyValues).values({ name, value }).onConflictDoNothing();
  return (await findValue(db, name)) ?? value;
}

export async function keep(db: Database, name: string, value: string): Promise<void> {
  await db.sql.insert(keyValues).values({ name, value }).onConflictDoUpdate({ target: keyValues.name, set: { value } });
}

/** Kept where it is later in order than what is kept, or nothing is. True for the one caller that brought it. */
export async function keepLater(tx: Tx, name: string, value: string): Promise<boolean> {
  const kept = await tx
    .insert(keyValues)
    .values({ name, value })
    .onConflictDoUpdate({
      target: keyValues.name,
      set: { value },
      setWhere: sql`${keyValues.value} collate "C" < ${value}`,
    })
    .returning({ name: keyValues.name });
  return kept.length > 0;
}
