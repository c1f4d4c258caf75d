import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../db/connect.ts';
import { anyOf } from '../../db/json-rows.ts';
import { change } from '../../db/record.ts';
import { happened } from '../../words/decision.ts';
import { mentions } from './table.ts';
import type { KnownMention } from './words.ts';

/** One alert's mentions, first to last. */
export async function mentionsOfAlert(db: Database, alertId: number, most: number, skip = 0): Promise<KnownMention[]> {
  const found = await db.sql
    .select()
    .from(mentions)
    .where(eq(mentions.alertId, alertId))
    .orderBy(asc(mentions.receivedAt), asc(mentions.id))
    .limit(most)
    .offset(skip);
  return found.map(asMention);
}

/** The mention beside which a page begins, and which way it goes from there. */
export interface Beside {
  id: string;
  at: Date;
  way: 'later' | 'earlier';
}

/**
 * The next of one alert's mentions on one side of another one, first to last: the fifty-thousandth page costs what the
 * first one does.
 */
export async function mentionsBeside(
  db: Database,
  alertId: number,
  most: number,
  { id, at, way }: Beside,
): Promise<KnownMention[]> {
  const [is, inOrder] = way === 'later' ? [sql`>`, asc] : [sql`<`, desc];
  const found = await db.sql
    .select()
    .from(mentions)
    .where(
      and(
        eq(mentions.alertId, alertId),
        sql`(${mentions.receivedAt}, ${mentions.id}) ${is} (${at.toISOString()}::timestamptz, ${id})`,
      ),
    )
    .orderBy(inOrder(mentions.receivedAt), inOrder(mentions.id))
    .limit(most);
  return (way === 'later' ? found : found.reverse()).map(asMention);
}

export async function findMention(db: Database, id: string): Promise<KnownMention | null> {
  const [row] = await db.sql.select().from(mentions).where(eq(mentions.id, id));
  return row ? asMention(row) : null;
}

/** Their authors deleted them. What they said is kept as evidence. Answers how many were known and not deleted yet. */
export async function markDeleted(db: Database, mentionIds: string[], at: Date): Promise<number> {
  const decision = await change<number>(db, at, null, async (tx) => {
    const gone = await tx
      .update(mentions)
      .set({ deletedAt: at })
      .where(and(sql`${mentions.id} = ${anyOf(mentionIds)}`, isNull(mentions.deletedAt)))
      .returning({ id: mentions.id, alertId: mentions.alertId, source: mentions.source });
    const events = gone.map(({ id, alertId, source }) =>
      happened('mention_deleted', { kind: 'source', name: source }, at, { alertId }, { mention: id }),
    );
    const owed = [...new Set(gone.map(({ alertId }) => alertId))].map((alertId) => ({
      kind: 'alert_card' as const,
      alertId,
    }));
    return { allowed: true, state: gone.length, events, owed, pages: [] };
  });
  return decision.allowed ? decision.state : 0;
}

export function asMention({ saidThere: _, storyKey: __, ...mention }: typeof mentions.$inferSelect): KnownMention {
  return mention;
}
