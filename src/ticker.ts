import { schedule } from 'node-cron';
import { pageDue } from './act/page.ts';
import { remindAlert, remindIncident } from './act/remind.ts';
import { lockDueAlerts, saveAlert } from './db/alerts.ts';
import type { Database, Tx } from './db/connect.ts';
import { lockDueIncidents, saveIncident } from './db/incidents.ts';
import { lockDuePages, savePage } from './db/pages.ts';
import { change, forgetHeard } from './db/record.ts';
import { allow, type Decision, type Policy } from './words.ts';

/** Rows taken in one transaction: few enough that no lock is held for long. */
const AT_ONCE = 100;

interface Tick {
  db: Database;
  policy: Policy;
  now: () => Date;
  log: { error: (detail: object, message: string) => void };
}

export interface Ticker {
  /** Do all that is due now. Safe with any number of replicas: each row is taken by one. Answers how much it was. */
  tick: () => Promise<number>;
  stop: () => Promise<void>;
  lastTick: () => Date | null;
}

/** Wake every second and say what is due. The rules decide; nothing here knows a deadline. */
export function startTicker(options: Tick): Ticker {
  const { db, now, log } = options;
  let running: Promise<number> | null = null;
  let lastTick: Date | null = null;

  async function tick(): Promise<number> {
    running ??= tickOnce(options).finally(() => {
      running = null;
    });
    const done = await running;
    lastTick = now();
    return done;
  }

  const clock = schedule('* * * * * *', () => {
    tick().catch((error) => log.error({ err: error }, 'a tick failed; the next one tries again'));
  });
  const sweep = schedule('17 3 * * *', () => {
    forgetHeard(db, now()).catch((error) => log.error({ err: error }, 'could not forget old requests'));
  });
  return {
    tick,
    lastTick: () => lastTick,
    stop: async () => {
      await clock.destroy();
      await sweep.destroy();
      await running?.catch(() => 0);
    },
  };
}

/** One look at everything with a due time. Answers how many rows were due. */
export async function tickOnce({
  db,
  policy,
  now,
  log,
}: Omit<Tick, 'log'> & Partial<Pick<Tick, 'log'>>): Promise<number> {
  const at = now();
  const alerts = await untilNoneIsDue(db, at, log, async (tx) => {
    const due = await lockDueAlerts(tx, at, AT_ONCE);
    return eachSaved(
      due,
      (alert) => remindAlert(alert, policy, at),
      (alert) => saveAlert(tx, alert),
    );
  });
  const incidents = await untilNoneIsDue(db, at, log, async (tx) => {
    const due = await lockDueIncidents(tx, at, AT_ONCE);
    return eachSaved(
      due,
      (incident) => remindIncident(incident, policy, at),
      (incident) => saveIncident(tx, incident),
    );
  });
  const pages = await untilNoneIsDue(db, at, log, async (tx) => {
    const due = await lockDuePages(tx, at, AT_ONCE);
    return eachSaved(
      due,
      ({ page, isOver }) => pageDue(page, isOver, policy, at),
      (page) => savePage(tx, page),
    );
  });
  return alerts + incidents + pages;
}

async function untilNoneIsDue(
  db: Database,
  at: Date,
  log: Tick['log'] | undefined,
  take: (tx: Tx) => Promise<Decision<number>>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const decision = await change(db, at, null, take).catch((error) => {
      if (!log) throw error;
      log.error({ err: error }, 'some of what is due could not be said; the next tick tries again');
      return null;
    });
    const taken = decision?.allowed ? decision.state : 0;
    total += taken;
    if (taken < AT_ONCE) return total;
  }
}

/** Decide and save each, and put their consequences together. Answers the number of rows. */
async function eachSaved<Row, State>(
  rows: Row[],
  rule: (row: Row) => Decision<State>,
  save: (state: State) => Promise<void>,
): Promise<Decision<number>> {
  const all = allow(rows.length);
  if (!all.allowed) return all;
  for (const row of rows) {
    const decision = rule(row);
    if (!decision.allowed) continue;
    await save(decision.state);
    all.events.push(...decision.events);
    all.owed.push(...decision.owed);
    all.pages.push(...decision.pages);
  }
  return all;
}
