import { bigint, boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../db/schema.ts';

/** Which alert tells the story of a key (a canonical URL or a normalised text, hashed). */
export const stories = pgTable(
  'stories',
  {
    key: uuid('key').primaryKey(),
    alertId: integer('alert_id').notNull(),
    lastAt: moment('last_at').notNull(),
    /** Of a text: its MinHash, base64. */
    signature: text('signature'),
    /** A person decided where it belongs. */
    byHand: boolean('by_hand').notNull().default(false),
  },
  (t) => [index('stories_of_alert').on(t.alertId)],
);

/** The parts of a text's MinHash under which texts that say nearly the same are found. */
export const bands = pgTable(
  'bands',
  {
    hash: bigint('hash', { mode: 'number' }).notNull(),
    key: uuid('key').notNull(),
  },
  // Half the cost of a B-tree here, and every new text writes one entry for each band. There is none on the key: whoever
  // deletes bands knows their hashes from the text's signature.
  (t) => [index('bands_by_hash').using('hash', t.hash)],
);
