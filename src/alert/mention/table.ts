import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../db/schema.ts';
import type { Network } from '../../words/judgement.ts';
import type { Author, Mention, Parent } from './words.ts';

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
    // A card is drawn anew many times a minute, of a story of fifty thousand posts too: both are read from their ends.
    index('mentions_on_network').on(t.alertId, t.network, t.receivedAt).where(sql`deleted_at is null`),
    index('mentions_by_audience')
      .on(t.alertId, sql`(${AUDIENCE}) desc`, t.receivedAt)
      .where(sql`${AUDIENCE} > 0 and deleted_at is null`),
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

/** How many people a mention may have reached, in SQL: the same as `audienceOf`, null where nobody knows. */
export const AUDIENCE = sql`greatest(reach, (author ->> 'followers')::numeric)`;
