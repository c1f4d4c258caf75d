/** How people judged what was suggested, read from the timeline. */
import { asc, sql } from 'drizzle-orm';
import { alerts } from '../../alert/card/table.ts';
import { type Database, rows } from '../../db/connect.ts';
import { findValue, keepLater } from '../../db/key-values.ts';
import { change } from '../../db/record.ts';
import { allow, type Owed, refuse } from '../../words/decision.ts';
import { type Judgement, weekBefore } from './rule.ts';

/**
 * The first judgement by a person of each alert that was first judged in [from, to). A dismissal that was undone is no
 * judgement. Nor is that of an alert which people merged with another: it says nothing about one query.
 * Reads the whole timeline, so it is asked once a week.
 */
export async function judgementsIn(db: Database, from: Date, to: Date): Promise<Judgement[]> {
  return rows(
    db.sql,
    sql`
    with judged as (
      select distinct on (alert_id) * from events e
      where type in ('alert_assessed', 'alert_escalated', 'alert_attached', 'alert_dismissed')
        and by ->> 'kind' = 'person' and alert_id is not null
        and not (type = 'alert_dismissed' and exists (
          select 1 from events o where o.alert_id = e.alert_id
            and (o.type = 'alert_merged' or (o.type = 'alert_reopened' and o.id > e.id))))
      order by alert_id, id
    )
    select
      -- An escalation did not always say what had been suggested.
      coalesce(j.detail ->> 'suggested', a.suggested) as suggested,
      case j.type when 'alert_assessed' then j.detail ->> 'to'
        when 'alert_escalated' then j.detail ->> 'severity' end as chosen,
      case j.type when 'alert_dismissed' then j.detail ->> 'as' end as "dismissedAs",
      m.source, m.query
    from judged j join alerts a on a.id = j.alert_id join mentions m on m.id = a.first_mention_id
    where j.at >= ${from.toISOString()} and j.at < ${to.toISOString()}
    order by j.id`,
  );
}

/** Under this name the last week whose line was owed is remembered, longer than the line itself. */
const LAST_WEEK = 'week line';

/**
 * Owe the line about the last week, once for all replicas. After downtime that of the latest week alone is told. Nothing
 * is owed about a week that was over before the first alert: a new installation has no week behind it. Answers how many
 * lines it owes by this call.
 */
export async function oweWeekLine(db: Database, now: Date): Promise<number> {
  const { from, to } = weekBefore(now);
  const week = from.toISOString();
  const last = await findValue(db, LAST_WEEK);
  if (last !== null && last >= week) return 0;
  const [first] = await db.sql.select({ at: alerts.receivedAt }).from(alerts).orderBy(asc(alerts.id)).limit(1);
  if (!first || first.at >= to) return 0;
  const line: Owed = { kind: 'week_line', from: week, to: to.toISOString() };
  const decision = await change<null>(db, now, null, async (tx) => {
    const isNews = await keepLater(tx, LAST_WEEK, week);
    return isNews ? allow(null, { owed: [line] }) : refuse('It is owed already.');
  });
  return decision.allowed ? 1 : 0;
}
