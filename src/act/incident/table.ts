import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { responseClock } from '../../alert/response/table.ts';
import { moment } from '../../db/schema.ts';
import type { Affected, Cause, Network } from '../../words/judgement.ts';
import type { Role } from '../../words/people.ts';
import type { Severity } from '../../words/severity.ts';
import type { Incident } from './words.ts';

export const incidents = pgTable(
  'incidents',
  {
    id: integer('id').primaryKey(),
    version: integer('version').notNull(),
    status: text('status').$type<Incident['status']>().notNull(),
    title: text('title').notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    cause: text('cause').$type<Cause>().notNull(),
    affected: jsonb('affected').$type<Affected[]>().notNull(),
    networks: jsonb('networks').$type<Network[]>().notNull(),
    accountableOwner: text('accountable_owner'),
    isPrivate: boolean('is_private').notNull(),
    alertId: integer('alert_id'),
    mentionUrl: text('mention_url'),
    roomId: text('room_id'),
    roomName: text('room_name'),
    roles: jsonb('roles').$type<Partial<Record<Role, string>>>().notNull(),
    people: jsonb('people').$type<string[]>().notNull(),
    openedBy: text('opened_by').notNull(),
    openedAt: moment('opened_at').notNull(),
    ...responseClock,
    silence: jsonb('silence').$type<Incident['silence']>(),
    lastUpdate: jsonb('last_update').$type<Incident['lastUpdate']>(),
    nextUpdateDueAt: moment('next_update_due_at'),
    lastHeartbeat: jsonb('last_heartbeat').$type<Incident['lastHeartbeat']>(),
    heartbeatDueAt: moment('heartbeat_due_at'),
    resolvedBy: text('resolved_by'),
    resolvedAt: moment('resolved_at'),
    closedAt: moment('closed_at'),
    remindedUpTo: moment('reminded_up_to').notNull(),
    nextDueAt: moment('next_due_at'),
  },
  (t) => [
    index('incidents_due').on(t.nextDueAt).where(sql`${t.nextDueAt} is not null`),
    uniqueIndex('incidents_room').on(t.roomId).where(sql`${t.roomId} is not null`),
    index('incidents_not_closed').on(t.id).where(sql`${t.status} <> 'closed'`),
  ],
);
