import type { Database } from '../db/connect.ts';
import { LANES, type Lane } from '../db/deliveries.ts';
import type { Owed } from '../words.ts';
import { claim, type Delivery, lanesWaiting, reclaim, renew } from './claim.ts';
import { type Delivered, GiveUp, NotYet } from './outcome.ts';
import { settleDone, settleFailed, settleLater, spaced } from './settle.ts';

export type Handlers = { [K in Owed['kind']]: (delivery: Delivery<K>) => Promise<Delivered | undefined> };

export interface WorkerOptions {
  db: Database;
  handlers: Handlers;
  /** What people are told, and what else is owed, when something cannot be delivered. */
  instead: (delivery: Delivery, why: string) => Owed[];
  now: () => Date;
  log: { warn: (detail: object, message: string) => void; error: (detail: object, message: string) => void };
  counted: (kind: Owed['kind'], result: 'done' | 'retried' | 'failed', seconds: number) => void;
  /** Unique among replicas. */
  owner: string;
}

export interface Worker {
  /** Look now. */
  wake: () => void;
  /** Resolves when nothing is in hand and nothing more can be taken at this moment. */
  idle: () => Promise<void>;
  /** Takes nothing more, waits for what is in hand. */
  stop: () => Promise<void>;
  /** When the last look succeeded. */
  lastLook: () => Date | null;
}

/** Longer than any call to the outside may take, short enough that a killed worker's deliveries go on in seconds. */
const LEASE = 10_000;
const RENEW_EVERY = 3_000;
const LOOK_EVERY = 1_000;
/** Waits between attempts: 1 s doubling to a minute; after the last, about 10 minutes in, it fails loudly. */
const MOST_ATTEMPTS = 15;
const backoff = (attempt: number) => Math.min(1_000 * 2 ** (attempt - 1), 60_000);
/** How many of each lane are in hand at once. Lanes never wait for each other. */
const IN_HAND: Record<Lane, number> = { page: 8, alert: 4, room: 6, card: 4, housekeeping: 2 };

/** Do what is owed: claim, do, settle; retry with growing waits; give up loudly. */
export function startWorker(options: WorkerOptions): Worker {
  const { db, now, log, owner } = options;
  const inHand = new Map<Lane, Set<Promise<void>>>(LANES.map((lane) => [lane, new Set()]));
  const heldUntil = new Map<Lane, Date>();
  const timers = new Set<NodeJS.Timeout>();
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let stopped = false;
  let lastLook: Date | null = null;

  async function look(): Promise<void> {
    do {
      lookAgain = false;
      try {
        await reclaim(db, now());
        const waiting = await lanesWaiting(db, now());
        // One after the other: where two lanes want the same place, the first lane goes first.
        for (const lane of LANES) if (waiting.has(lane)) await fill(lane);
        lastLook = now();
      } catch (error) {
        log.error({ err: error }, 'could not look for deliveries');
        return;
      }
    } while (lookAgain && !stopped);
  }

  async function fill(lane: Lane): Promise<void> {
    const busy = inHand.get(lane) ?? new Set();
    const free = IN_HAND[lane] - busy.size;
    const held = heldUntil.get(lane);
    if (stopped || free <= 0 || (held && held > now())) return;
    for (const delivery of await claim(db, lane, free, owner, now(), LEASE)) {
      const work = carryOut(delivery).finally(() => {
        busy.delete(work);
        wakeWhenFree(delivery);
        wake();
      });
      busy.add(work);
    }
  }

  async function carryOut(delivery: Delivery): Promise<void> {
    const started = performance.now();
    const took = () => (performance.now() - started) / 1000;
    const { kind } = delivery.owed;
    const renewing = setInterval(() => {
      renew(db, delivery, owner, new Date(now().getTime() + LEASE)).catch((error) =>
        log.warn({ err: error, key: delivery.key }, 'could not keep a lease'),
      );
    }, RENEW_EVERY);
    try {
      const result = await handle(delivery);
      await settleDone(db, delivery, owner, result ?? {}, now());
      options.counted(kind, 'done', took());
    } catch (error) {
      await settleError(delivery, error, took()).catch((failure) =>
        log.error({ err: failure, key: delivery.key }, 'could not settle a delivery; its lease will run out'),
      );
    } finally {
      clearInterval(renewing);
    }
  }

  function handle(delivery: Delivery): Promise<Delivered | undefined> {
    // The table of handlers is exact kind by kind; TypeScript cannot follow one lookup over the whole union.
    const handler = options.handlers[delivery.owed.kind] as (one: Delivery) => Promise<Delivered | undefined>;
    return handler(delivery);
  }

  async function settleError(delivery: Delivery, error: unknown, took: number): Promise<void> {
    const { kind } = delivery.owed;
    if (error instanceof NotYet) {
      if (error.hold === 'lane') hold(delivery.lane, error.until);
      // One that waits for itself has said nothing, and its place is the next one's at once.
      const placeFreeAt = { self: now(), place: error.until, lane: spaced(delivery) }[error.hold];
      await settleLater(db, delivery, owner, error.until, false, null, placeFreeAt, now());
      return;
    }
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof GiveUp || delivery.attempt >= MOST_ATTEMPTS) {
      log.error({ err: error, key: delivery.key, attempt: delivery.attempt }, 'a delivery failed for good');
      await settleFailed(db, delivery, owner, why, options.instead(delivery, why), now());
      options.counted(kind, 'failed', took);
      return;
    }
    const until = new Date(now().getTime() + backoff(delivery.attempt));
    log.warn({ err: error, key: delivery.key, attempt: delivery.attempt }, 'a delivery will be tried again');
    await settleLater(db, delivery, owner, until, true, why, spaced(delivery), now());
    options.counted(kind, 'retried', took);
  }

  function hold(lane: Lane, until: Date): void {
    const held = heldUntil.get(lane);
    if (!held || held < until) heldUntil.set(lane, until);
  }

  /** The regular look would come up to a second after a place is free, and halve what a channel gets. */
  function wakeWhenFree(delivery: Delivery): void {
    if (delivery.place === null || stopped) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        wake();
      },
      Math.max(spaced(delivery).getTime() - now().getTime(), 0) + 1,
    );
    timers.add(timer);
  }

  function wake(): void {
    if (stopped) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = look().finally(() => {
      looking = null;
      if (lookAgain) wake();
    });
  }

  const timer = setInterval(wake, LOOK_EVERY);
  db.onOwed(wake);
  wake();

  const busy = () => [...inHand.values()].flatMap((set) => [...set]);
  async function idle(): Promise<void> {
    while (looking || busy().length > 0) {
      await looking;
      if (busy().length > 0) await Promise.race(busy());
    }
  }
  return {
    wake,
    idle,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all(busy());
      for (const pending of timers) clearTimeout(pending);
    },
    lastLook: () => lastLook,
  };
}
