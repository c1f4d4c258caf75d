import { integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { moment } from '../../db/schema.ts';

/** Many new stories at once. At most one is not over. */
export const storms = pgTable('storms', {
  id: integer('id').primaryKey(),
  startedAt: moment('started_at').notNull(),
  lastAt: moment('last_at').notNull(),
  stories: integer('stories').notNull(),
  endedAt: moment('ended_at'),
});

/** How many mentions came to a storm's stories in each five minutes: its card tells of the last hour. Kept for a day. */
export const stormVolumes = pgTable(
  'storm_volumes',
  {
    stormId: integer('storm_id').notNull(),
    since: moment('since').notNull(),
    mentions: integer('mentions').notNull(),
  },
  (t) => [primaryKey({ columns: [t.stormId, t.since] })],
);
