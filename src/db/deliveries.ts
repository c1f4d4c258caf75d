import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Owed } from '../words.ts';
import { type Database, rows, type Tx } from './connect.ts';
import { jsonRows } from './json-rows.ts';
import { deliveries, type Receipt } from './schema.ts';

/**
 * Who goes first. `page`: people are waiting to be asked. `alert`: the alerts channel. `room`: an incident's channel
 * and its readers. `card`: edits of what has been posted. `housekeeping`: what nobody waits for.
 */
export const LANES = ['page', 'alert', 'room', 'card', 'housekeeping'] as const;
export type Lane = (typeof LANES)[number];

interface Route {
  lane: Lane;
  key: string;
  /** Deliveries of one place are sent one after the other, spaced. */
  place: string | null;
  /** Rendered from the present state when sent: asking again means once more, never twice. */
  isRedrawn: boolean;
  notBefore?: Date;
}

function routeOf(owed: Owed): Route {
  const once = { isRedrawn: false };
  const redrawn = { isRedrawn: true };
  switch (owed.kind) {
    case 'alert_card':
      return { lane: 'alert', key: `alert_card:${owed.alertId}`, place: 'alerts', ...redrawn };
    case 'alert_reminder': {
      const { clock, step, dueAt } = owed.reminder;
      const key = `alert_reminder:${owed.alertId}/${clock}/${step}/${dueAt}`;
      return { lane: 'alert', key, place: 'alerts', ...once };
    }
    case 'storm_card':
      return { lane: 'alert', key: `storm_card:${owed.stormId}`, place: 'alerts', ...redrawn };
    case 'storm_reminder': {
      const key = `storm_reminder:${owed.stormId}/${owed.clock}/${owed.step}`;
      return { lane: 'alert', key, place: 'alerts', ...once };
    }
    case 'mute_card':
      return { lane: 'alert', key: `mute_card:${owed.muteId}`, place: 'alerts', ...redrawn };
    case 'reply_seen':
      return { lane: 'alert', key: `reply_seen:${owed.alertId}/${owed.reply.id}`, place: 'alerts', ...once };
    case 'source_word':
      return { lane: 'alert', key: `source_word:${owed.once}`, place: 'alerts', ...once };
    case 'week_line':
      return { lane: 'housekeeping', key: `week_line:${owed.from}`, place: 'alerts', ...once };
    case 'alert_chart':
      return { lane: 'housekeeping', key: `alert_chart:${owed.alertId}`, place: null, ...redrawn };
    case 'room':
      return { lane: 'page', key: `room:${owed.incidentId}`, place: null, ...once };
    case 'invite': {
      const people = [...owed.people].sort().join(',');
      // Asking somebody in again is harmless, and right when they could not come before.
      return { lane: 'page', key: `invite:${owed.incidentId}/${people}`, place: null, ...redrawn };
    }
    case 'page_ask': {
      const key = `page_ask:${owed.pageId}/${owed.round}/${owed.person}`;
      return { lane: 'page', key, place: `person:${owed.person}`, ...redrawn, notBefore: owed.notBefore };
    }
    case 'page_unanswered':
      return { lane: 'page', key: `page_unanswered:${owed.pageId}`, place: 'alerts', ...once };
    case 'silence_ask':
      return { lane: 'page', key: `silence_ask:${owed.once}`, place: `person:${owed.approver}`, ...once };
    case 'board':
    case 'room_post': {
      const place = `room:${owed.incidentId}`;
      if (owed.kind === 'board') return { lane: 'room', key: `board:${owed.incidentId}`, place, ...redrawn };
      return { lane: 'room', key: `room_post:${owed.once}`, place, ...once };
    }
    case 'headline':
      return { lane: 'room', key: `headline:${owed.incidentId}`, place: 'alerts', ...redrawn };
    case 'brief':
      return { lane: 'room', key: `brief:${owed.once}`, place: null, ...once };
    case 'brief_dm':
      return { lane: 'room', key: `brief_dm:${owed.once}`, place: `person:${owed.person}`, ...once };
    case 'board_pin':
      return { lane: 'housekeeping', key: `board_pin:${owed.incidentId}`, place: null, ...redrawn };
    case 'topic':
      return { lane: 'housekeeping', key: `topic:${owed.incidentId}`, place: null, ...redrawn };
    case 'bookmark':
      return { lane: 'housekeeping', key: `bookmark:${owed.incidentId}`, place: null, ...redrawn };
    case 'alarm':
      return { lane: 'alert', key: `alarm:${owed.once}`, place: 'alerts', ...once };
  }
}

/** Where something owed has ended up; null while it has not been delivered. */
export async function receiptOf(db: Database, owed: Owed): Promise<Receipt | null> {
  const [row] = await db.sql
    .select({ receipt: deliveries.receipt })
    .from(deliveries)
    .where(eq(deliveries.key, routeOf(owed).key));
  return row?.receipt ?? null;
}

/** Has it ever been owed, delivered or not? */
export async function wasOwed(db: Database, owed: Owed): Promise<boolean> {
  const found = await db.sql
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(eq(deliveries.key, routeOf(owed).key));
  return found.length > 0;
}

/** How much is still to be delivered in each lane, and how much was given up. */
export async function deliveryCounts(db: Database): Promise<{ waiting: Record<string, number>; failed: number }> {
  const counts = await rows<{ lane: string; status: string; n: number }>(
    db.sql,
    sql`
    select lane, 'waiting' as status, count(*)::int as n from deliveries where status = 'waiting' group by lane
    union all select lane, 'leased', count(*)::int from deliveries where status = 'leased' group by lane
    union all select lane, 'failed', count(*)::int from deliveries where status = 'failed' group by lane`,
  );
  const waiting: Record<string, number> = Object.fromEntries(LANES.map((lane) => [lane, 0]));
  for (const { lane, status, n } of counts) if (status !== 'failed') waiting[lane] = (waiting[lane] ?? 0) + n;
  const failed = counts.filter((one) => one.status === 'failed').reduce((sum, one) => sum + one.n, 0);
  return { waiting, failed };
}

/** Try something again that was given up, because somebody mended the cause. False when there is no such thing. */
export async function retryFailed(db: Database, key: string, at: Date): Promise<boolean> {
  const again = await rows(
    db.sql,
    sql`
    update deliveries set status = 'waiting', attempt = 1, run_at = ${at.toISOString()}
    where key = ${key} and status = 'failed' returning id`,
  );
  if (again.length > 0) db.owed();
  return again.length > 0;
}

/**
 * Store what is owed, in the transaction that owes it. Something said once is stored once; something redrawn that is
 * asked for again runs once more, as an edit when it has been posted before.
 * Written in the order of keys, everywhere: two changes that owe the same things never wait for each other.
 */
export async function queue(tx: Pick<Tx, 'execute'>, owed: Owed[], at: Date): Promise<void> {
  const routed = new Map(
    owed.map((one) => {
      const route = routeOf(one);
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
    status: 'waiting' as const,
    runAt: route.notBefore && route.notBefore > at ? route.notBefore : at,
    createdAt: at,
  });
  const once = all.filter(({ route }) => !route.isRedrawn).map(row);
  const redrawn = all.filter(({ route }) => route.isRedrawn).map(row);
  const writes: Promise<unknown>[] = [];
  if (once.length > 0) {
    const { columns, from } = jsonRows(deliveries, once);
    writes.push(
      tx.execute(sql`insert into deliveries (${columns}) select ${columns} from ${from} on conflict (key) do nothing`),
    );
  }
  if (redrawn.length > 0) {
    const { columns, from } = jsonRows(deliveries, redrawn);
    writes.push(
      tx.execute(sql`
        insert into deliveries as d (${columns}) select ${columns} from ${from}
        on conflict (key) do update set
          payload = excluded.payload,
          wanted = d.wanted + 1,
          lane = case when d.receipt is null then excluded.lane else 'card' end,
          place = case when d.receipt is null then excluded.place end,
          -- What failed may have been done all the same: the next attempt looks first.
          attempt = case d.status when 'done' then 0 when 'failed' then 1 else d.attempt end,
          run_at = case
            when d.status <> 'waiting' then excluded.run_at
            -- Once taken, its time is a wait that the outside or a failure asked for.
            when d.taken = 0 then least(d.run_at, excluded.run_at)
            else d.run_at end,
          status = case when d.status = 'leased' then d.status else 'waiting' end`),
    );
  }
  await Promise.all(writes);
}

/** Cards of one batch come in the order of their alerts: 9 before 10. */
const inOrder = new Intl.Collator('en', { numeric: true });

/** An index entry has a limit of 2,700 bytes; only an invitation of hundreds comes near it. */
function shortened(key: string): string {
  if (key.length <= 500) return key;
  return `${key.slice(0, 400)}…${createHash('sha256').update(key).digest('hex')}`;
}
