/** What a batch of mentions is compared with, read in the transaction that stores it. */
import { hash as digest } from 'node:crypto';
import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { rows, type Tx } from '../../db/connect.ts';
import { anyOf } from '../../db/json-rows.ts';
import type { Policy } from '../../policy/words.ts';
import { finishInTurns, mapInTurns } from '../../turns.ts';
import { after, minutes } from '../../words/time.ts';
import { asAlert, lockAlerts } from '../card/store.ts';
import { alerts } from '../card/table.ts';
import type { Alert } from '../card/words.ts';
import { mentions } from '../mention/table.ts';
import type { Mention } from '../mention/words.ts';
import { mutedBy } from '../mute/rule.ts';
import { mutes } from '../mute/table.ts';
import { workingDayOf } from '../place/rule.ts';
import { suggesting } from '../risk/rule.ts';
import { usualOf } from '../spread/pace.ts';
import { sameHours } from '../spread/store-hours.ts';
import { storms } from '../storm/table.ts';
import type { Known, KnownPost, KnownStory, Marked } from './known.ts';
import { namesOf } from './known.ts';
import { bandsOf, decoded, signatureOf } from './minhash.ts';
import { isTelling, normaliseText, STORY_WINDOW } from './rule.ts';
import { stories } from './table.ts';

/** Any number, the same for all replicas: stories are told apart, split and merged one change at a time. */
const STORY_LOCK = 7_203_116;

/** Most texts looked at in one band: more would be boilerplate, which other bands tell apart. */
const BAND_LOOK = 20;

/** Before anything is read: each statement after it sees what was committed before the lock was given. */
export async function lockStories(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${STORY_LOCK})`);
}

/** A mention with all that it is compared by. */
export function marked(mention: Mention): Marked {
  const said = mention.text === null ? null : normaliseText(mention.text);
  const telling = isTelling(said, mention.textState) ? said : null;
  const signature = telling === null ? null : signatureOf(telling);
  const { id, source, canonicalUrl, network, parent } = mention;
  return {
    mention,
    seen: { id, source, canonicalUrl, said },
    saidThere: canonicalUrl === null || said === null ? null : hash(`${canonicalUrl}\n${said}`).replaceAll('-', ''),
    // All reviews of a shop share its page, and each tells a story of its own.
    urlKey: canonicalUrl === null || network === 'review' ? null : hash(`url:${canonicalUrl}`),
    textKey: telling === null ? null : hash(`text:${telling}`),
    parentKey: parent?.url ? hash(`url:${parent.url}`) : null,
    signature,
    bands: signature ? bandsOf(signature) : [],
  };
}

/** The same of many, in turns: a thousand long posts take seconds. */
export function allMarked(batch: Mention[]): Promise<Marked[]> {
  return mapInTurns(batch, marked);
}

/** Reads what each of them says, in turns. Whoever asks for their suggestions after that is answered at once. */
export function readAll(batch: Mention[], { topics }: Policy): Promise<void> {
  return finishInTurns(
    (function* () {
      for (const mention of batch) {
        yield;
        yield* suggesting(mention, topics);
      }
    })(),
  );
}

/** `at` is when the batch was received. The story lock is held. */
export async function whatIsKnown(tx: Tx, batch: Marked[], policy: Policy, at: Date): Promise<Known> {
  const ids = [
    ...new Set(batch.flatMap(({ mention }) => [mention.id, ...(mention.parent?.id ? [mention.parent.id] : [])])),
  ];
  const said = batch.flatMap((one) => one.saidThere ?? []);
  const urls = [...new Set(batch.flatMap(({ mention }) => mention.canonicalUrl ?? []))];
  const keys = [
    ...new Set(batch.flatMap((one) => [one.urlKey, one.textKey, one.parentKey].filter((key) => key !== null))),
  ];
  const bands = [...new Set(batch.flatMap((one) => one.bands))];
  const [seen, there, exact, alike, last, opened, gathered, running, hours, muted] = await Promise.all([
    postsNamed(tx, ids, said),
    urls.length > 0 ? onePostAtEach(tx, urls) : [],
    storiesOf(tx, keys, after(at, -STORY_WINDOW)),
    bands.length > 0 ? storiesAlike(tx, bands, after(at, -STORY_WINDOW)) : [],
    rows<{ alert: number; storm: number }>(
      tx,
      sql`select coalesce((select max(id) from alerts), 0) as alert, coalesce((select max(id) from storms), 0) as storm`,
    ),
    latestOpened(tx, policy.storm.stories),
    gatheredSoFar(tx, workingDayOf(at)),
    tx.select().from(storms).where(isNull(storms.endedAt)),
    sameHours(tx, at),
    tx
      .select()
      .from(mutes)
      .where(and(isNull(mutes.endedAt), gt(mutes.until, at))),
  ]);
  const byKey = new Map([...alike, ...exact].map(({ key, ...story }) => [key, story]));
  const posts: Known['posts'] = new Map();
  for (const post of [...seen, ...there]) {
    for (const name of namesOf(post, post.saidThere)) if (!posts.has(name)) posts.set(name, post);
  }
  const alertIds = [...new Set([...byKey.values(), ...posts.values()].map((one) => one.alertId))];
  const openedAt = opened.map((one) => one.at);
  const beginning = running.length === 0 ? ofBeginning(opened, batch.length, policy, at) : [];
  const [told, first, lastHour] = await Promise.all([
    lockAlerts(tx, alertIds),
    lockUntouched(tx, beginning),
    heardLately(tx, alertIds, at),
  ]);
  return {
    posts,
    byKey,
    bands: byBand(byKey),
    alerts: new Map([...told, ...first].map((alert) => [alert.id, alert])),
    lastAlertId: last[0]?.alert ?? 0,
    openedAt,
    storm: running[0] ?? null,
    lastStormId: last[0]?.storm ?? 0,
    gathered,
    lastHour,
    usual: usualOf(hours),
    mutedBy: (mention) => (muted.length > 0 ? mutedBy(mention, muted, mention.receivedAt) : null),
  };
}

type PostRow = Omit<KnownPost, 'said'> & { text: string | null };

function asPost({ text, ...post }: PostRow): KnownPost {
  return { ...post, said: text === null ? null : normaliseText(text) };
}

async function postsNamed(tx: Tx, ids: string[], said: string[]): Promise<KnownPost[]> {
  const { id, source, canonicalUrl, text, editedText, saidThere, alertId } = mentions;
  const found = await tx
    .select({ id, source, canonicalUrl, text, editedText, saidThere, alertId })
    .from(mentions)
    .where(or(sql`${id} = ${anyOf(ids)}`, sql`${saidThere} = ${anyOf(said)}`));
  return found.map(({ editedText: now, ...post }) => asPost({ ...post, text: now ?? post.text }));
}

/**
 * One is enough: at an address are posts of one source only, and either a single one or all with texts that differ.
 */
async function onePostAtEach(tx: Tx, urls: string[]): Promise<KnownPost[]> {
  const found = await rows<PostRow>(
    tx,
    sql`
    select post.* from jsonb_array_elements_text(${JSON.stringify(urls)}::text::jsonb) as address
    cross join lateral (
      select id, source, canonical_url as "canonicalUrl", coalesce(edited_text, text) as text,
        said_there as "saidThere", alert_id as "alertId"
      from mentions where canonical_url = address limit 1
    ) as post`,
  );
  return found.map(asPost);
}

type StoryRow = typeof stories.$inferSelect;

/**
 * Those told since `since`. An older one is as good as forgotten, whether the sweep has come by or not: who tells it
 * again brings its bands along.
 */
async function storiesOf(tx: Tx, keys: string[], since: Date): Promise<({ key: string } & KnownStory)[]> {
  if (keys.length === 0) return [];
  const found = await tx
    .select()
    .from(stories)
    .where(
      sql`${stories.key} = any(array(select jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb)::uuid))
        and ${stories.lastAt} >= ${since.toISOString()}`,
    );
  return found.map(asStory);
}

/** Texts that share a band with one of the batch, told since `since`. Older ones take no place among those looked at. */
async function storiesAlike(tx: Tx, bands: number[], since: Date): Promise<({ key: string } & KnownStory)[]> {
  const isTold = sql`last_at >= ${since.toISOString()}`;
  const found = await rows<Omit<StoryRow, 'lastAt'> & { lastAt: string }>(
    tx,
    sql`
    select s.key, s.alert_id as "alertId", s.last_at as "lastAt", s.signature, s.by_hand as "byHand"
    from stories s
    where s.${isTold} and s.key in (
      select near.key from unnest(${`{${bands}}`}::bigint[]) as band
      cross join lateral (
        select b.key from bands b where b.hash = band and exists (select from stories t where t.key = b.key and t.${isTold})
        limit ${BAND_LOOK}
      ) as near
    )`,
  );
  return found.map((row) => asStory({ ...row, lastAt: new Date(row.lastAt) }));
}

function asStory({ key, alertId, lastAt, signature, byHand }: StoryRow): { key: string } & KnownStory {
  return { key, alertId, lastAt, byHand, signature: signature === null ? null : decoded(signature) };
}

function byBand(told: Map<string, KnownStory>): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const [key, { signature }] of told) {
    for (const band of signature ? bandsOf(signature) : []) {
      const there = found.get(band);
      if (there) there.push(key);
      else found.set(band, [key]);
    }
  }
  return found;
}

interface Opened {
  id: number;
  at: Date;
}

/** The latest alerts that nobody snoozed, latest first. */
async function latestOpened(tx: Tx, most: number): Promise<Opened[]> {
  const found = await rows<{ id: number; at: string }>(
    tx,
    sql`select id, received_at as at from alerts where muted_by is null and status <> 'counted' order by id desc limit ${most}`,
  );
  return found.map(({ id, at }) => ({ id, at: new Date(at) }));
}

/** Those that a storm would take in, if one can begin with so many more. */
function ofBeginning(opened: Opened[], more: number, policy: Policy, at: Date): number[] {
  const { stories, within } = policy.storm;
  const lately = opened.filter((one) => Math.abs(at.getTime() - one.at.getTime()) < minutes(within));
  return lately.length + more > stories ? lately.map(({ id }) => id) : [];
}

/** Those of them that nobody has to do with. One that a person is just changing is left alone. */
async function lockUntouched(tx: Tx, ids: number[]): Promise<Alert[]> {
  if (ids.length === 0) return [];
  const isOne = sql`${alerts.id} = any(${`{${ids.join(',')}}`}::int[])`;
  const isUntouched = and(eq(alerts.status, 'open'), isNull(alerts.claimedBy), isNull(alerts.assessedAt));
  const found = await tx
    .select()
    .from(alerts)
    .where(and(isOne, isUntouched))
    .orderBy(asc(alerts.id))
    .for('update', { skipLocked: true });
  return found.map(asAlert);
}

async function gatheredSoFar(tx: Tx, day: string): Promise<Known['gathered']> {
  const [found] = await rows<{ n: number }>(
    tx,
    sql`select count(*)::int as n from alerts where gathered_on = ${day} and status <> 'counted'`,
  );
  return { day, stories: found?.n ?? 0 };
}

async function heardLately(tx: Tx, alertIds: number[], at: Date): Promise<Map<number, number>> {
  if (alertIds.length === 0) return new Map();
  const since = after(at, -minutes(60)).toISOString();
  const found = await rows<{ id: number; n: number }>(
    tx,
    sql`
    select alert_id as id, sum(negative)::int as n from volumes
    where alert_id = any(${`{${alertIds.join(',')}}`}::int[]) and since > ${since} group by alert_id`,
  );
  return new Map(found.map(({ id, n }) => [id, n]));
}

/** `urlKey` in SQL. */
export const URL_KEY = sql`left(encode(sha256(convert_to('url:' || canonical_url, 'UTF8')), 'hex'), 32)::uuid`;

/** As PostgreSQL writes a uuid: 128 bits of it. */
function hash(key: string): string {
  return digest('sha256', key).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
