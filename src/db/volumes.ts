/** How much is said about an alert, where, by whom, and how fast. */
import { and, asc, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { usualOf } from '../alert/pace.ts';
import { type Count, differentTexts, differentVoices, type OnNetwork, type Spread } from '../alert/spread.ts';
import { type Alert, after, type KnownMention, type Mention, minutes, type Network } from '../words.ts';
import { type Database, rows } from './connect.ts';
import { sameHours } from './hours.ts';
import { asMention } from './mentions.ts';
import { events, mentions, volumes } from './schema.ts';

const VOICES = 3;
/** Looked through for other words and other authors: the same post is often copied. */
const LOOK_AT = 40;

/** All that a card shows of an alert's mentions besides `first`, the one it quotes. Read at every redraw. */
export async function spreadOf(db: Database, alert: Alert, first: Mention, now: Date): Promise<Spread> {
  const [networks, answered, lastHour, hours, loudest, latest] = await Promise.all([
    byNetwork(db, alert.id),
    answeredOn(db, alert),
    heardSince(db, alert.id, after(now, -minutes(60))),
    sameHours(db.sql, now),
    loudestOf(db, alert.id),
    latestOf(db, alert.id),
  ]);
  return {
    pace: { lastHour, usual: usualOf(hours) },
    networks: networks.map((one) => ({ ...one, isAnswered: answered.has(one.network) })),
    voices: differentVoices(loudest, VOICES),
    samples: differentTexts(first, [loudest, latest]),
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

async function byNetwork(db: Database, alertId: number): Promise<Omit<OnNetwork, 'isAnswered'>[]> {
  const found = await rows<{ network: Network; n: number; oldest: string | null }>(
    db.sql,
    sql`
    select network, count(*)::int as n, min(received_at) filter (where deleted_at is null) as oldest
    from mentions where alert_id = ${alertId} group by network order by n desc, network`,
  );
  return found.map(({ network, n, oldest }) => ({ network, mentions: n, oldestAt: oldest ? new Date(oldest) : null }));
}

/** Where replies of ours were logged, for the alert or the incident it became part of. */
async function answeredOn(db: Database, alert: Alert): Promise<Set<unknown>> {
  const ofIncident = alert.incidentId === null ? sql`false` : eq(events.incidentId, alert.incidentId);
  const logged = await db.sql
    .select({ detail: events.detail })
    .from(events)
    .where(and(or(eq(events.alertId, alert.id), ofIncident), eq(events.type, 'reply_logged')));
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

/** Those with the largest audience; of equals the earliest. */
async function loudestOf(db: Database, alertId: number): Promise<KnownMention[]> {
  const audience = sql`greatest(${mentions.reach}, (${mentions.author} ->> 'followers')::numeric)`;
  const found = await db.sql
    .select()
    .from(mentions)
    .where(and(eq(mentions.alertId, alertId), isNull(mentions.deletedAt)))
    .orderBy(sql`${audience} desc nulls last`, asc(mentions.receivedAt))
    .limit(LOOK_AT);
  return found.map(asMention);
}

async function latestOf(db: Database, alertId: number): Promise<KnownMention[]> {
  const found = await db.sql
    .select()
    .from(mentions)
    .where(and(eq(mentions.alertId, alertId), isNull(mentions.deletedAt)))
    .orderBy(desc(mentions.receivedAt))
    .limit(LOOK_AT);
  return found.map(asMention);
}
