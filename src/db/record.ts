import { eq, sql } from 'drizzle-orm';
import { allow, type Decision, type Owed, type TimelineEvent } from '../words/decision.ts';
import type { Database, Tx } from './connect.ts';
import { queue } from './deliveries.ts';
import { jsonRows } from './json-rows.ts';
import { events, requests } from './schema.ts';

/** A refusal on its way out of a transaction that is rolled back. */
class RolledBack<State> extends Error {
  readonly decision: Decision<State>;

  constructor(decision: Decision<State>) {
    super('It was refused.');
    this.decision = decision;
  }
}

/**
 * One change: decide inside the transaction, keep the consequences in the same one. `requestId` names the request that
 * asked for it; the outside delivers more than once, and only the first is acted on. A refusal writes nothing, not even
 * that it was asked: its copy is decided anew. Of two copies at once the second waits here for what became of the first.
 */
export async function change<State>(
  db: Database,
  at: Date,
  requestId: string | null,
  decide: (tx: Tx) => Promise<Decision<State>>,
): Promise<Decision<State>> {
  const decision = await (requestId === null ? db.sql : db.hurried)
    .transaction(async (tx) => {
      if (requestId !== null) {
        const first = await tx.insert(requests).values({ key: requestId, at }).onConflictDoNothing().returning();
        if (first.length === 0) return DONE_ALREADY;
      }
      const decided = await decide(tx);
      if (!decided.allowed) throw new RolledBack(decided);
      await keep(db, tx, decided, at, requestId !== null);
      return decided;
    })
    .catch((error: unknown): Decision<State> => {
      if (error instanceof RolledBack) return error.decision;
      throw error;
    });
  if (decision.allowed && decision.owed.length > 0) db.owed();
  return decision;
}

/** What a copy of a request that was acted on gets. */
export const DONE_ALREADY = { allowed: false, why: 'This was done already.', repeated: true } as const;

/** Events, new pages and what is owed. */
async function keep(
  db: Database,
  tx: Tx,
  decision: Decision<unknown> & { allowed: true },
  at: Date,
  isPressed: boolean,
): Promise<void> {
  const { events: happened, pages, owed } = decision;
  const started = pages.length > 0 ? [db.house.keepPages(tx, pages)] : [];
  await Promise.all([keepEvents(tx, happened), ...started, queue(db, tx, owed, at, isPressed)]);
}

export async function keepEvents(tx: Pick<Tx, 'execute'>, happened: TimelineEvent[]): Promise<void> {
  if (happened.length === 0) return;
  const { columns, from } = jsonRows(events, happened);
  await tx.execute(sql`insert into events (${columns}) select ${columns} from ${from}`);
}

/** Owe something that follows from no change of ours. */
export async function oweNow(db: Database, owed: Owed[], at: Date): Promise<void> {
  await change(db, at, null, async () => allow(null, { owed }));
}

/** Remember a request that changes nothing of ours. False when it was heard before. */
export async function rememberRequest(db: Database, key: string, at: Date): Promise<boolean> {
  const first = await db.sql.insert(requests).values({ key, at }).onConflictDoNothing().returning();
  return first.length > 0;
}

/** Nothing came of it: a copy of it is acted on anew. */
export async function forgetRequest(db: Database, key: string): Promise<void> {
  await db.sql.delete(requests).where(eq(requests.key, key));
}

/** Was this request acted on before? */
export async function isKnownRequest(db: Database, key: string): Promise<boolean> {
  const found = await db.sql.select({ key: requests.key }).from(requests).where(eq(requests.key, key));
  return found.length > 0;
}
