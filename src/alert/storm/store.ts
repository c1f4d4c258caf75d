/** Many stories at once: what their one card shows, and when it is over. */
import { and, asc, desc, eq, gte, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { type Database, rows, type Tx } from '../../db/connect.ts';
import { receiptsOf } from '../../db/deliveries.ts';
import { anyOf } from '../../db/json-rows.ts';
import { change } from '../../db/record.ts';
import type { Cut } from '../../words/cut.ts';
import { allow, type Decision, type Owed } from '../../words/decision.ts';
import type { Severity } from '../../words/severity.ts';
import { after, minutes } from '../../words/time.ts';
import { asAlert } from '../card/store.ts';
import { alerts, WEIGHT } from '../card/table.ts';
import type { Alert } from '../card/words.ts';
import { lockStories } from '../story/store-known.ts';
import { isCalm, isOfItsTime } from './rule.ts';
import { storms } from './table.ts';
import type { PageOfStorm, Storm, StormFigures } from './words.ts';

export interface LateStories {
  late: number;
  /** Null when none is late. */
  worst: Alert | null;
}

/** Stories read at once to find one that is due. */
const LOOK_AT = 200;

export async function findStorm(db: Database, id: number): Promise<Storm | null> {
  const [storm] = await db.sql.select().from(storms).where(eq(storms.id, id));
  return storm ?? null;
}

const inStorm = (id: number) => and(eq(alerts.stormId, id), eq(alerts.status, 'open'));

/** The most severe first, then the most told. The names of severities are in their order. */
const worstFirst = (severity: SQL) => [
  asc(severity),
  desc(alerts.mentionCount),
  sql`${alerts.reach} desc nulls last`,
  asc(alerts.id),
];

/** Its stories that are past their response deadline without an answer. */
export function isLateIn(id: SQL, now: Date): SQL {
  return sql`storm_id = ${id} and status = 'open' and responded_at is null and response_due_at < ${now.toISOString()}`;
}

/** How many of its stories are late, and the worst of them. */
export async function lateStories(db: Database, id: number, now: Date): Promise<LateStories> {
  const isLate = isLateIn(sql`${id}::int`, now);
  const [late] = await rows<{ n: number }>(db.sql, sql`select count(*)::int as n from alerts where ${isLate}`);
  const [worst] = await db.sql
    .select()
    .from(alerts)
    .where(isLate)
    .orderBy(...worstFirst(sql`coalesce(severity, suggested)`))
    .limit(1);
  return { late: late?.n ?? 0, worst: worst ? asAlert(worst) : null };
}

/** The worst of its stories about which something is due. They are read until one is found. */
export async function worstOfStorm(db: Database, id: number, isDue: (alert: Alert) => boolean): Promise<Alert | null> {
  for (let skip = 0; ; skip += LOOK_AT) {
    const found = await db.sql
      .select()
      .from(alerts)
      .where(inStorm(id))
      .orderBy(...worstFirst(sql`coalesce(${alerts.severity}, ${alerts.suggested})`))
      .limit(LOOK_AT)
      .offset(skip);
    const due = found.map(asAlert).find(isDue);
    if (due || found.length < LOOK_AT) return due ?? null;
  }
}

/** A page of its stories, the most severe first, then the most told. */
export async function storiesOfStorm(db: Database, id: number, most: number, skip = 0): Promise<Alert[]> {
  const order = worstFirst(sql`${alerts.suggested}`);
  // Thousands are put in order by a few figures each, and only that part is read.
  const part = db.sql
    .select({ id: alerts.id })
    .from(alerts)
    .where(inStorm(id))
    .orderBy(...order)
    .limit(most)
    .offset(skip);
  const found = await db.sql
    .select()
    .from(alerts)
    .where(inArray(alerts.id, part))
    .orderBy(...order);
  return found.map(asAlert);
}

/** A page of its stories as a form shows it. Null when there is no such storm. */
export async function pageOfStorm(
  db: Database,
  id: number,
  { most, skip, now }: { most: number; skip: number; now: Date },
): Promise<PageOfStorm | null> {
  const storm = await findStorm(db, id);
  if (!storm) return null;
  const { stories: total } = await stormFigures(db, id, now);
  // The last story of the last page may just have gone.
  const from = Math.min(skip, Math.max(0, Math.ceil(total / most) - 1) * most);
  return { storm, stories: await storiesOfStorm(db, id, most, from), skip: from, total };
}

export async function stormFigures(db: Database, id: number, now: Date): Promise<StormFigures> {
  const at = now.toISOString();
  const hourAgo = after(now, -minutes(60)).toISOString();
  const [bySeverity, [heard]] = await Promise.all([
    rows<{
      suggested: Severity;
      stories: number;
      mentions: number;
      unclaimed: number;
      overdue: number;
      next: string | null;
    }>(
      db.sql,
      sql`
      select suggested, count(*)::int as stories, sum(mention_count)::int as mentions,
        count(*) filter (where claimed_by is null and assessed_at is null)::int as unclaimed,
        count(*) filter (where responded_at is null and response_due_at < ${at})::int as overdue,
        min(response_due_at) filter (where responded_at is null and response_due_at >= ${at}) as next
      from alerts where ${inStorm(id)} group by suggested`,
    ),
    rows<{ n: number }>(
      db.sql,
      sql`
      select coalesce(sum(mentions), 0)::int as n from storm_volumes where storm_id = ${id} and since > ${hourAgo}`,
    ),
  ]);
  const sum = (figure: 'stories' | 'mentions' | 'unclaimed' | 'overdue') =>
    bySeverity.reduce((total, row) => total + row[figure], 0);
  const next = bySeverity.flatMap((row) => (row.next ? [new Date(row.next).getTime()] : []));
  return {
    stories: sum('stories'),
    mentions: sum('mentions'),
    lastHour: heard?.n ?? 0,
    suggested: Object.fromEntries(bySeverity.map((row) => [row.suggested, row.stories])),
    unclaimed: sum('unclaimed'),
    overdue: sum('overdue'),
    nextDueAt: next.length > 0 ? new Date(Math.min(...next)) : null,
  };
}

/** Open SEV1 stories whose own cards were posted in the storm's time, the most told first. */
export async function sev1OfStorm(db: Database, storm: Storm, most: number): Promise<Cut<Alert>> {
  // Not as parameters: their index is found by it.
  const isSev1 = sql`${alerts.status} = 'open' and ${WEIGHT} = 'SEV1' and storm_id is null`;
  const found = await db.sql
    .select()
    .from(alerts)
    .where(isSev1)
    .orderBy(...worstFirst(WEIGHT))
    .limit(LOOK_AT);
  const cards = new Map(found.map((row) => [cardOf(row.id), asAlert(row)]));
  const stand = await receiptsOf(db, [...cards.keys()]);
  const policy = db.house.policyOf(storm);
  const ofItsTime = [...cards].flatMap(([card, alert]) => {
    const stands = stand.get(card);
    return stands && isOfItsTime(storm, stands.createdAt, policy) ? [alert] : [];
  });
  return { first: ofItsTime.slice(0, most), total: ofItsTime.length };
}

/** The storms in whose time something was posted. */
export async function stormsAt(db: Database, postedAt: Date): Promise<Storm[]> {
  const found = await db.sql
    .select()
    .from(storms)
    .where(or(isNull(storms.endedAt), gte(storms.endedAt, postedAt)));
  return found.filter((storm) => isOfItsTime(storm, postedAt, db.house.policyOf(storm)));
}

/** Its stories that have cards of their own from before it took them in. */
export async function takenInWithCards(db: Database, { id, startedAt }: Storm): Promise<number[]> {
  const found = await db.sql
    .select({ id: alerts.id })
    .from(alerts)
    .where(and(inStorm(id), lte(alerts.receivedAt, startedAt)));
  const stand = await receiptsOf(
    db,
    found.map((row) => cardOf(row.id)),
  );
  return [...stand.keys()].flatMap((card) => (card.kind === 'alert_card' ? [card.alertId] : []));
}

const cardOf = (alertId: number): Owed => ({ kind: 'alert_card', alertId });

/** How many cards and reminders stand below the storm's card in the channel, counted up to `most`. */
export async function postsBelow(
  db: Database,
  stormId: number,
  { channel, ts }: { channel: string; ts: string },
  most: number,
): Promise<number> {
  const { key } = db.house.routeOf({ kind: 'storm_card', stormId });
  // What was owed before the storm's card is nearly always posted before it, and there may be months of it.
  const [below] = await rows<{ n: number }>(
    db.sql,
    sql`
    select count(*)::int as n from (
      select from deliveries
      where id > (select id from deliveries where key = ${key})
        and kind in ('alert_card', 'mute_card', 'pooled_reminder')
        and receipt ->> 'channel' = ${channel} and (receipt ->> 'ts')::numeric > ${ts}::numeric
      limit ${most}
    ) as posts`,
  );
  return below?.n ?? 0;
}

/** How many of the stories that these posts tell are shown on a storm's card. */
export async function storiesInStorm(db: Database, mentionIds: string[]): Promise<number> {
  if (mentionIds.length === 0) return 0;
  const [found] = await rows<{ n: number }>(
    db.sql,
    sql`
    select count(distinct alerts.id)::int as n from mentions join alerts on alerts.id = mentions.alert_id
    where mentions.id = ${anyOf(mentionIds)} and alerts.storm_id is not null and alerts.status = 'open'`,
  );
  return found?.n ?? 0;
}

/** Is there one whose card new stories go to now? */
export async function isStorm(db: Database): Promise<boolean> {
  const running = await db.sql.select({ id: storms.id }).from(storms).where(isNull(storms.endedAt)).limit(1);
  return running.length > 0;
}

/** Storms that have calmed end: new stories get cards of their own again. Answers how many there were. */
export async function endCalmStorms(db: Database, now: Date): Promise<number> {
  // Most seconds of most days there is none, and no lock is taken to find that out.
  const running = await db.sql.select().from(storms).where(isNull(storms.endedAt));
  if (!running.some((storm) => isCalm(storm, db.house.policyOf(storm), now))) return 0;
  const decision = await change<number>(db, now, null, (tx) => endThem(db, tx, now));
  return decision.allowed ? decision.state : 0;
}

/** Forget what was counted a day ago. A storm has twelve rows an hour. */
export async function forgetStormVolumes(db: Pick<Tx, 'execute'>, now: Date): Promise<void> {
  await db.execute(sql`delete from storm_volumes where since < ${after(now, -minutes(24 * 60)).toISOString()}`);
}

async function endThem(db: Database, tx: Tx, now: Date): Promise<Decision<number>> {
  // A story that is just being stored may belong to it.
  await lockStories(tx);
  const running = await tx.select().from(storms).where(isNull(storms.endedAt)).for('update');
  const calm = running.filter((storm) => isCalm(storm, db.house.policyOf(storm), now));
  for (const { id } of calm) await tx.update(storms).set({ endedAt: now }).where(eq(storms.id, id));
  return allow(calm.length, { owed: calm.map(({ id }) => ({ kind: 'storm_card', stormId: id })) });
}
