import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from '../../db/schema.ts';
import type { Network } from '../../words/judgement.ts';

/** How many mentions of an alert came in each five minutes, by network. After a week, in each six hours. */
export const volumes = pgTable(
  'volumes',
  {
    alertId: integer('alert_id').notNull(),
    since: moment('since').notNull(),
    network: text('network').$type<Network>().notNull(),
    mentions: integer('mentions').notNull(),
    /** Negative, or not classified. */
    negative: integer('negative').notNull(),
  },
  (t) => [primaryKey({ columns: [t.alertId, t.since, t.network] })],
);

/** The same for everything heard in an hour: what is usual is read from it. Kept for 28 days. */
export const hours = pgTable('hours', {
  since: moment('since').primaryKey(),
  mentions: integer('mentions').notNull(),
  negative: integer('negative').notNull(),
});
