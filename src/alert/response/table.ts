import { boolean, jsonb } from 'drizzle-orm/pg-core';
import { moment } from '../../db/schema.ts';
import type { PublicResponse } from './words.ts';

export const responseClock = {
  receivedAt: moment('received_at').notNull(),
  responseDueAt: moment('response_due_at').notNull(),
  lateBecauseRaised: boolean('late_because_raised').notNull(),
  deadlineReadAt: moment('deadline_read_at'),
  respondedAt: moment('responded_at'),
  response: jsonb('response').$type<PublicResponse>(),
};
