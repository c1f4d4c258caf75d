import { type SQL, sql } from 'drizzle-orm';
import { type Database, rows } from '../db/connect.ts';
import { queue } from '../db/deliveries.ts';
import { LANES, type Lane } from '../db/route.ts';
import type { Receipt } from '../db/schema.ts';
import type { Owed } from '../words/decision.ts';

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
  /** The obstacle that kept it back; by this attempt it is found out whether it still does. */
  heldBy: string | null;
  createdAt: Date;
  claimedAt: Date;
  /** When the attempt before this one was taken; null at the first. */
  triedAt: Date | null;
}

/** A delivery whose lease ran out this often in a row, without a word, stops whatever process has it. */
const MOST_LOST = 5;
/** From so many on it waits a while, so that what was in hand beside it is done first. */
const SUSPECT = 3;
/** An edit of what weighs one less goes as if it had been asked for this much later: weight counts, and nobody starves. */
const HEAD_START = 20_000;

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
 * What is said for the first time goes by its weight, of equals the older first, so a card before its own reminders.
 * What is redrawn all the time goes by when it was asked for, with a head start for weight; what somebody pressed goes by
 * that alone.
 */
function turnIn(lane: Lane): SQL {
  if (lane === 'press') return sql`run_at, id`;
  if (lane !== 'card' && lane !== 'housekeeping') return sql`weight, created_at, id`;
  return sql`run_at + weight * ${HEAD_START}::int * interval '1 millisecond', id`;
}

/**
 * Take up to `most` waiting deliveries of a lane, one for each place. A place is taken with its delivery and is not free
 * again before that is finished (or its lease is over). Safe with any number of workers.
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
    const turn = turnIn(lane);
    const picked = await rows<{ id: number; place: string | null; tried_at: string | null }>(
      tx,
      sql`
      with looked as (
        select id, place, weight, created_at, run_at from deliveries
        where lane = ${lane} and status = 'waiting' and run_at <= ${at} and lost < ${MOST_LOST}
          and not exists (select from paces p where p.key = deliveries.place and p.free_at > ${at})
        order by ${turn} limit ${LOOK_AT}
      ), ready as (
        select *, row_number() over (partition by coalesce(place, id::text) order by ${turn}) as turn from looked
      )
      select id::int as id, place, tried_at from deliveries
      where id in (select id from ready where turn = 1 order by ${turn} limit ${most}) and status = 'waiting'
      order by id for update skip locked`,
    );
    if (picked.length === 0) return [];
    const places = picked.flatMap((row) => row.place ?? []);
    const taken = new Set(places.length > 0 ? await takePlaces(tx, places, at, until) : []);
    const ids = picked.filter((row) => row.place === null || taken.has(row.place)).map((row) => row.id);
    if (ids.length === 0) return [];
    const claimed = await rows<
      Omit<Delivery, 'owed' | 'createdAt' | 'claimedAt' | 'triedAt'> & { payload: Owed; created_at: string }
    >(
      tx,
      sql`
      update deliveries set status = 'leased', leased_by = ${owner}, leased_until = ${until},
        attempt = attempt + 1, taken = wanted, tried_at = ${at}, backed_off = false
      where id in ${ids}
      returning id::int as id, key, payload, lane, place, attempt, wanted, receipt, held_by as "heldBy", created_at`,
    );
    const triedAt = new Map(picked.map((row) => [row.id, row.tried_at === null ? null : new Date(row.tried_at)]));
    return claimed
      .sort((a, b) => a.id - b.id)
      .map(({ payload, created_at, ...row }) => ({
        ...row,
        owed: revived(payload),
        createdAt: new Date(created_at),
        claimedAt: now,
        triedAt: triedAt.get(row.id) ?? null,
      }));
  });
}

/** Times are text in JSON. */
function revived(payload: Owed): Owed {
  return payload.kind === 'page_ask' ? { ...payload, notBefore: new Date(payload.notBefore) } : payload;
}

/** One that stopped every process that took it. It is kept, and not tried any more. */
export interface SetAside {
  key: string;
  owed: Owed;
}

/**
 * Deliveries whose worker is gone are waiting again. Their outcome is unknown, which the attempt count tells. Answers
 * those that were set aside instead, because that has happened too often in a row; what is owed then is owed with it.
 */
export async function reclaim(db: Database, now: Date, owes: (one: SetAside) => Owed[]): Promise<SetAside[]> {
  const at = now.toISOString();
  const isGone = sql`status = 'leased' and leased_until < ${at}`;
  // Most seconds of most days there is none.
  const gone = await rows(db.sql, sql`select id from deliveries where ${isGone} limit 1`);
  if (gone.length === 0) return [];
  return db.sql.transaction(async (tx) => {
    const freed = await rows<{ key: string; payload: Owed; status: string }>(
      tx,
      sql`
      update deliveries set leased_by = null, leased_until = null, lost = lost + 1,
        run_at = ${at}::timestamptz
          + case when lost + 1 >= ${SUSPECT} then lost * interval '5 seconds' else interval '0' end,
        status = case when lost + 1 >= ${MOST_LOST} then 'failed' else 'waiting' end,
        last_error = case when lost + 1 >= ${MOST_LOST} then 'the process ended while it was being delivered'
          else last_error end
      where id in (select id from deliveries where ${isGone} for update skip locked)
      returning key, payload, status`,
    );
    const setAside = freed
      .filter(({ status }) => status === 'failed')
      .map(({ key, payload }) => ({ key, owed: revived(payload) }));
    await queue(db, tx, setAside.flatMap(owes), now);
    return setAside;
  });
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
