/** The tables. Migrations are made from this file: `npm run migration`. SQL stays at the level of PostgreSQL 14. */

import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { EventType, Owed, TimelineEvent } from '../words/decision.ts';

export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** Small things to be remembered, for instance a text that only the right SECRET_KEY opens. */
export const keyValues = pgTable('keepsakes', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});

/** Append-only; a trigger refuses update and delete. */
export const events = pgTable(
  'events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    type: text('type').$type<EventType>().notNull(),
    by: jsonb('by').$type<TimelineEvent['by']>().notNull(),
    at: moment('at').notNull(),
    alertId: integer('alert_id'),
    incidentId: integer('incident_id'),
    detail: jsonb('detail').$type<TimelineEvent['detail']>().notNull(),
  },
  (t) => [
    index('events_of_alert').on(t.alertId).where(sql`${t.alertId} is not null`),
    index('events_of_incident').on(t.incidentId).where(sql`${t.incidentId} is not null`),
    // Of a story whose posts are edited and deleted by the thousand, these are a few.
    index('replies_of_alert').on(t.alertId).where(sql`type = 'reply_logged'`),
    index('replies_of_incident').on(t.incidentId).where(sql`type = 'reply_logged'`),
  ],
);

/** `held`: a person must mend something first. `failed`: set aside, since it stopped the process again and again. */
export type DeliveryStatus = 'waiting' | 'leased' | 'held' | 'done' | 'failed';

/** What is owed to the outside. See the delivery room. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text('kind').$type<Owed['kind']>().notNull(),
    /** One row per key: a card, a board; or one reminder that must be said once. */
    key: text('key').notNull(),
    payload: jsonb('payload').$type<Owed>().notNull(),
    lane: text('lane').notNull(),
    /** Deliveries of one place go one after the other, spaced. Null: no order needed. */
    place: text('place'),
    status: text('status').$type<DeliveryStatus>().notNull(),
    runAt: moment('run_at').notNull(),
    /** 1 to 4: how severe what it is about is. What weighs more goes first. */
    weight: smallint('weight').notNull().default(4),
    /** What belongs together. */
    series: text('series'),
    attempt: integer('attempt').notNull().default(0),
    /** When it was taken last: what an earlier attempt left behind is looked for up to then. */
    triedAt: moment('tried_at'),
    /** It waits since an attempt failed, and goes on at once when the outside answers again. */
    backedOff: boolean('backed_off').notNull().default(false),
    /** How many leases in a row ran out without a word. */
    lost: smallint('lost').notNull().default(0),
    /** The obstacle that keeps it back. */
    heldBy: text('held_by'),
    /** How often it was asked for, and which of these the present lease has seen. */
    wanted: integer('wanted').notNull().default(1),
    taken: integer('taken').notNull().default(0),
    leasedBy: text('leased_by'),
    leasedUntil: moment('leased_until'),
    /** What the outside gave back, for instance where the card was posted. */
    receipt: jsonb('receipt').$type<Receipt>(),
    lastError: text('last_error'),
    createdAt: moment('created_at').notNull(),
    doneAt: moment('done_at'),
  },
  (t) => [
    uniqueIndex('deliveries_key').on(t.key),
    index('deliveries_waiting').on(t.lane, t.runAt).where(sql`${t.status} = 'waiting'`),
    index('deliveries_leased').on(t.leasedUntil).where(sql`${t.status} = 'leased'`),
    index('deliveries_failed').on(t.id).where(sql`${t.status} = 'failed'`),
    index('deliveries_held').on(t.heldBy).where(sql`${t.heldBy} is not null`),
    index('deliveries_series').on(t.series).where(sql`${t.series} is not null`),
    index('deliveries_pooled').on(sql`(${t.receipt} ->> 'pool')`).where(sql`${t.receipt} ? 'pool'`),
  ],
);

/** What a person must mend before some deliveries can go out. Gone once it is mended. */
export const obstacles = pgTable('obstacles', {
  /** For instance `token`, `scope:pins:write` or `channel:C0123`. */
  key: text('key').primaryKey(),
  /** What is wrong and what to do, in Slack's mrkdwn, written by us. */
  why: text('why').notNull(),
  since: moment('since').notNull(),
  /** One of the deliveries it holds is tried again then. */
  nextTryAt: moment('next_try_at').notNull(),
});

/** Where a delivery ended up, in the outside's own ids. */
export type Receipt = Record<string, string>;

/** When a place, or a budget of calls, is free again. */
export const paces = pgTable('paces', {
  key: text('key').primaryKey(),
  freeAt: moment('free_at').notNull(),
});

/** Requests acted on already: the outside delivers more than once. */
export const requests = pgTable('heard', {
  key: text('key').primaryKey(),
  at: moment('at').notNull(),
});
