/** What people say about which posts tell one story. Their choice is never undone by the machine. */
import { and, asc, eq, max, notInArray, or, sql } from 'drizzle-orm';
import { encoded } from '../alert/minhash.ts';
import { type Merged, mergeAlerts } from '../assess/merge.ts';
import { type Split, splitOut } from '../assess/split.ts';
import { type Decision, type Mention, type PersonId, type Policy, refuse } from '../words.ts';
import { lockAlerts, saveAlert } from './alerts.ts';
import type { Database, Tx } from './connect.ts';
import { anyOf, jsonRows } from './json-rows.ts';
import { lockStories, marked } from './known.ts';
import { asMention, keepBands } from './mentions.ts';
import { alertDueAt, change } from './record.ts';
import { alerts, mentions, stories, volumes } from './schema.ts';

/** So many of what stays are read to suggest a severity anew. */
const MOST_LEFT = 1_000;

/** Who asks for it, and when. */
export interface Asked {
  by: PersonId;
  at: Date;
  heardAs: string | null;
}

/** A post leaves its alert, with its copies and the answers to it, for an alert of its own. */
export async function splitMention(
  db: Database,
  policy: Policy,
  mentionId: string,
  { by, at, heardAs }: Asked,
): Promise<Decision<Split>> {
  return change(db, at, heardAs, async (tx) => {
    await lockStories(tx);
    const [post] = await tx.select().from(mentions).where(eq(mentions.id, mentionId));
    const [alert] = post ? await lockAlerts(tx, [post.alertId]) : [];
    if (!post || !alert) return refuse('This post is not known any more.');
    const copies = post.storyKey === null ? eq(mentions.id, post.id) : eq(mentions.storyKey, post.storyKey);
    const answers = sql`${mentions.parent} ->> 'id' = ${post.id}`;
    const ofAlert = eq(mentions.alertId, alert.id);
    const order = [asc(mentions.receivedAt), asc(mentions.id)];
    const moved = await tx
      .select()
      .from(mentions)
      .where(and(ofAlert, or(copies, answers)))
      .orderBy(...order);
    const ids = moved.map(({ id }) => id);
    const left = await tx
      .select()
      .from(mentions)
      .where(and(ofAlert, notInArray(mentions.id, ids)))
      .orderBy(...order)
      .limit(MOST_LEFT);
    const [last] = await tx.select({ id: max(alerts.id) }).from(alerts);
    const parts = { moved: moved.map(asMention), left: left.map(asMention) };
    const decision = splitOut(alert, parts, (last?.id ?? 0) + 1, policy, by, at);
    if (!decision.allowed || !decision.state.own) return decision;
    const { rest, own } = decision.state;
    await saveAlert(tx, rest);
    await tx.insert(alerts).values({ ...own, nextDueAt: alertDueAt(own) });
    await tx
      .update(mentions)
      .set({ alertId: own.id })
      .where(sql`${mentions.id} = ${anyOf(ids)}`);
    await pin(tx, parts.moved, own.id, at);
    await countAnew(tx, [rest.id, own.id]);
    return decision;
  });
}

/** Two alerts become one. */
export async function mergeInto(
  db: Database,
  fromId: number,
  intoId: number,
  { by, at, heardAs }: Asked,
): Promise<Decision<Merged>> {
  return change(db, at, heardAs, async (tx) => {
    await lockStories(tx);
    const locked = await lockAlerts(
      tx,
      [...new Set([fromId, intoId])].sort((a, b) => a - b),
    );
    const from = locked.find(({ id }) => id === fromId);
    const into = locked.find(({ id }) => id === intoId);
    if (!from || !into) return refuse('This alert no longer exists.');
    const decision = mergeAlerts({ into, from }, by, at);
    if (!decision.allowed) return decision;
    await saveAlert(tx, decision.state.into);
    await saveAlert(tx, decision.state.from);
    await tx.update(mentions).set({ alertId: intoId }).where(eq(mentions.alertId, fromId));
    await tx.update(stories).set({ alertId: intoId, byHand: true }).where(eq(stories.alertId, fromId));
    await countAnew(tx, [fromId, intoId]);
    return decision;
  });
}

/** From now on the addresses and the words of these posts lead to this alert alone, and nearly the same words too. */
async function pin(tx: Tx, posts: Mention[], alertId: number, at: Date): Promise<void> {
  const told = new Map<
    string,
    { key: string; alertId: number; lastAt: Date; byHand: true; signature: string | null }
  >();
  const found: { hash: number; key: string }[] = [];
  for (const { urlKey, textKey, signature, bands } of posts.map(marked)) {
    const pinned = { alertId, lastAt: at, byHand: true as const };
    if (urlKey !== null) told.set(urlKey, { key: urlKey, ...pinned, signature: null });
    if (textKey === null || signature === null || told.has(textKey)) continue;
    told.set(textKey, { key: textKey, ...pinned, signature: encoded(signature) });
    for (const hash of bands) found.push({ hash, key: textKey });
  }
  if (told.size === 0) return;
  const { columns, from } = jsonRows(stories, [...told.values()]);
  await tx.execute(sql`
    insert into stories (${columns}) select ${columns} from ${from}
    on conflict (key) do update set
      alert_id = excluded.alert_id, by_hand = true, signature = coalesce(excluded.signature, stories.signature)`);
  // A text that was nearly a copy of another had none of its own.
  await tx.execute(sql`delete from bands where key = any(${`{${[...told.keys()]}}`}::uuid[])`);
  await keepBands(tx, found);
}

/** Their volumes, from the mentions they have now. */
async function countAnew(tx: Tx, alertIds: number[]): Promise<void> {
  const ids = `{${alertIds.join(',')}}`;
  await tx.execute(sql`delete from ${volumes} where alert_id = any(${ids}::int[])`);
  await tx.execute(sql`
    insert into volumes (alert_id, since, network, mentions, negative)
    select alert_id, date_bin('5 minutes', received_at, timestamptz '2000-01-01Z'), network, count(*),
      count(*) filter (where sentiment is null or sentiment = 'negative')
    from mentions where alert_id = any(${ids}::int[]) group by 1, 2, 3`);
}
