import { sql } from 'drizzle-orm';
import { type Database, rows, type Tx } from '../../db/connect.ts';
import { DAY } from '../../db/forget.ts';
import { inSteps, STEP, type Stepped } from '../../db/in-steps.ts';
import { minutes } from '../../words/time.ts';
import { forgetStormVolumes } from '../storm/store.ts';
import { MANY } from './rule.ts';

/**
 * Volumes say what a card and its chart show. Of a story too small for either they go when it is over; of the others
 * those of a week ago are put together in six hours, which changes no sum and no step of a chart as long.
 */
export async function forgetVolumes(db: Database, now: Date): Promise<number> {
  const weekAgo = now.getTime() - FINE_VOLUMES_KEPT;
  const before = new Date(Math.floor(weekAgo / COARSE) * COARSE).toISOString();
  await forgetStormVolumes(db.sql, now);
  return inSteps<Place>((last) => db.sql.transaction((tx) => forgetSomeVolumes(tx, before, last)));
}

/** The primary key of a volume; `since` as PostgreSQL writes it. */
interface Place {
  id: number;
  since: string;
  network: string;
}

async function forgetSomeVolumes(tx: Tx, before: string, last: Place | null): Promise<Stepped<Place>> {
  const key = sql`(alert_id, since, network)`;
  const isLater = last === null ? sql`true` : sql`${key} > (${last.id}, ${last.since}, ${last.network})`;
  const coarse = sql`date_bin('6 hours', since, timestamptz '1970-01-01Z')`;
  const isFine = sql`since < ${before} and since <> ${coarse}`;
  const part = await rows<Place & { isOld: boolean; isFine: boolean }>(
    tx,
    sql`
    select alert_id as id, since::text as since, network, since < ${before} as "isOld", ${isFine} as "isFine"
    from volumes where ${isLater} order by alert_id, since, network limit ${STEP}`,
  );
  const end = part.at(-1);
  if (!end) return { last: null, gone: 0 };
  const isOnPage = sql`${isLater} and ${key} <= (${end.id}, ${end.since}, ${end.network})`;
  const idsOf = (some: typeof part) => `{${[...new Set(some.map(({ id }) => id))]}}`;
  // Whoever merges or splits has them locked, and counts anew what is changed here.
  const stories = await rows<{ id: number; isOver: boolean }>(
    tx,
    sql`
    select id, mention_count < ${MANY} as "isOver" from alerts
    where id = any(${idsOf(part.filter((one) => one.isOld))}::int[]) and last_mention_at < ${before} and mention_count < ${MANY}
      or id = any(${idsOf(part.filter((one) => one.isFine))}::int[]) and mention_count >= ${MANY}
    order by id for update skip locked`,
  );
  const ids = (isOver: boolean) => `{${stories.flatMap((one) => (one.isOver === isOver ? [one.id] : []))}}`;
  const [done] = await rows<{ gone: number }>(
    tx,
    sql`
    with over as (delete from volumes where ${isOnPage} and alert_id = any(${ids(true)}::int[]) returning 1),
    fine as (
      delete from volumes where ${isOnPage} and alert_id = any(${ids(false)}::int[]) and ${isFine} returning *
    ),
    kept as (
      insert into volumes (alert_id, since, network, mentions, negative)
      select alert_id, ${coarse}, network, sum(mentions), sum(negative) from fine group by 1, 2, 3
      on conflict (alert_id, since, network) do update set
        mentions = volumes.mentions + excluded.mentions, negative = volumes.negative + excluded.negative
      returning 1
    )
    select ((select count(*) from over) + (select count(*) from fine) - (select count(*) from kept))::int as gone`,
  );
  const { id, since, network } = end;
  return { last: part.length < STEP ? null : { id, since, network }, gone: done?.gone ?? 0 };
}

/** From then on a chart's steps are six hours or more. */
const FINE_VOLUMES_KEPT = 7 * DAY;

const COARSE = 6 * minutes(60);
