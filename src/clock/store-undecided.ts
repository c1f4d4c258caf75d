/** What no rule can decide about: out of the way of the others, told of once, tried again later. */
import { type SQL, sql } from 'drizzle-orm';
import { type Database, rows, type Tx } from '../db/connect.ts';
import { anyOf } from '../db/json-rows.ts';
import { reason } from '../db/reason.ts';
import { change } from '../db/record.ts';
import { allow, refuse } from '../words/decision.ts';
import { incidentName } from '../words/incident-name.ts';
import { after, minutes } from '../words/time.ts';
import type { undecided } from './table.ts';

export type Kind = (typeof undecided.$inferSelect)['kind'];

/** One that could not be decided. */
export interface Stuck {
  id: string;
  error: unknown;
}

/** After the first time, and then twice as long each time. Minutes. */
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 60;
/** What nobody tries any more is no longer due. */
const KEPT = minutes(24 * 60);
/** Those that follow are told of together. */
const TOLD_AT_MOST_EVERY = minutes(1);
/** Named in one alarm; of the others it says how many there are. */
const NAMED = 10;

/** Kinds whose rows say themselves when they are due: where that is kept, and by what they are found. */
const DUE_TIMES: Partial<Record<Kind, { table: string; key: string }>> = {
  alert: { table: 'alerts', key: 'id = moved.id::int' },
  incident: { table: 'incidents', key: 'id = moved.id::int' },
  page: { table: 'pages', key: 'id = moved.id' },
  source: { table: 'sources', key: 'name = moved.id' },
};

/** Try them again in 5 minutes, then in 10, 20, 40 and each hour. Their errors are kept. */
export async function moveAway(tx: Pick<Tx, 'execute'>, kind: Kind, stuck: Stuck[], at: Date): Promise<void> {
  if (stuck.length === 0) return;
  const list = stuck.map(({ id, error }) => ({ id, error: reason(error) }));
  const place = DUE_TIMES[kind];
  const time = at.toISOString();
  await tx.execute(sql`
    with moved as (
      insert into undecided as u (kind, id, since, tries, until, error)
      select ${kind}, id, ${time}, 1, ${after(at, minutes(FIRST_PAUSE)).toISOString()}, error
      from jsonb_to_recordset(${JSON.stringify(list)}::text::jsonb) as s(id text, error text)
      on conflict (kind, id) do update set
        tries = u.tries + 1, error = excluded.error,
        until = ${time}::timestamptz + least(${FIRST_PAUSE} * 2 ^ least(u.tries, 10), ${LONGEST_PAUSE}) * interval '1 minute'
      returning id, until
    )
    ${place ? sql.raw(`update ${place.table} set next_due_at = moved.until from moved where ${place.table}.${place.key}`) : sql`select`}`);
}

/** They are as the others again. */
export async function decidedAgain(tx: Pick<Tx, 'execute'>, kind: Kind, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`delete from undecided where kind = ${kind} and id = ${anyOf(ids)}`);
}

/** Is it out of the way at this moment? For kinds whose rows do not say themselves when they are due. */
export function isMovedAway(kind: Kind, id: SQL, at: Date): SQL {
  return sql`exists (select from undecided u where u.kind = ${kind} and u.id = ${id} and u.until > ${at.toISOString()})`;
}

/** Try all of them at once, for instance because a newer version may decide about them. */
export async function tryAllAgain(db: Database, at: Date): Promise<void> {
  const time = at.toISOString();
  await db.sql.transaction(async (tx) => {
    for (const [kind, { table, key }] of Object.entries(DUE_TIMES)) {
      await tx.execute(sql`
        update ${sql.identifier(table)} set next_due_at = ${time} from undecided as moved
        where moved.kind = ${kind} and moved.until > ${time} and next_due_at = moved.until
          and ${sql.raw(`${table}.${key}`)}`);
    }
    await tx.execute(sql`update undecided set until = ${time} where until > ${time}`);
  });
}

/** Forget what is no longer due. */
export async function forgetUndecided(db: Database, now: Date): Promise<void> {
  await db.sql.execute(sql`delete from undecided where until < ${after(now, -KEPT).toISOString()}`);
}

/**
 * Tell people of what they were not told of yet: the first at once, and what follows within a minute together. Answers of
 * how many.
 */
export async function tellUndecided(db: Database, at: Date): Promise<number> {
  const lately = after(at, -TOLD_AT_MOST_EVERY).toISOString();
  const kinds = await rows<{ kind: Kind }>(
    db.sql,
    sql`
    select kind from undecided group by kind
    having bool_or(told_at is null) and not coalesce(bool_or(told_at > ${lately}), false) order by kind`,
  );
  let told = 0;
  for (const { kind } of kinds) told += await tellOf(db, kind, at);
  return told;
}

async function tellOf(db: Database, kind: Kind, at: Date): Promise<number> {
  const decision = await change<number>(db, at, null, async (tx) => {
    const told = await rows<{ id: string }>(
      tx,
      sql`update undecided set told_at = ${at.toISOString()} where kind = ${kind} and told_at is null returning id`,
    );
    // Another replica was quicker.
    if (told.length === 0) return refuse('They were told of already.');
    const ids = told.map(({ id }) => id).sort(new Intl.Collator('en', { numeric: true }).compare);
    const text = inWords(await namesOf(tx, kind, ids.slice(0, NAMED)), ids.length);
    const once = `undecided/${kind}/${at.toISOString()}`;
    return allow(ids.length, { owed: [{ kind: 'alarm', text, failed: null, once }] });
  });
  return decision.allowed ? decision.state : 0;
}

function inWords(names: string[], n: number): string {
  const others = n - names.length;
  const them = n === 1 ? 'it' : 'them';
  return (
    `Firebreak cannot decide what is due about ${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}. ` +
    `Until it can, it neither reminds nor does anything about ${them} by itself: look after ${them}. ` +
    'It tries again in 5 minutes, and then less often, at least once an hour. All else goes on. Its log says why.'
  );
}

/** As people know them. Of a private incident nothing but the number is said outside its room. */
async function namesOf(tx: Tx, kind: Kind, ids: string[]): Promise<string[]> {
  const among = anyOf(ids);
  const alert = sql`'alert ' || a.id || ' “' || a.title || '”'`;
  const named: Record<Kind, SQL> = {
    alert: sql`select a.id::text as id, ${alert} as name from alerts a where a.id::text = ${among}`,
    incident: sql`select id::text as id, id as incident, case when is_private then null else title end as title
      from incidents where id::text = ${among}`,
    page: sql`select p.id, ${alert} as name, i.id as incident, case when i.is_private then null else i.title end as title
      from pages p left join alerts a on a.id = p.alert_id left join incidents i on i.id = p.incident_id
      where p.id = ${among}`,
    source: sql`select name as id, 'source ' || name as name from sources where name = ${among}`,
    'failing source': sql`select name as id, 'source ' || name as name from sources where name = ${among}`,
    mute: sql`select id::text as id, 'the snooze of ' || kind || ' “' || value || '”' as name
      from mutes where id::text = ${among}`,
  };
  const found = await rows<{ id: string; name?: string | null; incident?: number | null; title?: string | null }>(
    tx,
    named[kind],
  );
  const names = new Map(
    found.map(({ id, name, incident, title }) => {
      const shown = incident ? `${incidentName(incident)}${title ? ` “${title}”` : ''}` : (name ?? id);
      return [id, kind === 'page' ? `the page of ${shown}` : shown];
    }),
  );
  return ids.map((id) => names.get(id) ?? `${kind} ${id}`);
}
