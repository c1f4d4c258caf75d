import { schedule } from 'node-cron';
import { pageDue } from './act/page.ts';
import { remindAlert, remindIncident } from './act/remind.ts';
import { followFailing, saySilent, type Watched } from './alert/source-silence.ts';
import { lockDueAlerts, saveAlert } from './db/alerts.ts';
import type { Database, Tx } from './db/connect.ts';
import { oweWeekLine } from './db/corrections.ts';
import { forgetStories } from './db/forget.ts';
import { lockDueIncidents, saveIncident } from './db/incidents.ts';
import { endMutesThatAreOver } from './db/mutes.ts';
import { lockDuePages, savePage } from './db/pages.ts';
import { change, forgetHeard } from './db/record.ts';
import { forgetRejections } from './db/rejections.ts';
import { lockFailingSources, lockQuietSources, saveWatched } from './db/sources.ts';
import { endCalmStorms } from './db/storms.ts';
import {
  type Alert,
  allow,
  type Decision,
  type Incident,
  type Owed,
  type Page,
  type Policy,
  refuse,
  type TimelineEvent,
} from './words.ts';

/** Rows taken in one transaction: few enough that no lock is held for long. */
const AT_ONCE = 100;

interface Tick {
  db: Database;
  policy: Policy;
  now: () => Date;
  log: { error: (detail: object, message: string) => void };
  /** What was heard in this process and is not written yet. */
  counts?: { flush: () => Promise<void> };
}

export interface Ticker {
  /** Do all that is due now. Safe with any number of replicas: each row is taken by one. Answers how much it was. */
  tick: () => Promise<number>;
  stop: () => Promise<void>;
  /** When the last one that succeeded was over. */
  lastTick: () => Date | null;
}

/** Nobody needs them any more. */
const FORGOTTEN = { requests: forgetHeard, rejections: forgetRejections, stories: forgetStories };

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

  // A tick that comes late does all that is due; the library need not say on its own that one was missed.
  const quietly = { suppressMissedWarning: true };
  const everySecond = () =>
    void tick().catch((error) => log.error({ err: error }, 'a tick failed; the next one tries again'));
  const everyNight = () => {
    for (const [what, forget] of Object.entries(FORGOTTEN)) {
      forget(db, now()).catch((error) => log.error({ err: error }, `could not forget old ${what}`));
    }
  };
  const clock = schedule('* * * * * *', everySecond, quietly);
  const sweep = schedule('17 3 * * *', everyNight, quietly);
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

/**
 * One look at everything with a due time. Answers how many rows were due. When one kind fails the others are still
 * done; then it throws.
 */
export async function tickOnce({ db, policy, now, log, counts }: Tick): Promise<number> {
  await counts?.flush();
  const at = now();
  const looks = [
    async (tx: Tx) => {
      const due = await lockDueAlerts(tx, at, AT_ONCE);
      const rule = (alert: Alert) => remindAlert(alert, policy, at);
      return eachSaved(due, rule, (alert) => saveAlert(tx, alert), log);
    },
    async (tx: Tx) => {
      const due = await lockDueIncidents(tx, at, AT_ONCE);
      const rule = (incident: Incident) => remindIncident(incident, policy, at);
      return eachSaved(due, rule, (incident) => saveIncident(tx, incident), log);
    },
    async (tx: Tx) => {
      const due = (await lockDuePages(tx, at, AT_ONCE)).map((one) => ({ id: one.page.id, ...one }));
      const rule = ({ page, isOver }: (typeof due)[number]) => pageDue(page, isOver, policy, at);
      return eachSaved(due, rule, (page) => savePage(tx, page), log);
    },
    async (tx: Tx) => {
      const due = (await lockQuietSources(tx, at, AT_ONCE)).map((one) => ({ id: one.name, ...one }));
      const rule = (source: Watched) => saySilent(source, at);
      return eachSaved(due, rule, (source) => saveWatched(tx, source), log);
    },
    async (tx: Tx) => {
      const due = (await lockFailingSources(tx, at, AT_ONCE)).map((one) => ({ id: one.name, ...one }));
      const rule = (source: Watched) => followFailing(source, at);
      return eachSaved(due, rule, (source) => saveWatched(tx, source), log);
    },
  ];
  let total = 0;
  const failures: unknown[] = [];
  const works = [
    ...looks.map((look) => () => untilNoneIsDue(db, at, look)),
    () => endMutesThatAreOver(db, at),
    () => endCalmStorms(db, policy, at),
    () => oweWeekLine(db, at),
  ];
  for (const work of works) {
    try {
      total += await work();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return total;
}

async function untilNoneIsDue(db: Database, at: Date, take: (tx: Tx) => Promise<Decision<number>>): Promise<number> {
  let total = 0;
  for (;;) {
    const decision = await change(db, at, null, take);
    const taken = decision.allowed ? decision.state : 0;
    total += taken;
    if (taken < AT_ONCE) return total;
  }
}

/**
 * Decide and save each, and put their consequences together. Answers the number of rows. One that cannot be decided
 * stays due and keeps nobody else waiting.
 */
async function eachSaved<Row extends { id: number | string }, State>(
  rows: Row[],
  rule: (row: Row) => Decision<State>,
  save: (state: State) => Promise<void>,
  log: Tick['log'],
): Promise<Decision<number>> {
  let saved = 0;
  const events: TimelineEvent[] = [];
  const owed: Owed[] = [];
  const pages: Page[] = [];
  for (const row of rows) {
    const decision = decided(row, rule, log);
    if (!decision.allowed) continue;
    await save(decision.state);
    saved++;
    events.push(...decision.events);
    owed.push(...decision.owed);
    pages.push(...decision.pages);
  }
  return allow(saved, { events, owed, pages });
}

function decided<Row extends { id: number | string }, State>(
  row: Row,
  rule: (row: Row) => Decision<State>,
  log: Tick['log'],
): Decision<State> {
  try {
    return rule(row);
  } catch (error) {
    log.error({ err: error, id: row.id }, 'what is due about this cannot be decided');
    return refuse('It cannot be decided.');
  }
}
