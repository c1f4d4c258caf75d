/** A worker under control: the time is a value, and handlers do what the test says. */

import { onTestFinished } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { queue } from '../../src/db/deliveries.ts';
import type { Delivery } from '../../src/delivery/claim.ts';
import type { Delivered } from '../../src/delivery/outcome.ts';
import { type Reach, watchReach } from '../../src/delivery/reach.ts';
import { type Handlers, startWorker, type Worker } from '../../src/delivery/worker.ts';
import type { Owed } from '../../src/words/decision.ts';
import { noon } from '../db/some.ts';

type Handle = (delivery: Delivery) => Promise<Delivered | undefined>;

export interface Clock {
  now: Date;
}

export interface Work {
  worker: Worker;
  clock: Clock;
  reach: Reach;
  /** Whether it answers who knocks. */
  outside: { isAway: boolean };
  /** `key #attempt`, in the order in which they were begun. */
  begun: string[];
  /** `kind result`. */
  counted: string[];
  logged: string[];
  /** Moves the time on, looks, and waits until nothing more can be done at that time. */
  after: (ms: number) => Promise<void>;
}

const doNothing: Handle = async () => undefined;

/** Starts a worker on what is owed; it is stopped when the test is over. */
export function startWork(db: Database, handle: Handle = doNothing, owner = 'one', clock: Clock = { now: noon }): Work {
  const reach = watchReach(() => clock.now);
  const outside = { isAway: false };
  const begun: string[] = [];
  const counted: string[] = [];
  const logged: string[] = [];
  const handler: Handle = (delivery) => {
    begun.push(`${delivery.key} #${delivery.attempt}`);
    return handle(delivery);
  };
  const worker = startWorker({
    db,
    // One handler for every kind.
    handlers: new Proxy({} as Handlers, { get: () => handler }),
    alarms: {
      obstacle: ({ obstacle }, since) => [{ kind: 'obstacle', obstacle: obstacle.key, since: since.toISOString() }],
      troubled: ({ key }, why) => [{ kind: 'alarm', text: why, failed: key, once: key }],
      setAside: ({ key }) => [{ kind: 'alarm', text: 'it was set aside', failed: key, once: key }],
    },
    reach,
    knock: async () => {
      if (!outside.isAway) return reach.answered();
      reach.unanswered();
      throw new Error('no answer');
    },
    now: () => clock.now,
    log: {
      info: (_, message) => logged.push(message),
      warn: (_, message) => logged.push(message),
      error: (_, message) => logged.push(message),
    },
    counted: (kind, result) => counted.push(`${kind} ${result}`),
    owner,
  });
  onTestFinished(() => worker.stop());
  const after = async (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
    worker.wake();
    await worker.idle();
  };
  return { worker, clock, reach, outside, begun, counted, logged, after };
}

/** Stores what is owed, as a change does. */
export async function owe(db: Database, ...owed: Owed[]): Promise<void> {
  await db.sql.transaction((tx) => queue(db, tx, owed, noon));
  db.owed();
}

export const card = (alertId: number): Owed => ({ kind: 'alert_card', alertId });
export const board = (incidentId: number): Owed => ({ kind: 'board', incidentId });
export const topic = (incidentId: number): Owed => ({ kind: 'topic', incidentId });
export const note = (incidentId: number, once: string): Owed => ({
  kind: 'room_post',
  incidentId,
  once,
  post: { about: 'note', text: 'hello', by: 'UANA' },
});
export const pageAsk = (person: string, notBefore = noon, round = 1): Owed => ({
  kind: 'page_ask',
  pageId: 'inc-1/opened',
  person,
  round,
  notBefore,
});
