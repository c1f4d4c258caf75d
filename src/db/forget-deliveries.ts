/** What was delivered, and is needed no more. */
import { type SQL, sql } from 'drizzle-orm';
import type { OwedKind } from '../words/decision.ts';
import { after, minutes } from '../words/time.ts';
import type { Database } from './connect.ts';
import { forgetRows } from './in-steps.ts';
import { anyOf } from './json-rows.ts';
import { deliveries } from './schema.ts';

const KEPT = minutes(7 * 24 * 60);

/**
 * Forget what was delivered over a week ago. Kept: where cards, boards and headlines stand, without end, for a dismissed
 * alert can be reopened and a closed incident too; and all that was said about what is still open, so that it is never
 * said again. What waits, is under way or was given up is not finished.
 */
export async function forgetDeliveries(db: Database, now: Date): Promise<number> {
  const before = after(now, -KEPT).toISOString();
  const isFinished = sql`${deliveries.status} = 'done' and ${deliveries.doneAt} < ${before}`;
  return forgetRows(db, deliveries, deliveries.id, sql`${isFinished} and not (${isShown(db)} or ${isOpen()})`);
}

const about = (what: 'alertId' | 'incidentId' | 'stormId' | 'muteId') =>
  sql`(payload ->> ${sql.raw(`'${what}'`)})::int`;
const isOneOf = (kinds: OwedKind[]) => sql`kind = ${anyOf(kinds)}`;

function isShown({ house: { shows } }: Database): SQL {
  // What was merged is never shown again, and what has no receipt stands nowhere.
  return sql`receipt is not null and (
    ${isOneOf(shows.alert)} and exists (select from alerts a where a.id = ${about('alertId')} and a.status <> 'merged')
    or ${isOneOf([...shows.incident, ...shows.storm, ...shows.day])})`;
}

/** Is it about something that is not over? An alert all of whose clocks have run out says nothing any more. */
function isOpen(): SQL {
  const hasClock = sql`a.status = 'open' and a.next_due_at is not null`;
  return sql`(
    exists (select from alerts a where a.id = ${about('alertId')} and ${hasClock})
    or exists (select from incidents i where i.id = ${about('incidentId')} and i.status <> 'closed')
    or exists (select from alerts a where a.storm_id = ${about('stormId')} and ${hasClock})
    or exists (select from mutes m where m.id = ${about('muteId')} and m.ended_at is null)
    or exists (
      select from pages p left join alerts a on a.id = p.alert_id left join incidents i on i.id = p.incident_id
      where p.id = payload ->> 'pageId' and (p.status = 'asking' or a.status = 'open' or i.status <> 'closed')))`;
}
