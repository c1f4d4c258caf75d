import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from '../../db/schema.ts';
import type { MuteKind } from './words.ts';

export const mutes = pgTable('mutes', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  kind: text('kind').$type<MuteKind>().notNull(),
  value: text('value').notNull(),
  by: text('by').notNull(),
  at: moment('at').notNull(),
  until: moment('until').notNull(),
  endedAt: moment('ended_at'),
  endedBy: text('ended_by'),
});
