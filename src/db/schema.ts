/** The tables. Migrations are made from this file: `npm run migration`. SQL stays at the level of PostgreSQL 14. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Gap } from '../alert/source-silence.ts';
import type {
  Affected,
  Alert,
  Ask,
  Author,
  Cause,
  DismissReason,
  EventType,
  Incident,
  Mention,
  MuteKind,
  Network,
  Owed,
  Page,
  Parent,
  PublicResponse,
  Role,
  Severity,
  TimelineEvent,
} from '../words.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const mentions = pgTable(
  'mentions',
  {
    id: text('id').primaryKey(),
    alertId: integer('alert_id').notNull(),
    source: text('source').notNull(),
    externalId: text('external_id').notNull(),
    network: text('network').$type<Network>().notNull(),
    url: text('url'),
    canonicalUrl: text('canonical_url'),
    /** The address and what was said there, hashed: many reviews share one address. */
    saidThere: text('said_there'),
    author: jsonb('author').$type<Author>().notNull(),
    title: text('title'),
    text: text('text'),
    textState: text('text_state').$type<Mention['textState']>().notNull(),
    publishedAt: moment('published_at'),
    receivedAt: moment('received_at').notNull(),
    sentiment: text('sentiment').$type<NonNullable<Mention['sentiment']>>(),
    reach: bigint('reach', { mode: 'number' }),
    engagement: bigint('engagement', { mode: 'number' }),
    rating: jsonb('rating').$type<NonNullable<Mention['rating']>>(),
    language: text('language'),
    parent: jsonb('parent').$type<Parent>(),
    query: text('query'),
    /** Of what was heard. A trigger keeps all of the above but `alert_id` as it was. */
    sha256: text('sha256').notNull().default(''),
    /** What it says, hashed as in `stories`; null when that is too little to tell a story by. */
    storyKey: uuid('story_key'),
    editedAt: moment('edited_at'),
    editedText: text('edited_text'),
    deletedAt: moment('deleted_at'),
  },
  (t) => [
    index('mentions_by_url').using('hash', t.canonicalUrl),
    index('mentions_by_said').on(t.saidThere).where(sql`${t.saidThere} is not null`),
    index('mentions_of_alert').on(t.alertId, t.receivedAt),
  ],
);

/** Each wording of an edited mention, the first one excepted. Append-only. */
export const edits = pgTable(
  'edits',
  {
    mentionId: text('mention_id').notNull(),
    seenAt: moment('seen_at').notNull(),
    title: text('title'),
    text: text('text'),
    sha256: text('sha256').notNull(),
  },
  (t) => [primaryKey({ columns: [t.mentionId, t.sha256] })],
);

/** Which alert tells the story of a key (a canonical URL or a normalised text, hashed). */
export const stories = pgTable('stories', {
  key: uuid('key').primaryKey(),
  alertId: integer('alert_id').notNull(),
  lastAt: moment('last_at').notNull(),
  /** Of a text: its MinHash, base64. */
  signature: text('signature'),
  /** A person decided where it belongs. */
  byHand: boolean('by_hand').notNull().default(false),
});

/** The parts of a text's MinHash under which texts that say nearly the same are found. */
export const bands = pgTable(
  'bands',
  {
    hash: bigint('hash', { mode: 'number' }).notNull(),
    key: uuid('key').notNull(),
  },
  // Half the cost of a B-tree here, and every new text writes one entry for each band.
  (t) => [index('bands_by_hash').using('hash', t.hash)],
);

/** How many mentions of an alert came in each five minutes, by network. */
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

/** Many new stories at once. At most one is not over. */
export const storms = pgTable('storms', {
  id: integer('id').primaryKey(),
  startedAt: moment('started_at').notNull(),
  lastAt: moment('last_at').notNull(),
  stories: integer('stories').notNull(),
  endedAt: moment('ended_at'),
});

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

/** Small things to be remembered, for instance a text that only the right SECRET_KEY opens. */
export const keepsakes = pgTable('keepsakes', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});

const responseClock = {
  receivedAt: moment('received_at').notNull(),
  responseDueAt: moment('response_due_at').notNull(),
  lateBecauseRaised: boolean('late_because_raised').notNull(),
  respondedAt: moment('responded_at'),
  response: jsonb('response').$type<PublicResponse>(),
};

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
    remindedUpTo: moment('reminded_up_to').notNull(),
    nextDueAt: moment('next_due_at'),
  },
  (t) => [
    index('alerts_of_storm').on(t.stormId).where(sql`${t.stormId} is not null`),
    index('alerts_of_mute').on(t.mutedBy).where(sql`${t.mutedBy} is not null`),
    index('alerts_due').on(t.nextDueAt).where(sql`${t.nextDueAt} is not null`),
    index('alerts_open').on(t.id).where(sql`${t.status} = 'open'`),
    index('alerts_of_incident').on(t.incidentId).where(sql`${t.incidentId} is not null`),
  ],
);

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

export const pages = pgTable(
  'pages',
  {
    id: text('id').primaryKey(),
    version: integer('version').notNull(),
    alertId: integer('alert_id'),
    incidentId: integer('incident_id'),
    why: text('why').notNull(),
    steps: jsonb('steps').$type<string[][]>().notNull(),
    round: integer('round').notNull(),
    asks: jsonb('asks').$type<Ask[]>().notNull(),
    status: text('status').$type<Page['status']>().notNull(),
    answeredBy: text('answered_by'),
    startedAt: moment('started_at').notNull(),
    answerDueAt: moment('answer_due_at').notNull(),
    nextDueAt: moment('next_due_at'),
  },
  (t) => [
    index('pages_due').on(t.nextDueAt).where(sql`${t.nextDueAt} is not null`),
    index('pages_of_incident').on(t.incidentId),
  ],
);

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

/** Append-only; a trigger refuses update and delete. */
export const events = pgTable(
  'events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    type: text('type').$type<EventType>().notNull(),
    by: jsonb('by').$type<TimelineEvent['by']>().notNull(),
    at: moment('at').notNull(),
    alertId: integer('alert_id'),
    incidentId: integer('incident_id'),
    detail: jsonb('detail').$type<TimelineEvent['detail']>().notNull(),
  },
  (t) => [
    index('events_of_alert').on(t.alertId).where(sql`${t.alertId} is not null`),
    index('events_of_incident').on(t.incidentId).where(sql`${t.incidentId} is not null`),
  ],
);

export type DeliveryStatus = 'waiting' | 'leased' | 'done' | 'failed';

/** What is owed to the outside. See the delivery room. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text('kind').$type<Owed['kind']>().notNull(),
    /** One row per key: a card, a board; or one reminder that must be said once. */
    key: text('key').notNull(),
    payload: jsonb('payload').$type<Owed>().notNull(),
    lane: text('lane').notNull(),
    /** Deliveries of one place go one after the other, spaced. Null: no order needed. */
    place: text('place'),
    status: text('status').$type<DeliveryStatus>().notNull(),
    runAt: moment('run_at').notNull(),
    attempt: integer('attempt').notNull().default(0),
    /** How often it was asked for, and which of these the present lease has seen. */
    wanted: integer('wanted').notNull().default(1),
    taken: integer('taken').notNull().default(0),
    leasedBy: text('leased_by'),
    leasedUntil: moment('leased_until'),
    /** What the outside gave back, for instance where the card was posted. */
    receipt: jsonb('receipt').$type<Receipt>(),
    lastError: text('last_error'),
    createdAt: moment('created_at').notNull(),
    doneAt: moment('done_at'),
  },
  (t) => [
    uniqueIndex('deliveries_key').on(t.key),
    index('deliveries_waiting').on(t.lane, t.runAt).where(sql`${t.status} = 'waiting'`),
    index('deliveries_leased').on(t.leasedUntil).where(sql`${t.status} = 'leased'`),
    index('deliveries_failed').on(t.id).where(sql`${t.status} = 'failed'`),
  ],
);

/** Where a delivery ended up, in the outside's own ids. */
export type Receipt = Record<string, string>;

/** When a place, or a budget of calls, is free again. */
export const paces = pgTable('paces', {
  key: text('key').primaryKey(),
  freeAt: moment('free_at').notNull(),
});

/** Requests acted on already: the outside delivers more than once. Kept for a day. */
export const heard = pgTable(
  'heard',
  {
    key: text('key').primaryKey(),
    at: moment('at').notNull(),
  },
  (t) => [index('heard_at').on(t.at)],
);
