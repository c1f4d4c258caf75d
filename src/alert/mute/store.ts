/** What people snoozed by author, hashtag or query. */
import { and, asc, eq, isNull, lte, not, sql } from 'drizzle-orm';
import { alertDueAt } from '../../clock/due-at.ts';
import type { Log } from '../../clock/store-due.ts';
import { decidedAgain, isMovedAway, moveAway } from '../../clock/store-undecided.ts';
import { type Database, ping, rows, type Tx } from '../../db/connect.ts';
import { isOfTheData } from '../../db/fault.ts';
import { jsonRows } from '../../db/json-rows.ts';
import { change } from '../../db/record.ts';
import { type Decision, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { asAlert } from '../card/store.ts';
import { alerts } from '../card/table.ts';
import { lockStories } from '../story/store-known.ts';
import { endMute, showAfterMute } from './rule.ts';
import { mutes } from './table.ts';
import type { Mute } from './words.ts';

/** A mute and what it holds back at this moment. */
export interface MuteAtWork {
  mute: Mute;
  stories: number;
  posts: number;
}

/** Start one by a pure rule, which is given what is kept but the number. */
export async function startMuteIn(
  db: Database,
  at: Date,
  decided: Decision<Omit<Mute, 'id'>>,
  requestId: string | null,
): Promise<Decision<Omit<Mute, 'id'>>> {
  return change(db, at, requestId, async (tx) => {
    if (!decided.allowed) return decided;
    const [kept] = await tx.insert(mutes).values(decided.state).returning({ id: mutes.id });
    if (!kept) throw new Error('A mute was stored without a number.');
    return { ...decided, owed: [...decided.owed, { kind: 'mute_card', muteId: kept.id }] };
  });
}

/** Somebody stops it. What it held back is shown, each story with a card of its own. */
export async function stopMute(
  db: Database,
  id: number,
  by: PersonId,
  at: Date,
  requestId: string | null,
): Promise<Decision<Mute>> {
  return change(db, at, requestId, async (tx) => {
    await lockStories(tx);
    const [mute] = await tx.select().from(mutes).where(eq(mutes.id, id)).for('update');
    if (!mute) return refuse('This snooze no longer exists.');
    return end(tx, mute, by, at);
  });
}

/**
 * Those whose time is up end. Answers how many did. One that cannot is out of the way of the others, and tried again
 * later. Throws when the database failed about some, after the others ended.
 */
export async function endMutesThatAreOver(db: Database, now: Date, log: Log): Promise<number> {
  const isOver = and(isNull(mutes.endedAt), lte(mutes.until, now), not(isMovedAway('mute', sql`mutes.id::text`, now)));
  const over = await db.sql.select({ id: mutes.id }).from(mutes).where(isOver).orderBy(asc(mutes.id));
  const failures: unknown[] = [];
  let ended = 0;
  for (const { id } of over) {
    try {
      await change(db, now, null, async (tx) => {
        await lockStories(tx);
        const [mute] = await tx.select().from(mutes).where(eq(mutes.id, id)).for('update');
        await decidedAgain(tx, 'mute', [String(id)]);
        return mute ? end(tx, mute, null, now) : refuse('This snooze no longer exists.');
      });
      ended++;
    } catch (error) {
      await ping(db);
      log.error({ err: error, id }, 'a snooze that is over cannot be ended; it is tried again later');
      if (!isOfTheData(error)) failures.push(error);
      else await db.sql.transaction((tx) => moveAway(tx, 'mute', [{ id: String(id), error }], now));
    }
  }
  if (failures.length > 0) throw failures[0];
  return ended;
}

/** The story lock is held: no mention that is being stored can be held back by it any more. */
async function end(tx: Tx, mute: Mute, by: PersonId | null, at: Date): Promise<Decision<Mute>> {
  const decision = endMute(mute, by, at);
  if (!decision.allowed) return decision;
  const { endedAt, endedBy } = decision.state;
  await tx.update(mutes).set({ endedAt, endedBy }).where(eq(mutes.id, mute.id));
  const shown = await showHeldBack(tx, mute.id, by, at);
  return {
    ...decision,
    events: [...decision.events, ...shown.flatMap(({ events }) => events)],
    owed: [...decision.owed, ...shown.flatMap(({ owed }) => owed)],
  };
}

/** In one statement, for a mute may have held back thousands. */
async function showHeldBack(tx: Tx, muteId: number, by: PersonId | null, at: Date) {
  const held = await tx.select().from(alerts).where(eq(alerts.mutedBy, muteId)).orderBy(asc(alerts.id)).for('update');
  if (held.length === 0) return [];
  const shown = held.map((row) => showAfterMute(asAlert(row), by, at)).filter((one) => one.allowed);
  const { from } = jsonRows(
    alerts,
    shown.map(({ state }) => ({ id: state.id, remindedUpTo: state.remindedUpTo, nextDueAt: alertDueAt(state) })),
  );
  await tx.execute(sql`
    update alerts set version = alerts.version + 1, muted_by = null, snoozed_until = null,
      reminded_up_to = j.reminded_up_to, next_due_at = j.next_due_at
    from ${from} as j where alerts.id = j.id`);
  return shown;
}

export async function findMute(db: Database, id: number): Promise<MuteAtWork | null> {
  const [mute] = await db.sql.select().from(mutes).where(eq(mutes.id, id));
  if (!mute) return null;
  const [held] = await heldBack(db, [id]);
  return { mute, stories: held?.stories ?? 0, posts: held?.posts ?? 0 };
}

/** Those that are not over, the next to end first. */
export async function mutesAtWork(db: Database): Promise<MuteAtWork[]> {
  const running = await db.sql
    .select()
    .from(mutes)
    .where(isNull(mutes.endedAt))
    .orderBy(asc(mutes.until), asc(mutes.id));
  if (running.length === 0) return [];
  const held = new Map(
    (
      await heldBack(
        db,
        running.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  return running.map((mute) => ({
    mute,
    stories: held.get(mute.id)?.stories ?? 0,
    posts: held.get(mute.id)?.posts ?? 0,
  }));
}

async function heldBack(db: Database, ids: number[]): Promise<{ id: number; stories: number; posts: number }[]> {
  return rows(
    db.sql,
    sql`
    select muted_by as id, count(*)::int as stories, sum(mention_count)::int as posts from alerts
    where muted_by = any(${`{${ids.join(',')}}`}::int[]) group by muted_by`,
  );
}
