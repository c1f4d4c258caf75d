import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Owed } from '../words/decision.ts';
import { type Database, rows, type Tx } from './connect.ts';
import { anyOf, jsonRows } from './json-rows.ts';
import { LANES } from './route.ts';
import { type DeliveryStatus, deliveries, obstacles, type Receipt } from './schema.ts';

/** Where something owed has ended up; null while it has not been delivered. */
export async function receiptOf(db: Database, owed: Owed): Promise<Receipt | null> {
  return (await standingOf(db, owed))?.receipt ?? null;
}

/** The same of several, those that stand nowhere left out, and since when they were owed. */
export async function receiptsOf(
  db: Database,
  owed: Owed[],
): Promise<Map<Owed, { receipt: Receipt; createdAt: Date }>> {
  const byKey = new Map(owed.map((one) => [shortened(db.house.routeOf(one).key), one]));
  if (byKey.size === 0) return new Map();
  const found = await db.sql
    .select({ key: deliveries.key, receipt: deliveries.receipt, createdAt: deliveries.createdAt })
    .from(deliveries)
    .where(sql`${deliveries.key} = ${anyOf([...byKey.keys()])}`);
  return new Map(
    found.flatMap(({ key, receipt, createdAt }) => {
      const one = byKey.get(key);
      return one && receipt ? [[one, { receipt, createdAt }] as const] : [];
    }),
  );
}

/** How far something owed has come. */
export interface Standing {
  status: DeliveryStatus;
  /** How often it was tried in vain. */
  attempt: number;
  receipt: Receipt | null;
  /** What a person must mend first, in sentences. */
  heldBecause: string | null;
}

/** Null when it was never owed. */
export async function standingOf(db: Database, owed: Owed): Promise<Standing | null> {
  const [row] = await db.sql
    .select({
      status: deliveries.status,
      attempt: deliveries.attempt,
      receipt: deliveries.receipt,
      heldBecause: obstacles.why,
    })
    .from(deliveries)
    .leftJoin(obstacles, eq(obstacles.key, deliveries.heldBy))
    .where(eq(deliveries.key, shortened(db.house.routeOf(owed).key)));
  return row ?? null;
}

/** Has the delivery of this key gone out? */
export async function isDone(db: Database, key: string): Promise<boolean> {
  const [row] = await db.sql.select({ status: deliveries.status }).from(deliveries).where(eq(deliveries.key, key));
  return row?.status === 'done';
}

/** How much is still to be delivered in each lane, how much of it waits for a person, and how much was set aside. */
export async function deliveryCounts(
  db: Database,
): Promise<{ waiting: Record<string, number>; held: number; failed: number }> {
  const counts = await rows<{ lane: string; status: string; n: number }>(
    db.sql,
    sql`
    select lane, 'waiting' as status, count(*)::int as n from deliveries where status = 'waiting' group by lane
    union all select lane, 'leased', count(*)::int from deliveries where status = 'leased' group by lane
    union all select lane, 'held', count(*)::int from deliveries where status = 'held' and held_by is not null group by lane
    union all select lane, 'failed', count(*)::int from deliveries where status = 'failed' group by lane`,
  );
  const waiting: Record<string, number> = Object.fromEntries(LANES.map((lane) => [lane, 0]));
  for (const { lane, status, n } of counts) if (status !== 'failed') waiting[lane] = (waiting[lane] ?? 0) + n;
  const sum = (status: string) =>
    counts.filter((one) => one.status === status).reduce((total, one) => total + one.n, 0);
  return { waiting, held: sum('held'), failed: sum('failed') };
}

/**
 * Try something again now that was set aside, or waits after failures; and what failed beside it in the same place, for
 * which the same alarm stood. False when there is no such thing.
 */
export async function tryAgain(db: Database, key: string, at: Date): Promise<boolean> {
  const again = await rows(
    db.sql,
    sql`
    update deliveries set status = 'waiting', attempt = greatest(attempt, 1), lost = 0, run_at = ${at.toISOString()}
    where (key = ${key} or place = (select place from deliveries where key = ${key}))
      and (status in ('failed', 'held') or (status = 'waiting' and backed_off)) returning id`,
  );
  if (again.length > 0) db.owed();
  return again.length > 0;
}

/**
 * Store what is owed, in the transaction that owes it. Something said once is stored once; something redrawn that is
 * asked for again runs once more, as an edit when it has been posted before.
 * Written in the order of keys, everywhere: two changes that owe the same things never wait for each other.
 * `isPressed`: a person asked for it and looks for what comes of it, which is drawn before what only counts.
 */
export async function queue(
  { house }: Database,
  tx: Pick<Tx, 'execute'>,
  owed: Owed[],
  at: Date,
  isPressed = false,
): Promise<void> {
  const routed = new Map(
    owed.map((one) => {
      const route = house.routeOf(one);
      return [route.key, { one, route: { ...route, key: shortened(route.key) } }];
    }),
  );
  const all = [...routed.values()].sort((a, b) => inOrder.compare(a.route.key, b.route.key));
  const row = ({ one, route }: (typeof all)[number]) => ({
    kind: one.kind,
    key: route.key,
    payload: one,
    lane: route.lane,
    place: route.place,
    series: route.series ?? null,
    status: 'waiting' as const,
    runAt: route.notBefore && route.notBefore > at ? route.notBefore : at,
    createdAt: at,
    weight: route.weight ?? null,
  });
  const once = all.filter(({ route }) => !route.isRedrawn).map(row);
  const redrawn = all.filter(({ route }) => route.isRedrawn).map(row);
  // Sent in this order, and waited for together.
  const writes: Promise<unknown>[] = [];
  // What is redrawn first: a card stands before its own reminders.
  if (redrawn.length > 0) {
    const { columns, from } = withWeights(redrawn);
    writes.push(
      tx.execute(sql`
        insert into deliveries as d (${columns}, weight) select ${columns}, ${WEIGHT} from ${from} as owed
        on conflict (key) do update set
          payload = excluded.payload,
          weight = excluded.weight,
          wanted = d.wanted + 1,
          lane = case
            when d.receipt is null then excluded.lane
            -- For as long as somebody looks for it.
            when ${isPressed}::boolean or (d.lane = 'press' and d.wanted > d.taken) then 'press'
            else 'card' end,
          place = case when d.receipt is null then excluded.place end,
          -- What failed may have been done all the same: the next attempt looks first.
          attempt = case d.status when 'done' then 0 when 'failed' then 1 else d.attempt end,
          run_at = case
            -- Asked for since it was taken: who asked first counts.
            when d.status = 'leased' and d.wanted > d.taken then least(d.run_at, excluded.run_at)
            when d.status <> 'waiting' then excluded.run_at
            -- What only waited for its turn does not any more.
            when ${isPressed}::boolean and not d.backed_off then least(d.run_at, excluded.run_at)
            -- Once taken, its time is a wait that the outside or a failure asked for.
            when d.taken = 0 then least(d.run_at, excluded.run_at)
            else d.run_at end,
          -- What is held is tried by turns, and goes out in its present state once that is mended.
          status = case when d.status in ('leased', 'held') then d.status else 'waiting' end`),
    );
  }
  if (once.length > 0) {
    const { columns, from } = withWeights(once);
    writes.push(
      tx.execute(sql`
        insert into deliveries (${columns}, weight) select ${columns}, ${WEIGHT} from ${from} as owed
        on conflict (key) do nothing`),
    );
  }
  const latest = all.filter(({ route }) => route.isLatestOnly).map(({ route }) => route.key);
  if (latest.length > 0) writes.push(dropOlder(tx, latest, at));
  await Promise.all(writes);
}

/** 1 to 4: what its route says, else as severe as what it is about, read in the transaction that owes it. */
const WEIGHT = sql`
  coalesce(
    case
      when owed.weight is not null then owed.weight
      when owed.payload ? 'pageId' then (
        select right(coalesce(i.severity, a.severity, a.suggested, 'SEV1'), 1)::int from pages p
        left join incidents i on i.id = p.incident_id left join alerts a on a.id = p.alert_id
        where p.id = owed.payload ->> 'pageId')
      when owed.payload ? 'incidentId' then (
        select right(severity, 1)::int from incidents where id = (owed.payload ->> 'incidentId')::int)
      when owed.payload ? 'alertId' then (
        select right(coalesce(severity, suggested), 1)::int from alerts where id = (owed.payload ->> 'alertId')::int)
    end, 4)`;

/** The rows, and their columns without the weight: what a route leaves open is read from what it is about. */
function withWeights(list: (Partial<typeof deliveries.$inferInsert> | { weight: null })[]) {
  const weighted = list as Partial<typeof deliveries.$inferInsert>[];
  const { columns } = jsonRows(
    deliveries,
    weighted.slice(0, 1).map(({ weight: _, ...row }) => row),
  );
  return { columns, from: jsonRows(deliveries, weighted).from };
}

/** Of each series what has not been said yet makes room for what is newer: one reminder of a clock, the latest. */
function dropOlder(tx: Pick<Tx, 'execute'>, keys: string[], at: Date): Promise<unknown> {
  // Not awaited here: it runs in its turn, after what it makes room for.
  return tx.execute(sql`
    update deliveries old set status = 'done', done_at = ${at.toISOString()}, held_by = null,
      last_error = 'a newer one took its place'
    from deliveries newer
    where newer.key = ${anyOf(keys)} and old.series = newer.series and old.id < newer.id
      and old.status in ('waiting', 'held')`);
}

/** Cards of one batch come in the order of their alerts: 9 before 10. */
const inOrder = new Intl.Collator('en', { numeric: true });

/** An index entry has a limit of 2,700 bytes; only an invitation of hundreds comes near it. */
function shortened(key: string): string {
  if (key.length <= 500) return key;
  return `${key.slice(0, 400)}…${createHash('sha256').update(key).digest('hex')}`;
}
