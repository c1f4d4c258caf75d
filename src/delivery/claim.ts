import { sql } from 'drizzle-orm';
import { type Database, rows } from '../db/connect.ts';
import { LANES, type Lane } from '../db/deliveries.ts';
import type { Receipt } from '../db/schema.ts';
import type { Owed } from '../words.ts';

/** One delivery in a worker's hands. */
export interface Delivery<K extends Owed['kind'] = Owed['kind']> {
  id: number;
  key: string;
  owed: Extract<Owed, { kind: K }>;
  lane: Lane;
  place: string | null;
  /** Counts from 1. Above 1 the outcome of an earlier one may be unknown: look before doing it again. */
  attempt: number;
  /** How often it had been asked for when it was taken. */
  wanted: number;
  receipt: Receipt | null;
  createdAt: Date;
  claimedAt: Date;
}

/** Deliveries of a place are looked at this many at a time; a long queue in one place must not hide the others. */
const LOOK_AT = 200;

/** The lanes in which something could be taken now: one statement, where looking into each would take five times three. */
export async function lanesWaiting(db: Database, now: Date): Promise<Set<Lane>> {
  const found = await rows<{ lane: Lane }>(
    db.sql,
    sql`
    select lane.value as lane from jsonb_array_elements_text(${JSON.stringify(LANES)}::text::jsonb) as lane
    where exists (
      select from deliveries d where d.lane = lane.value and d.status = 'waiting' and d.run_at <= ${now.toISOString()}
    )`,
  );
  return new Set(found.map(({ lane }) => lane));
}

/**
 * Take up to `most` waiting deliveries of a lane, one for each place. A place is taken with its delivery and is not free
 * again before that is finished (or its lease is over). What goes to a place keeps its order; of the others who asked
 * first goes first, so that a card that changes all the time keeps nobody waiting. Safe with any number of workers.
 */
export async function claim(
  db: Database,
  lane: Lane,
  most: number,
  owner: string,
  now: Date,
  lease: number,
): Promise<Delivery[]> {
  const at = now.toISOString();
  const until = new Date(now.getTime() + lease).toISOString();
  return db.sql.transaction(async (tx) => {
    const picked = await rows<{ id: number; place: string | null }>(
      tx,
      sql`
      with ready as (
        select d.id, d.asked_at, row_number() over (partition by coalesce(d.place, d.id::text) order by d.id) as turn
        from (
          select id, place, case when place is null then run_at else created_at end as asked_at from deliveries
          where lane = ${lane} and status = 'waiting' and run_at <= ${at}
            and not exists (select from paces p where p.key = deliveries.place and p.free_at > ${at})
          order by asked_at, id limit ${LOOK_AT}
        ) d
      )
      select id::int as id, place from deliveries
      where id in (select id from ready where turn = 1 order by asked_at, id limit ${most}) and status = 'waiting'
      order by id for update skip locked`,
    );
    if (picked.length === 0) return [];
    const places = picked.flatMap((row) => row.place ?? []);
    const taken = new Set(places.length > 0 ? await takePlaces(tx, places, at, until) : []);
    const ids = picked.filter((row) => row.place === null || taken.has(row.place)).map((row) => row.id);
    if (ids.length === 0) return [];
    const claimed = await rows<
      Omit<Delivery, 'owed' | 'createdAt' | 'claimedAt'> & { payload: Owed; created_at: string }
    >(
      tx,
      sql`
      update deliveries set status = 'leased', leased_by = ${owner}, leased_until = ${until},
        attempt = attempt + 1, taken = wanted
      where id in ${ids}
      returning id::int as id, key, payload, lane, place, attempt, wanted, receipt, created_at`,
    );
    return claimed
      .sort((a, b) => a.id - b.id)
      .map(({ payload, created_at, ...row }) => ({
        ...row,
        owed: revived(payload),
        createdAt: new Date(created_at),
        claimedAt: now,
      }));
  });
}

/** Times are text in JSON. */
function revived(payload: Owed): Owed {
  return payload.kind === 'page_ask' ? { ...payload, notBefore: new Date(payload.notBefore) } : payload;
}

/** Deliveries whose worker is gone are waiting again. Their outcome is unknown, which the attempt count tells. */
export async function reclaim(db: Database, now: Date): Promise<number> {
  const freed = await rows<{ id: number }>(
    db.sql,
    sql`
    update deliveries set status = 'waiting', leased_by = null, leased_until = null
    where id in (
      select id from deliveries where status = 'leased' and leased_until < ${now.toISOString()}
      for update skip locked
    )
    returning id`,
  );
  return freed.length;
}

/** Keep a lease while the work goes on. False when another worker has it by now. */
export async function renew(db: Database, delivery: Delivery, owner: string, until: Date): Promise<boolean> {
  const kept = await rows<{ id: number }>(
    db.sql,
    sql`
    with kept as (
      update deliveries set leased_until = ${until.toISOString()}
      where id = ${delivery.id} and leased_by = ${owner} and status = 'leased' returning id, place
    ), place_kept as (
      update paces set free_at = ${until.toISOString()} where key in (select place from kept) returning key
    )
    select id from kept`,
  );
  return kept.length > 0;
}

async function takePlaces(
  tx: Parameters<typeof rows>[0],
  places: string[],
  at: string,
  until: string,
): Promise<string[]> {
  const wanted = sql.join(
    [...places].sort().map((place) => sql`(${place}, ${until}::timestamptz)`),
    sql`, `,
  );
  const taken = await rows<{ key: string }>(
    tx,
    sql`
    insert into paces (key, free_at) values ${wanted}
    on conflict (key) do update set free_at = excluded.free_at where paces.free_at <= ${at}
    returning key`,
  );
  return taken.map((row) => row.key);
}
