import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from '../../db/schema.ts';

export const subscriptions = pgTable(
  'subscriptions',
  {
    person: text('person').notNull(),
    /** 0 stands for every SEV1 and SEV2. */
    incidentId: integer('incident_id').notNull(),
    since: moment('since').notNull(),
  },
  (t) => [primaryKey({ columns: [t.person, t.incidentId] })],
);
