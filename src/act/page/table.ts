import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from '../../db/schema.ts';
import type { Ask, Page } from '../../words/page.ts';

export const pages = pgTable(
  'pages',
  {
    id: text('id').primaryKey(),
    version: integer('version').notNull(),
    alertId: integer('alert_id'),
    incidentId: integer('incident_id'),
    stormId: integer('storm_id'),
    why: text('why').notNull(),
    steps: jsonb('steps').$type<string[][]>().notNull(),
    round: integer('round').notNull(),
    asks: jsonb('asks').$type<Ask[]>().notNull(),
    status: text('status').$type<Page['status']>().notNull(),
    answeredBy: text('answered_by'),
    answeredAt: moment('answered_at'),
    startedAt: moment('started_at').notNull(),
    answerDueAt: moment('answer_due_at').notNull(),
    nextDueAt: moment('next_due_at'),
  },
  (t) => [
    index('pages_due').on(t.nextDueAt).where(sql`${t.nextDueAt} is not null`),
    index('pages_of_incident').on(t.incidentId),
    index('pages_of_storm').on(t.stormId, t.startedAt).where(sql`${t.stormId} is not null`),
  ],
);
