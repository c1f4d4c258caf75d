import { hash as digest } from 'node:crypto';
import { asc, eq, or, sql } from 'drizzle-orm';
import { joinAlert, openAlert, outgrown } from '../alert/open.ts';
import { isSamePost, normaliseText, type Seen, STORY_WINDOW, storyKeys } from '../alert/story.ts';
import type { Alert, Mention, Owed, Policy, TimelineEvent } from '../words.ts';
import { lockAlerts } from './alerts.ts';
import { type Database, rows, type Tx } from './connect.ts';
import { queue } from './deliveries.ts';
import { anyOf, jsonRows } from './json-rows.ts';
import { alertDueAt, keepEvents } from './record.ts';
import { alerts, mentions, stories } from './schema.ts';

export type Outcome = 'accepted' | 'duplicate';

/** Any number, the same for all replicas: stories are told apart one batch at a time. */
const STORY_LOCK = 7_203_116;

/**
 * Store mentions, each once, and join each to the alert that tells its story or open a new one. One transaction: when
 * this returns, mentions, alerts and the cards owed for them are committed. Answers in the order given.
 */
export async function receive(db: Database, policy: Policy, batch: Mention[]): Promise<Outcome[]> {
  if (batch.length === 0) return [];
  const outcomes = await db.sql.transaction(async (tx) => {
    const marked = batch.map((mention) => ({
      mention,
      saidThere: saidThere(mention),
      keys: storyKeys(mention).map(hash),
    }));
    const known = await whatIsKnown(tx, marked);
    const change = sortIntoStories(marked, known, policy);
    await write(tx, change);
    return change.outcomes;
  });
  if (outcomes.includes('accepted')) db.owed();
  return outcomes;
}

/** One alert's mentions, first to last. */
export async function mentionsOfAlert(db: Database, alertId: number, most: number, skip = 0): Promise<Mention[]> {
  const found = await db.sql
    .select()
    .from(mentions)
    .where(eq(mentions.alertId, alertId))
    .orderBy(asc(mentions.receivedAt), asc(mentions.id))
    .limit(most)
    .offset(skip);
  return found.map(asMention);
}

export async function findMention(db: Database, id: string): Promise<Mention | null> {
  const [row] = await db.sql.select().from(mentions).where(eq(mentions.id, id));
  return row ? asMention(row) : null;
}

/** A mention with the hashes it is compared by. */
interface Marked {
  mention: Mention;
  saidThere: string | null;
  /** Of its story. */
  keys: string[];
}

interface Known {
  /**
   * Stored posts that a mention of the batch may be: one of each id, of each address, and of each text at an address.
   * One is enough: at an address are posts of one source only, and either a single one or all with texts that differ.
   */
  posts: Map<string, Seen>;
  /** Story key → the alert that tells it, and when it was last told. */
  stories: Map<string, { alertId: number; lastAt: Date }>;
  alerts: Map<number, Alert>;
  lastAlertId: number;
}

async function whatIsKnown(tx: Tx, batch: Marked[]): Promise<Known> {
  const ids = batch.map(({ mention }) => mention.id);
  const said = batch.flatMap((one) => one.saidThere ?? []);
  const urls = [...new Set(batch.flatMap(({ mention }) => mention.canonicalUrl ?? []))];
  const keys = [...new Set(batch.flatMap((one) => one.keys))];
  // Before anything is read: each statement after it sees what was committed before the lock was given.
  await tx.execute(sql`select pg_advisory_xact_lock(${STORY_LOCK})`);
  const { id, source, canonicalUrl, text, saidThere } = mentions;
  const [seen, there, told, last] = await Promise.all([
    tx
      .select({ id, source, canonicalUrl, text, saidThere })
      .from(mentions)
      .where(or(sql`${id} = ${anyOf(ids)}`, sql`${saidThere} = ${anyOf(said)}`)),
    urls.length > 0 ? onePostAtEach(tx, urls) : [],
    keys.length > 0
      ? tx
          .select()
          .from(stories)
          .where(sql`${stories.key} = ${anyOf(keys)}`)
      : [],
    rows<{ id: number }>(tx, sql`select coalesce(max(id), 0) as id from alerts`),
  ]);
  const found = await lockAlerts(tx, [...new Set(told.map((story) => story.alertId))]);
  const posts: Known['posts'] = new Map();
  for (const post of [...seen, ...there]) remember(posts, post, post.saidThere);
  return {
    posts,
    stories: new Map(told.map(({ key, alertId, lastAt }) => [key, { alertId, lastAt }])),
    alerts: new Map(found.map((alert) => [alert.id, alert])),
    lastAlertId: last[0]?.id ?? 0,
  };
}

function onePostAtEach(tx: Tx, urls: string[]) {
  return rows<Seen & { saidThere: string | null }>(
    tx,
    sql`
    select post.* from jsonb_array_elements_text(${JSON.stringify(urls)}::text::jsonb) as address
    cross join lateral (
      select id, source, canonical_url as "canonicalUrl", text, said_there as "saidThere"
      from mentions where canonical_url = address limit 1
    ) as post`,
  );
}

interface Sorted {
  outcomes: Outcome[];
  stored: (Mention & { alertId: number; saidThere: string | null })[];
  opened: Alert[];
  joined: Alert[];
  told: { key: string; alertId: number; lastAt: Date }[];
  events: TimelineEvent[];
  owed: Owed[];
  at: Date;
}

/** The batch in order, as the pure rules say. Works on copies in memory; nothing is written here. */
function sortIntoStories(batch: Marked[], known: Known, policy: Policy): Sorted {
  const { posts } = known;
  const state = new Map(known.alerts);
  const told = new Map(known.stories);
  const opened = new Set<number>();
  const changed = new Set<number>();
  const touchedKeys = new Set<string>();
  const sorted: Omit<Sorted, 'opened' | 'joined' | 'told'> = {
    outcomes: [],
    stored: [],
    events: [],
    owed: [],
    at: batch[0]?.mention.receivedAt ?? new Date(0),
  };
  let lastId = known.lastAlertId;

  for (const { mention, saidThere, keys: own } of batch) {
    const candidates = namesOf(mention, saidThere).flatMap((name) => posts.get(name) ?? []);
    if (candidates.some((post) => isSamePost(post, mention))) {
      sorted.outcomes.push('duplicate');
      continue;
    }
    remember(posts, mention, saidThere);
    const alert = own.map((key) => alertTelling(key, mention, told, state)).find((one) => one !== undefined);
    let alertId: number;
    if (alert) {
      alertId = alert.id;
      const joined = joinAlert(alert, mention, policy);
      state.set(alertId, joined);
      sorted.owed.push({ kind: 'alert_card', alertId }, ...outgrown(alert, joined, mention.receivedAt));
    } else {
      alertId = ++lastId;
      const decision = openAlert(alertId, mention, policy);
      if (!decision.allowed) throw new Error(decision.why);
      state.set(alertId, decision.state);
      opened.add(alertId);
      sorted.events.push(...decision.events);
      sorted.owed.push(...decision.owed);
    }
    changed.add(alertId);
    for (const key of own) {
      told.set(key, { alertId, lastAt: mention.receivedAt });
      touchedKeys.add(key);
    }
    sorted.stored.push({ ...mention, alertId, saidThere });
    sorted.outcomes.push('accepted');
  }
  const of = (id: number) => state.get(id) ?? [];
  return {
    ...sorted,
    opened: [...opened].flatMap(of),
    joined: [...changed].filter((id) => !opened.has(id)).flatMap(of),
    told: [...touchedKeys].flatMap((key) => {
      const story = told.get(key);
      return story ? [{ key, ...story }] : [];
    }),
  };
}

function remember(posts: Known['posts'], post: Seen, saidThere: string | null): void {
  for (const name of namesOf(post, saidThere)) {
    if (!posts.has(name)) posts.set(name, post);
  }
}

function namesOf(post: Seen, saidThere: string | null): string[] {
  const names = [`id ${post.id}`];
  if (post.canonicalUrl !== null) names.push(`at ${post.canonicalUrl}`);
  if (saidThere !== null) names.push(`said ${saidThere}`);
  return names;
}

/** Two posts at one address with the same text share this. Null without an address or a text. */
function saidThere({ canonicalUrl, text }: Seen): string | null {
  return canonicalUrl === null || text === null ? null : hash(`${canonicalUrl}\n${normaliseText(text)}`);
}

function alertTelling(key: string, mention: Mention, told: Known['stories'], state: Map<number, Alert>) {
  const story = told.get(key);
  if (!story || mention.receivedAt.getTime() - story.lastAt.getTime() > STORY_WINDOW) return undefined;
  return state.get(story.alertId);
}

async function write(tx: Tx, change: Sorted): Promise<void> {
  if (change.stored.length === 0) return;
  const stored = jsonRows(mentions, change.stored);
  const told = change.told.length > 0 ? jsonRows(stories, change.told) : null;
  const dueAt = (alert: Alert) => ({ ...alert, nextDueAt: alertDueAt(alert) });
  const opened = change.opened.length > 0 ? jsonRows(alerts, change.opened.map(dueAt)) : null;
  await Promise.all([
    tx.execute(sql`insert into mentions (${stored.columns}) select ${stored.columns} from ${stored.from}`),
    opened && tx.execute(sql`insert into alerts (${opened.columns}) select ${opened.columns} from ${opened.from}`),
    told &&
      tx.execute(sql`
        insert into stories (${told.columns}) select ${told.columns} from ${told.from}
        on conflict (key) do update set alert_id = excluded.alert_id, last_at = excluded.last_at`),
    change.joined.length > 0 && updateJoined(tx, change.joined.map(dueAt)),
    keepEvents(tx, change.events),
    queue(tx, change.owed, change.at),
  ]);
}

/** Just what one more mention changes. */
async function updateJoined(tx: Tx, joined: (Alert & { nextDueAt: Date | null })[]): Promise<void> {
  const { from } = jsonRows(alerts, joined);
  await tx.execute(sql`
    update alerts set
      version = alerts.version + 1, last_mention_at = j.last_mention_at, mention_count = j.mention_count,
      reach = j.reach, networks = j.networks, suggested = j.suggested, suggested_because = j.suggested_because,
      acknowledge_due_at = j.acknowledge_due_at, response_due_at = j.response_due_at,
      late_because_raised = j.late_because_raised, next_due_at = j.next_due_at
    from ${from} as j where alerts.id = j.id`);
}

function hash(key: string): string {
  return digest('sha256', key).slice(0, 32);
}

function asMention({ alertId: _, saidThere: __, ...mention }: typeof mentions.$inferSelect): Mention {
  return mention;
}
