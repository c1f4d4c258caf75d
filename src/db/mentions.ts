import { createHash } from 'node:crypto';
import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { sortIntoStories } from '../alert/into-stories.ts';
import type { Marked, Outcome, Sorted } from '../alert/known.ts';
import { encoded } from '../alert/minhash.ts';
import { type Alert, happened, type KnownMention, type Mention, minutes, type Policy } from '../words.ts';
import type { Database, Tx } from './connect.ts';
import { queue } from './deliveries.ts';
import { anyOf, jsonRows } from './json-rows.ts';
import { lockStories, marked, whatIsKnown } from './known.ts';
import { alertDueAt, change, keepEvents } from './record.ts';
import { alerts, edits, hours, mentions, stories, storms, volumes } from './schema.ts';

/**
 * Store mentions, each once, and join each to the alert that tells its story or open a new one. One transaction: when
 * this returns, mentions, alerts and the cards owed for them are committed. Answers in the order given.
 */
export async function receive(db: Database, policy: Policy, batch: Mention[]): Promise<Outcome[]> {
  const [first] = batch;
  if (!first) return [];
  const comparable = batch.map(marked);
  const sorted = await db.sql.transaction(async (tx) => {
    await lockStories(tx);
    const known = await whatIsKnown(tx, comparable, policy, first.receivedAt);
    const result = sortIntoStories(comparable, known, policy);
    await write(tx, result, first.receivedAt);
    return result;
  });
  if (sorted.owed.length > 0) db.owed();
  return sorted.outcomes;
}

/** One alert's mentions, first to last. */
export async function mentionsOfAlert(db: Database, alertId: number, most: number, skip = 0): Promise<KnownMention[]> {
  const found = await db.sql
    .select()
    .from(mentions)
    .where(eq(mentions.alertId, alertId))
    .orderBy(asc(mentions.receivedAt), asc(mentions.id))
    .limit(most)
    .offset(skip);
  return found.map(asMention);
}

export async function findMention(db: Database, id: string): Promise<KnownMention | null> {
  const [row] = await db.sql.select().from(mentions).where(eq(mentions.id, id));
  return row ? asMention(row) : null;
}

/** Their authors deleted them. What they said is kept as evidence. Answers how many were known and not deleted yet. */
export async function markDeleted(db: Database, mentionIds: string[], at: Date): Promise<number> {
  const decision = await change<number>(db, at, null, async (tx) => {
    const gone = await tx
      .update(mentions)
      .set({ deletedAt: at })
      .where(and(sql`${mentions.id} = ${anyOf(mentionIds)}`, isNull(mentions.deletedAt)))
      .returning({ id: mentions.id, alertId: mentions.alertId, source: mentions.source });
    const events = gone.map(({ id, alertId, source }) =>
      happened('mention_deleted', { kind: 'source', name: source }, at, { alertId }, { mention: id }),
    );
    const owed = [...new Set(gone.map(({ alertId }) => alertId))].map((alertId) => ({
      kind: 'alert_card' as const,
      alertId,
    }));
    return { allowed: true, state: gone.length, events, owed, pages: [] };
  });
  return decision.allowed ? decision.state : 0;
}

async function write(tx: Tx, sorted: Sorted, at: Date): Promise<void> {
  const { stored, told, storm } = sorted;
  const dueAt = (alert: Alert) => ({ ...alert, nextDueAt: alertDueAt(alert) });
  await Promise.all([
    insert(
      tx,
      mentions,
      stored.map(({ marked: one, alertId }) => mentionRow(one, alertId)),
    ),
    insert(tx, alerts, sorted.opened.map(dueAt)),
    sorted.changed.length > 0 && updateChanged(tx, sorted.changed.map(dueAt)),
    keepTold(tx, told),
    keepBands(tx, sorted.bands),
    keepVolumes(tx, sorted, at),
    keepEdits(tx, sorted.edits),
    storm && keepStorm(tx, storm),
    keepEvents(tx, sorted.events),
    queue(tx, sorted.owed, at),
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

async function keepTold(tx: Tx, told: Sorted['told']): Promise<void> {
  const list = told.map((one) => ({ ...one, signature: one.signature ? encoded(one.signature) : null }));
  await insert(
    tx,
    stories,
    list,
    sql`on conflict (key) do update set alert_id = excluded.alert_id, last_at = excluded.last_at`,
  );
}

/** The bands under which new texts are found. */
export async function keepBands(tx: Tx, list: Sorted['bands']): Promise<void> {
  if (list.length === 0) return;
  const ofKey = new Map<string, number[]>();
  for (const { hash, key } of list) ofKey.set(key, [...(ofKey.get(key) ?? []), hash]);
  const rows = [...ofKey].map(([key, hashes]) => `{"key":"${key}","hashes":[${hashes}]}`);
  await tx.execute(sql`
    insert into bands (hash, key) select unnest(hashes), key
    from jsonb_to_recordset(${`[${rows}]`}::text::jsonb) as text(key uuid, hashes bigint[])`);
}

async function keepVolumes(tx: Tx, { volumes: list }: Sorted, at: Date): Promise<void> {
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
  ]);
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
      late_because_raised = j.late_because_raised, storm_id = j.storm_id, muted_by = j.muted_by,
      snoozed_until = j.snoozed_until, next_due_at = j.next_due_at
    from ${from} as j where alerts.id = j.id`);
}

export function asMention({ saidThere: _, storyKey: __, ...mention }: typeof mentions.$inferSelect): KnownMention {
  return mention;
}
