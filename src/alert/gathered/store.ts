/** What is gathered on one card of a day. */
import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Database } from '../../db/connect.ts';
import type { Cut } from '../../words/cut.ts';
import { asAlert } from '../card/store.ts';
import { alerts } from '../card/table.ts';
import type { Alert } from '../card/words.ts';
import { asMention } from '../mention/store.ts';
import { mentions } from '../mention/table.ts';
import type { KnownMention } from '../mention/words.ts';

/** A story with the post that began it. */
interface Story {
  alert: Alert;
  mention: KnownMention;
}

/** Praise shown at once. A form holds a hundred blocks. */
const KIND_WORDS_AT_ONCE = 40;

/** All stories ever put on this card but praise, in the order in which they came. */
export async function gatheredStories(db: Database, day: string, part: number): Promise<Story[]> {
  const isOnIt = and(eq(alerts.gatheredOn, day), eq(alerts.gatheredPart, part), ne(alerts.status, 'counted'));
  return withMentions(db, await db.sql.select().from(alerts).where(isOnIt).orderBy(asc(alerts.id)));
}

const isPraiseOf = (day: string) => and(eq(alerts.gatheredOn, day), eq(alerts.status, 'counted'));

/** How many posts praised us that day. */
export async function countKindWords(db: Database, day: string): Promise<number> {
  const [counted] = await db.sql
    .select({ n: sql<number>`coalesce(sum(${alerts.mentionCount}), 0)::int` })
    .from(alerts)
    .where(isPraiseOf(day));
  return counted?.n ?? 0;
}

/** The latest stories of them, last first, and how many there are. */
export async function kindWords(db: Database, day: string): Promise<Cut<Story>> {
  const [found, total] = await Promise.all([
    db.sql.select().from(alerts).where(isPraiseOf(day)).orderBy(desc(alerts.id)).limit(KIND_WORDS_AT_ONCE),
    db.sql.$count(alerts, isPraiseOf(day)),
  ]);
  return { first: await withMentions(db, found), total };
}

async function withMentions(db: Database, found: (typeof alerts.$inferSelect)[]): Promise<Story[]> {
  if (found.length === 0) return [];
  const firsts = found.map(({ firstMentionId }) => firstMentionId);
  const told = await db.sql.select().from(mentions).where(inArray(mentions.id, firsts));
  const byId = new Map(told.map((one) => [one.id, asMention(one)]));
  return found.flatMap((row) => {
    const mention = byId.get(row.firstMentionId);
    return mention ? [{ alert: asAlert(row), mention }] : [];
  });
}
