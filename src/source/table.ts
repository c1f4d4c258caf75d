import { sql } from 'drizzle-orm';
import { bigint, boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from '../db/schema.ts';
import type { Gap } from './silence/rule.ts';

/** Where mentions come from. The name is the last part of a pushing source's address. */
export const sources = pgTable(
  'sources',
  {
    name: text('name').primaryKey(),
    kind: text('kind').notNull(),
    /** What an administrator typed and anybody may read. */
    settings: jsonb('settings').$type<Record<string, string>>().notNull(),
    /** The rest of it, as JSON, encrypted with SECRET_KEY. */
    secrets: text('secrets'),
    isPaused: boolean('is_paused').notNull().default(false),
    /** Written in firebreak.yml: changed there. */
    fromFile: boolean('from_file').notNull().default(false),
    addedBy: text('added_by'),
    addedAt: moment('added_at').notNull(),
    /** When something came from it last, usable or not. */
    seenAt: moment('seen_at'),
    accepted: bigint('accepted', { mode: 'number' }).notNull().default(0),
    duplicates: bigint('duplicates', { mode: 'number' }).notNull().default(0),
    rejected: bigint('rejected', { mode: 'number' }).notNull().default(0),
    lastError: text('last_error'),
    lastErrorAt: moment('last_error_at'),
    /** Pulled sources: every pull has failed since then. */
    failingSince: moment('failing_since'),
    /** The longest pause that began in each hour of the last week: what is usual for it. */
    gaps: jsonb('gaps').$type<Gap[]>().notNull().default([]),
    /** It was said that it is silent; null once it is back. */
    silentSince: moment('silent_since'),
    /** When its silence is worth a word; for the ticker. */
    nextDueAt: moment('next_due_at'),
    /** Pulled sources: where to go on, and when. */
    cursor: jsonb('cursor').$type<unknown>(),
    nextPullAt: moment('next_pull_at'),
    leasedBy: text('leased_by'),
    leasedUntil: moment('leased_until'),
  },
  (t) => [
    index('sources_due').on(t.nextDueAt).where(sql`${t.nextDueAt} is not null`),
    index('sources_to_pull').on(t.nextPullAt).where(sql`${t.nextPullAt} is not null`),
  ],
);

/** Items that could not be used. Kept for a week, so that they can be looked at and tried again. */
export const rejections = pgTable(
  'rejections',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    source: text('source').notNull(),
    at: moment('at').notNull(),
    why: text('why').notNull(),
    /** The item as JSON; null when it was too large to keep. */
    item: text('item'),
    replayedAt: moment('replayed_at'),
  },
  (t) => [index('rejections_of_source').on(t.source, t.at)],
);
