/** Works of the ticker that keep failing: one alarm for all replicas, until they work again. */
import { eq } from 'drizzle-orm';
import type { Database } from '../db/connect.ts';
import { change } from '../db/record.ts';
import { keyValues } from '../db/schema.ts';
import { allow, type Owed } from '../words/decision.ts';

const keptAs = (work: string) => `fails: ${work}`;

/** `sentence` is what is so while it fails. */
export async function tellOfFailing(db: Database, work: string, sentence: string, at: Date): Promise<void> {
  const text =
    `${sentence} Firebreak has tried every second for over a minute, and goes on trying. Its other works are done. ` +
    'Its log says why.';
  const alarm: Owed = { kind: 'alarm', text, failed: null, once: `fails/${work}/${at.toISOString()}` };
  await change(db, at, null, async (tx) => {
    const row = { name: keptAs(work), value: at.toISOString() };
    const first = await tx.insert(keyValues).values(row).onConflictDoNothing().returning({ name: keyValues.name });
    return allow(null, first.length > 0 ? { owed: [alarm] } : {});
  });
}

/** The next time it fails, people are told again. */
export async function worksAgain(db: Database, work: string): Promise<void> {
  await db.sql.delete(keyValues).where(eq(keyValues.name, keptAs(work)));
}
