/**
 * What no rule reads any more. Kept for good: mentions, their edits and the timeline, which are evidence; the alerts,
 * incidents and pages themselves. Each sweep goes in small steps and may be run at any time, by several at once.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { after, minutes } from '../words/time.ts';
import type { Database } from './connect.ts';
import { forgetRows, PAUSE } from './in-steps.ts';
import { paces, requests } from './schema.ts';

export const DAY = minutes(24 * 60);

/** The outside repeats itself within minutes; a day more, for whoever's clock is behind. */
const REQUESTS_KEPT = 2 * DAY;

/** Meta sends again for 36 hours what it could not deliver, and lists all again when it is set up anew. */
const OWN_REPLIES_KEPT = 30 * DAY;

/** A pace that was free a day ago says no more than none. */
const PACES_KEPT = DAY;

/** Where rows are forgotten, or written over many times. */
const REUSED = ['heard', 'paces', 'stories', 'bands', 'volumes', 'deliveries', 'rejections', 'alerts', 'sources'];

/**
 * The embedded database never tidies up by itself: without this, what is forgotten leaves a hole that nothing fills, and
 * the folder grows all the same. A tenth of a second a table. PostgreSQL does it while nobody looks.
 */
export async function reuseSpace(db: Database): Promise<void> {
  if (db.engine !== 'PGlite') return;
  for (const table of REUSED) {
    await db.sql.execute(sql`vacuum ${sql.identifier(table)}`);
    await pause(PAUSE);
  }
}

/** Forget which requests were acted on. */
export async function forgetRequests(db: Database, now: Date): Promise<number> {
  const isOld = sql`at < ${after(now, -REQUESTS_KEPT).toISOString()}`;
  const ownReplies = sql`(not starts_with(key, 'own reply ') or at < ${after(now, -OWN_REPLIES_KEPT).toISOString()})`;
  return forgetRows(db, requests, requests.key, sql`${isOld} and ${ownReplies}`);
}

/** Forget when places and budgets were free that nobody has used since. */
export async function forgetPaces(db: Database, now: Date): Promise<number> {
  return forgetRows(db, paces, paces.key, sql`free_at < ${after(now, -PACES_KEPT).toISOString()}`);
}
