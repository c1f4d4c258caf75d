/** What of the work stands still, and what is kept back: put together for `/readyz`, the metrics and the log. */

import type { Ticker } from './clock/ticker.ts';
import { type Database, ping } from './db/connect.ts';
import { standing } from './delivery/obstacles.ts';
import type { Reach } from './delivery/reach.ts';
import type { Worker } from './delivery/worker.ts';
import { type Readiness, type ReadinessOptions, type Work, watchReadiness } from './http/readiness.ts';
import type { SlackApp } from './slack/app.ts';
import { counted } from './slack/kit/text.ts';
import type { Link } from './slack/link.ts';
import type { RunningIntake } from './source/start-sources.ts';

export interface Parts {
  db: Database;
  reach: Reach;
  worker: Worker;
  ticker: Ticker;
  intake: RunningIntake;
  link: Link;
  /** Null over HTTP. */
  socket: SlackApp['socket'];
  log: ReadinessOptions['log'];
}

export function watchWorks({ db, reach, worker, ticker, intake, link, socket, log }: Parts): Readiness {
  return watchReadiness({
    works: [
      ...ticker.works(),
      { name: 'deliveries', sentence: 'Deliveries have stopped.', lastDone: worker.lastLook },
      { name: 'pulls', sentence: 'Sources are not asked any more.', lastDone: intake.puller.lastLook },
      { name: 'intake', sentence: 'What listening tools send cannot be stored at present.', ...intake.writes },
      slackWork('slack', link),
      ...(socket ? [slackWork('slack_socket', socket)] : []),
    ],
    problems: [() => whatWaits(db, reach)],
    ping: () => ping(db),
    log,
  });
}

/** Seconds since the work of the clocks that was done longest ago; null when one was not done yet. */
export function ageOf(ticker: Ticker): number | null {
  const last = ticker.works().map(({ lastDone }) => lastDone());
  return last.includes(null) ? null : (performance.now() - Math.min(...last.map(Number))) / 1_000;
}

function slackWork(name: string, { problem, lastDone }: Pick<Link, 'problem' | 'lastDone'>): Work {
  return {
    name,
    get sentence() {
      return problem() ?? '';
    },
    lastDone,
    standsStill: () => problem() !== null,
  };
}

/** What waits until a person has mended something, or until Slack answers. */
async function whatWaits(db: Database, reach: Reach): Promise<string[]> {
  const away = reach.awaySince();
  const kept = (await standing(db)).map(
    ({ why, since, holds }) =>
      `${why} Waiting for it since ${since.toISOString()}: ${counted(holds, 'delivery', 'deliveries')}.`,
  );
  return [...(away ? [`Slack does not answer since ${away.toISOString()}; what is owed waits.`] : []), ...kept];
}
