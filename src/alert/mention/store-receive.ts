import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { alertDueAt } from '../../clock/due-at.ts';
import type { Database, Tx } from '../../db/connect.ts';
import { queue } from '../../db/deliveries.ts';
import { jsonRows } from '../../db/json-rows.ts';
import { keepEvents } from '../../db/record.ts';
import { pause } from '../../turns.ts';
import { minutes } from '../../words/time.ts';
import { alerts } from '../card/table.ts';
import type { Alert } from '../card/words.ts';
import { hours, volumes } from '../spread/table.ts';
import { storms, stormVolumes } from '../storm/table.ts';
import { sortIntoStories } from '../story/into-stories.ts';
import type { Marked, Outcome, Sorted } from '../story/known.ts';
import { encoded } from '../story/minhash.ts';
import { keepBands } from '../story/store-bands.ts';
import { allMarked, lockStories, readAll, whatIsKnown } from '../story/store-known.ts';
import { stories } from '../story/table.ts';
import { edits, mentions } from './table.ts';
import type { Mention } from './words.ts';

/**
 * Store mentions, each once, and join each to the alert that tells its story or open a new one. One transaction: when
 * this returns, mentions, alerts and the cards owed for them are committed. Answers in the order given.
 */
export async function receive(db: Database, batch: Mention[]): Promise<Outcome[]> {
  const [first] = batch;
  if (!first) return [];
  // The embedded database does its work in this process: between two batches others have their turn.
  await pause();
  // Before the lock is taken, which others wait for.
  const comparable = await allMarked(batch);
  const policy = db.house.policyOf(first);
  await readAll(batch, policy);
  const sorted = await db.sql.transaction(async (tx) => {
    await lockStories(tx);
    const known = await whatIsKnown(tx, comparable, policy, first.receivedAt);
    const result = sortIntoStories(comparable, known, policy);
    await write(db, tx, result, first.receivedAt);
    return result;
  });
  if (sorted.owed.length > 0) db.owed();
  return sorted.outcomes;
}

async function write(db: Database, tx: Tx, sorted: Sorted, at: Date): Promise<void> {
  const { stored, keys, storm } = sorted;
  await takeVolumesAlong(tx, sorted);
  const dueAt = (alert: Alert) => ({ ...alert, nextDueAt: alertDueAt(alert) });
  await Promise.all([
    insert(
      tx,
      mentions,
      stored.map(({ marked: one, alertId }) => mentionRow(one, alertId)),
    ),
    insert(tx, alerts, sorted.opened.map(dueAt)),
    sorted.changed.length > 0 && updateChanged(tx, sorted.changed.map(dueAt)),
    keepStories(tx, keys),
    keepBands(tx, sorted.bands),
    keepVolumes(tx, sorted, at),
    keepEdits(tx, sorted.edits),
    storm && keepStorm(tx, storm),
    keepEvents(tx, sorted.events),
    queue(db, tx, sorted.owed, at),
  ]);
}

type Table = Parameters<typeof jsonRows>[0];

async function insert<T extends Table>(
  tx: Tx,
  table: T,
  list: Partial<T['$inferInsert']>[],
  conflict: SQL = sql``,
): Promise<void> {
  if (list.length === 0) return;
  const { columns, from } = jsonRows(table, list);
  await tx.execute(sql`insert into ${table} (${columns}) select ${columns} from ${from} ${conflict}`);
}

function mentionRow({ mention, saidThere, textKey }: Marked, alertId: number) {
  return { ...mention, alertId, saidThere, storyKey: textKey, sha256: evidenceOf(mention) };
}

/** SHA-256 of what was heard: of the JSON list of text, title, author, times, address and figures. Hex. */
export function evidenceOf(mention: Mention): string {
  const { title, text, author, url, network, publishedAt, receivedAt, reach, engagement, rating } = mention;
  const heard = [title, text, author, url, network, publishedAt, receivedAt, reach, engagement, rating];
  return createHash('sha256').update(JSON.stringify(heard)).digest('hex');
}

async function keepStories(tx: Tx, keys: Sorted['keys']): Promise<void> {
  const list = keys.map((one) => ({ ...one, signature: one.signature ? encoded(one.signature) : null }));
  await insert(
    tx,
    stories,
    list,
    sql`on conflict (key) do update set alert_id = excluded.alert_id, last_at = excluded.last_at`,
  );
}

async function keepVolumes(tx: Tx, sorted: Sorted, at: Date): Promise<void> {
  const { volumes: list } = sorted;
  if (list.length === 0) return;
  const since = new Date(Math.floor(at.getTime() / minutes(60)) * minutes(60));
  const total = { since, mentions: sum(list, 'mentions'), negative: sum(list, 'negative') };
  await Promise.all([
    insert(
      tx,
      volumes,
      list,
      sql`on conflict (alert_id, since, network) do update set
        mentions = volumes.mentions + excluded.mentions, negative = volumes.negative + excluded.negative`,
    ),
    insert(
      tx,
      hours,
      [total],
      sql`on conflict (since) do update set
        mentions = hours.mentions + excluded.mentions, negative = hours.negative + excluded.negative`,
    ),
    insert(
      tx,
      stormVolumes,
      ofStorms(sorted),
      sql`on conflict (storm_id, since) do update set mentions = storm_volumes.mentions + excluded.mentions`,
    ),
  ]);
}

/** The volumes of a storm's stories, added up. */
function ofStorms({ volumes: list, opened, changed }: Sorted): (typeof stormVolumes.$inferInsert)[] {
  const stormOf = new Map([...opened, ...changed].map(({ id, stormId }) => [id, stormId]));
  const sums = new Map<string, typeof stormVolumes.$inferInsert>();
  for (const { alertId, since, mentions: n } of list) {
    const stormId = stormOf.get(alertId) ?? null;
    if (stormId === null) continue;
    const key = `${stormId} ${since.getTime()}`;
    sums.set(key, { stormId, since, mentions: n + (sums.get(key)?.mentions ?? 0) });
  }
  return [...sums.values()];
}

/** What was told before a storm took it in counts as told in it. Before this batch is counted. */
async function takeVolumesAlong(tx: Tx, { takenIn, storm }: Sorted): Promise<void> {
  if (takenIn.length === 0 || storm === null) return;
  await tx.execute(sql`
    insert into storm_volumes (storm_id, since, mentions)
    select ${storm.id}::int, since, sum(mentions) from volumes
    where alert_id = any(${`{${takenIn.join(',')}}`}::int[]) group by since`);
}

function sum(list: Sorted['volumes'], figure: 'mentions' | 'negative'): number {
  return list.reduce((total, one) => total + one[figure], 0);
}

/** The new wording beside what was heard first, which stays. */
async function keepEdits(tx: Tx, edited: Sorted['edits']): Promise<void> {
  if (edited.length === 0) return;
  const list = edited.map(({ mention }) => ({
    mentionId: mention.id,
    seenAt: mention.receivedAt,
    title: mention.title,
    text: mention.text,
    sha256: evidenceOf(mention),
  }));
  await insert(tx, edits, list, sql`on conflict do nothing`);
  const { from } = jsonRows(edits, [...new Map(list.map((one) => [one.mentionId, one])).values()]);
  await tx.execute(sql`
    update mentions set edited_at = e.seen_at, edited_text = e.text from ${from} as e where mentions.id = e.mention_id`);
}

async function keepStorm(tx: Tx, storm: NonNullable<Sorted['storm']>): Promise<void> {
  await tx
    .insert(storms)
    .values(storm)
    .onConflictDoUpdate({ target: storms.id, set: { lastAt: storm.lastAt, stories: storm.stories } });
}

/** Just what mentions change. */
async function updateChanged(tx: Tx, changed: (Alert & { nextDueAt: Date | null })[]): Promise<void> {
  const { from } = jsonRows(alerts, changed);
  await tx.execute(sql`
    update alerts set
      version = alerts.version + 1, last_mention_at = j.last_mention_at, mention_count = j.mention_count,
      reach = j.reach, networks = j.networks, suggested = j.suggested, suggested_because = j.suggested_because,
      acknowledge_due_at = j.acknowledge_due_at, response_due_at = j.response_due_at,
      late_because_raised = j.late_because_raised, deadline_read_at = j.deadline_read_at, storm_id = j.storm_id, muted_by = j.muted_by,
      snoozed_until = j.snoozed_until, next_due_at = j.next_due_at, status = j.status, received_at = j.received_at,
      reminded_up_to = j.reminded_up_to, gathered_on = j.gathered_on, gathered_part = j.gathered_part,
      own_card_since = j.own_card_since
    from ${from} as j where alerts.id = j.id`);
}
