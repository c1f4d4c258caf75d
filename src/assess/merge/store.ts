/** What people say about which posts tell one story. Their choice is never undone by the machine. */
import { and, asc, eq, max, type SQL, sql } from 'drizzle-orm';
import { lockAlerts, saveAlert } from '../../alert/card/store.ts';
import { alerts } from '../../alert/card/table.ts';
import { asMention } from '../../alert/mention/store.ts';
import { AUDIENCE, mentions } from '../../alert/mention/table.ts';
import { volumes } from '../../alert/spread/table.ts';
import type { Marked } from '../../alert/story/known.ts';
import { encoded } from '../../alert/story/minhash.ts';
import { forgetBands, keepBands } from '../../alert/story/store-bands.ts';
import { allMarked, lockStories, readAll, URL_KEY } from '../../alert/story/store-known.ts';
import { stories } from '../../alert/story/table.ts';
import { alertDueAt } from '../../clock/due-at.ts';
import { type Database, rows, type Tx } from '../../db/connect.ts';
import { jsonRows } from '../../db/json-rows.ts';
import { change } from '../../db/record.ts';
import { type Decision, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { type Merged, mergeAlerts } from './rule.ts';
import { type Part, type Split, splitOut } from './split.ts';

/** Of either part so many posts are read to suggest a severity anew, the first ones, and so many of the loudest. */
const MOST_READ = 1_000;
const LOUDEST = 40;
const MOVED_AT_ONCE = 2_000;

/** Who asks for it, and when. */
export interface Asked {
  by: PersonId;
  at: Date;
  requestId: string | null;
}

/** A post leaves its alert, with its copies and the answers to it, for an alert of its own. */
export async function splitMention(
  db: Database,
  mentionId: string,
  { by, at, requestId }: Asked,
): Promise<Decision<Split>> {
  return change(db, at, requestId, async (tx) => {
    await lockStories(tx);
    const [post] = await tx.select().from(mentions).where(eq(mentions.id, mentionId));
    const [alert] = post ? await lockAlerts(tx, [post.alertId]) : [];
    if (!post || !alert) return refuse('This post is not known any more.');
    const isCopy = post.storyKey === null ? eq(mentions.id, post.id) : eq(mentions.storyKey, post.storyKey);
    const isMoved = sql`(${isCopy} or ${mentions.parent} ->> 'id' = ${post.id})`;
    const parts = await partsOf(tx, alert.id, isMoved);
    const [last] = await tx.select({ id: max(alerts.id) }).from(alerts);
    const policy = db.house.policyOf(alert);
    await readAll([...parts.moved.read, ...parts.left.read], policy);
    const decision = splitOut(alert, parts, (last?.id ?? 0) + 1, policy, by, at);
    if (!decision.allowed || !decision.state.own) return decision;
    const { rest, own } = decision.state;
    await saveAlert(tx, rest);
    await tx.insert(alerts).values({ ...own, nextDueAt: alertDueAt(own) });
    await move(tx, alert.id, own.id, isMoved);
    await pinKnown(tx, own.id);
    await pin(tx, await allMarked(parts.moved.read), own.id, at);
    await countAnew(tx, [rest.id, own.id]);
    return decision;
  });
}

/** What is moved and what stays, in figures and as far as it is read. */
async function partsOf(tx: Tx, alertId: number, isMoved: SQL): Promise<{ moved: Part; left: Part }> {
  const figures = await rows<Omit<Part, 'read' | 'lastAt'> & { isMoved: boolean; lastAt: string }>(
    tx,
    sql`
    select ${isMoved} is true as "isMoved", count(*)::int as mentions, max(${AUDIENCE})::float8 as reach,
      json_agg(distinct network) as networks, max(received_at) as "lastAt"
    from mentions where alert_id = ${alertId} group by 1`,
  );
  const part = async (moved: boolean): Promise<Part> => {
    const found = figures.find((one) => one.isMoved === moved);
    if (!found) return { read: [], mentions: 0, reach: null, networks: [], lastAt: new Date(0) };
    const ofPart = and(eq(mentions.alertId, alertId), moved ? isMoved : sql`${isMoved} is not true`);
    const order = [asc(mentions.receivedAt), asc(mentions.id)];
    const first = await tx
      .select()
      .from(mentions)
      .where(ofPart)
      .orderBy(...order)
      .limit(MOST_READ);
    const isLoud = sql`${AUDIENCE} > 0 and deleted_at is null`;
    const loud =
      found.mentions <= MOST_READ
        ? []
        : await tx.select().from(mentions).where(and(ofPart, isLoud)).orderBy(sql`(${AUDIENCE}) desc`).limit(LOUDEST);
    const byId = new Map([...first, ...loud].map((row) => [row.id, asMention(row)]));
    const read = [...byId.values()].sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
    const { mentions: n, reach, networks, lastAt } = found;
    return { read, mentions: n, reach, networks, lastAt: new Date(lastAt) };
  };
  return { moved: await part(true), left: await part(false) };
}

/** A few thousand at a time: no statement takes long, of a hundred thousand mentions neither. */
async function move(tx: Tx, from: number, into: number, isMoved: SQL): Promise<void> {
  const { alertId, receivedAt, id } = mentions;
  let last: { at: string; id: string } | undefined;
  do {
    const isLater = last ? sql`(${receivedAt}, ${id}) > (${last.at}::timestamptz, ${last.id})` : sql`true`;
    const page = await rows<{ at: string; id: string }>(
      tx,
      sql`
      with page as materialized (
        select id, received_at from mentions where ${alertId} = ${from} and ${isMoved} and ${isLater}
        order by received_at, id limit ${MOVED_AT_ONCE}
      ), moved as (update mentions set alert_id = ${into} from page where mentions.id = page.id)
      select received_at::text as at, id from page order by received_at, id offset ${MOVED_AT_ONCE - 1}`,
    );
    last = page[0];
  } while (last);
}

/** Two alerts become one. */
export async function mergeInto(
  db: Database,
  fromId: number,
  intoId: number,
  { by, at, requestId }: Asked,
): Promise<Decision<Merged>> {
  return change(db, at, requestId, async (tx) => {
    await lockStories(tx);
    const locked = await lockAlerts(
      tx,
      [...new Set([fromId, intoId])].sort((a, b) => a - b),
    );
    const from = locked.find(({ id }) => id === fromId);
    const into = locked.find(({ id }) => id === intoId);
    if (!from || !into) return refuse('This alert no longer exists.');
    return mergeLocked(tx, { into, from }, by, at);
  });
}

/** The same in a transaction that holds the story lock, and has locked both. */
export async function mergeLocked(tx: Tx, { into, from }: Merged, by: PersonId, at: Date): Promise<Decision<Merged>> {
  const decision = mergeAlerts({ into, from }, by, at);
  if (!decision.allowed) return decision;
  await saveAlert(tx, decision.state.into);
  await saveAlert(tx, decision.state.from);
  await move(tx, from.id, into.id, sql`true`);
  await tx.update(stories).set({ alertId: into.id, byHand: true }).where(eq(stories.alertId, from.id));
  await countAnew(tx, [from.id, into.id]);
  return decision;
}

/** What is known of the addresses and the words of an alert's posts leads to this alert alone from now on. */
async function pinKnown(tx: Tx, alertId: number): Promise<void> {
  await tx.execute(sql`
    update stories set alert_id = ${alertId}, by_hand = true
    where key in (
      select story_key from mentions where alert_id = ${alertId} and story_key is not null
      union select ${URL_KEY} from mentions
      where alert_id = ${alertId} and canonical_url is not null and network <> 'review')`);
}

/** The same of these posts, known or not, and of nearly the same words too. */
async function pin(tx: Tx, posts: Marked[], alertId: number, at: Date): Promise<void> {
  const told = new Map<
    string,
    { key: string; alertId: number; lastAt: Date; byHand: true; signature: string | null }
  >();
  const texts: { key: string; bands: number[] }[] = [];
  for (const { urlKey, textKey, signature, bands } of posts) {
    const pinned = { alertId, lastAt: at, byHand: true as const };
    if (urlKey !== null) told.set(urlKey, { key: urlKey, ...pinned, signature: null });
    if (textKey === null || signature === null || told.has(textKey)) continue;
    told.set(textKey, { key: textKey, ...pinned, signature: encoded(signature) });
    texts.push({ key: textKey, bands });
  }
  if (told.size === 0) return;
  const { columns, from } = jsonRows(stories, [...told.values()]);
  await tx.execute(sql`
    insert into stories (${columns}) select ${columns} from ${from}
    on conflict (key) do update set
      alert_id = excluded.alert_id, by_hand = true, signature = coalesce(excluded.signature, stories.signature)`);
  // A text that was nearly a copy of another had none of its own.
  await forgetBands(tx, texts);
  await keepBands(
    tx,
    texts.flatMap(({ key, bands }) => bands.map((hash) => ({ hash, key }))),
  );
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
