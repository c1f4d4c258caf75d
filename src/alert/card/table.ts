import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from '../../db/schema.ts';
import type { Affected, Cause, DismissReason, Network } from '../../words/judgement.ts';
import type { Severity } from '../../words/severity.ts';
import { responseClock } from '../response/table.ts';
import type { Alert } from './words.ts';

export const alerts = pgTable(
  'alerts',
  {
    id: integer('id').primaryKey(),
    version: integer('version').notNull(),
    status: text('status').$type<Alert['status']>().notNull(),
    title: text('title').notNull(),
    firstMentionId: text('first_mention_id').notNull(),
    publishedAt: moment('published_at'),
    ...responseClock,
    lastMentionAt: moment('last_mention_at').notNull(),
    mentionCount: integer('mention_count').notNull(),
    reach: bigint('reach', { mode: 'number' }),
    suggested: text('suggested').$type<Severity>().notNull(),
    suggestedBecause: jsonb('suggested_because').$type<string[]>().notNull(),
    severity: text('severity').$type<Severity>(),
    cause: text('cause').$type<Cause>().notNull(),
    affected: jsonb('affected').$type<Affected[]>().notNull(),
    networks: jsonb('networks').$type<Network[]>().notNull(),
    accountableOwner: text('accountable_owner'),
    note: text('note'),
    assessedBy: text('assessed_by'),
    assessedAt: moment('assessed_at'),
    claimedBy: text('claimed_by'),
    claimedAt: moment('claimed_at'),
    acknowledgeDueAt: moment('acknowledge_due_at').notNull(),
    snoozedUntil: moment('snoozed_until'),
    dismissedAs: text('dismissed_as').$type<DismissReason>(),
    dismissedBy: text('dismissed_by'),
    escalatedBy: text('escalated_by'),
    incidentId: integer('incident_id'),
    mergedInto: integer('merged_into'),
    stormId: integer('storm_id'),
    mutedBy: integer('muted_by'),
    gatheredOn: text('gathered_on'),
    gatheredPart: integer('gathered_part'),
    ownCardSince: moment('own_card_since'),
    remindedUpTo: moment('reminded_up_to').notNull(),
    /** When Firebreak first reminded of it. */
    remindedSince: moment('reminded_since'),
    nextDueAt: moment('next_due_at'),
  },
  (t) => [
    index('alerts_of_storm').on(t.stormId).where(sql`${t.stormId} is not null`),
    index('alerts_of_mute').on(t.mutedBy).where(sql`${t.mutedBy} is not null`),
    index('alerts_gathered').on(t.gatheredOn, t.gatheredPart).where(sql`${t.gatheredOn} is not null`),
    index('alerts_due').on(t.nextDueAt).where(sql`${t.nextDueAt} is not null`),
    index('alerts_open').on(sql`(${WEIGHT})`, sql`id desc`).where(sql`status = 'open'`),
    index('alerts_reminded')
      .on(sql`(${WEIGHT})`, t.responseDueAt, t.id)
      .where(sql`status = 'open' and reminded_since is not null and storm_id is null`),
    index('alerts_of_incident').on(t.incidentId).where(sql`${t.incidentId} is not null`),
  ],
);

/** How severe an alert is: as a person judged it, else as suggested. The names of severities are in their order. */
export const WEIGHT = sql`coalesce(severity, suggested)`;
