/** How much is said about an alert, where, by whom, and how fast. */
import { and, asc, desc, eq, gt, or, type SQL, sql } from 'drizzle-orm';
import { type Database, rows } from '../../db/connect.ts';
import { events } from '../../db/schema.ts';
import type { Network } from '../../words/judgement.ts';
import { after, minutes } from '../../words/time.ts';
import type { Alert } from '../card/words.ts';
import { asMention } from '../mention/store.ts';
import { AUDIENCE, mentions } from '../mention/table.ts';
import type { KnownMention, Mention } from '../mention/words.ts';
import { usualOf } from './pace.ts';
import { type Count, differentTexts, differentVoices, type OnNetwork, type Spread } from './rule.ts';
import { sameHours } from './store-hours.ts';
import { volumes } from './table.ts';

const VOICES = 3;
/** Looked through for other authors: the loudest often write more than once. */
const LOOK_AT = 40;
/** So many are looked through for other words, and for other authors where the first ones are a few. */
const LOOK_FURTHER = 200;
/** With other words than the first one, of which some may differ by nothing that is seen. */
const SAMPLES = 10;

/** All that a card shows of an alert's mentions besides `first`, the one it quotes. Read at every redraw. */
export async function spreadOf(db: Database, alert: Alert, first: Mention, now: Date): Promise<Spread> {
  const [networks, answered, lastHour, hours, [voices, loudOthers], latestOthers] = await Promise.all([
    byNetwork(db, alert.id),
    answeredOn(db, alert),
    heardSince(db, alert.id, after(now, -minutes(60))),
    sameHours(db.sql, now),
    loudOf(db, alert.id, first),
    othersOf(db, alert.id, first, [desc(mentions.receivedAt)]),
  ]);
  return {
    pace: { lastHour, usual: usualOf(hours) },
    networks: networks.map((one) => ({ ...one, isAnswered: answered.has(one.network) })),
    voices,
    samples: differentTexts(first, [loudOthers, latestOthers]),
  };
}

/** For the chart. */
export async function volumesOf(db: Database, alertId: number): Promise<Count[]> {
  const total = sql<number>`sum(${volumes.mentions})::int`;
  return db.sql
    .select({ since: volumes.since, mentions: total })
    .from(volumes)
    .where(eq(volumes.alertId, alertId))
    .groupBy(volumes.since)
    .orderBy(asc(volumes.since));
}

/** As counted when they came; the oldest of each by its index. */
async function byNetwork(db: Database, alertId: number): Promise<Omit<OnNetwork, 'isAnswered'>[]> {
  const found = await rows<{ network: Network; n: number; oldest: string | null }>(
    db.sql,
    sql`
    select counted.network, counted.n, (
      select m.received_at from mentions m
      where m.alert_id = ${alertId} and m.network = counted.network and m.deleted_at is null
      order by m.received_at limit 1
    ) as oldest
    from (select network, sum(mentions)::int as n from volumes where alert_id = ${alertId} group by network) as counted
    order by n desc, network`,
  );
  return found.map(({ network, n, oldest }) => ({ network, mentions: n, oldestAt: oldest ? new Date(oldest) : null }));
}

/** Where replies of ours were logged, for the alert or the incident it became part of. */
async function answeredOn(db: Database, alert: Alert): Promise<Set<unknown>> {
  const ofIncident = alert.incidentId === null ? sql`false` : eq(events.incidentId, alert.incidentId);
  const logged = await db.sql
    .select({ detail: events.detail })
    .from(events)
    // Not as a parameter: its own index is found by it.
    .where(and(or(eq(events.alertId, alert.id), ofIncident), sql`${events.type} = 'reply_logged'`));
  const own = alert.response?.kind === 'reply' ? [alert.response.network] : [];
  return new Set([...own, ...logged.map(({ detail }) => detail.network)]);
}

/** Negative or unclassified mentions: what severities are suggested by, so that the card says the same as its reasons. */
async function heardSince(db: Database, alertId: number, since: Date): Promise<number> {
  const [found] = await db.sql
    .select({ n: sql<number>`coalesce(sum(${volumes.negative}), 0)::int` })
    .from(volumes)
    .where(and(eq(volumes.alertId, alertId), gt(volumes.since, since)));
  return found?.n ?? 0;
}

const isStillThere = (alertId: number) => and(eq(mentions.alertId, alertId), sql`deleted_at is null`);
const isLoud = sql`${AUDIENCE} > 0`;
/** Those with the largest audience first; of equals the earliest. */
const BY_AUDIENCE = [sql`(${AUDIENCE}) desc`, asc(mentions.receivedAt)];

async function voicesOf(db: Database, alertId: number): Promise<KnownMention[]> {
  const loudest = async (most: number) =>
    (
      await db.sql
        .select()
        .from(mentions)
        .where(and(isStillThere(alertId), isLoud))
        .orderBy(...BY_AUDIENCE)
        .limit(most)
    ).map(asMention);
  const first = await loudest(LOOK_AT);
  const voices = differentVoices(first, VOICES);
  if (voices.length === VOICES || first.length < LOOK_AT) return voices;
  return differentVoices(await loudest(LOOK_FURTHER), VOICES);
}

/** The voices, and posts in other words: of those with the largest audience, or where none is known of the earliest. */
async function loudOf(db: Database, alertId: number, first: Mention): Promise<[KnownMention[], KnownMention[]]> {
  const voices = await voicesOf(db, alertId);
  const others =
    voices.length > 0
      ? await othersOf(db, alertId, first, BY_AUDIENCE, isLoud)
      : await othersOf(db, alertId, first, [asc(mentions.receivedAt)]);
  return [voices, others];
}

/** Posts in other words than the first one, of whose copies there are often thousands. */
async function othersOf(
  db: Database,
  alertId: number,
  first: Mention,
  order: SQL[],
  isOne?: SQL,
): Promise<KnownMention[]> {
  const looked = db.sql
    .select()
    .from(mentions)
    .where(and(isStillThere(alertId), isOne))
    .orderBy(...order)
    .limit(LOOK_FURTHER)
    .as('looked');
  const said = sql`(select m.story_key from ${mentions} m where m.id = ${first.id})`;
  const found = await db.sql
    .select()
    .from(looked)
    .where(sql`${looked.storyKey} is null or ${looked.storyKey} is distinct from ${said}`)
    .limit(SAMPLES);
  return found.map(asMention);
}
