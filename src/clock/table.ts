import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from '../db/schema.ts';

/** What no rule can decide about. It is out of the way of the others until then, and gone once it can be decided. */
export const undecided = pgTable(
  'undecided',
  {
    kind: text('kind').$type<'alert' | 'incident' | 'page' | 'source' | 'failing source' | 'mute'>().notNull(),
    id: text('id').notNull(),
    since: moment('since').notNull(),
    tries: integer('tries').notNull(),
    until: moment('until').notNull(),
    error: text('error').notNull(),
    /** When people were told of it. */
    toldAt: moment('told_at'),
  },
  (t) => [primaryKey({ columns: [t.kind, t.id] })],
);
