import { bringBack } from '../db/bring-back.ts';
import type { Database } from '../db/connect.ts';
import { LANES, type Lane } from '../db/route.ts';
import type { Owed } from '../words/decision.ts';
import { claim, type Delivery, lanesWaiting, reclaim, renew, type SetAside } from './claim.ts';
import { hurry } from './hurry.ts';
import { LeaseLost, underLease } from './lease.ts';
import { release, tryNow, tryObstacles } from './obstacles.ts';
import { type Delivered, Held, NotYet } from './outcome.ts';
import type { Reach } from './reach.ts';
import { settleDone, settleHeld, settleLater, spaced } from './settle.ts';

export type Handlers = { [K in Owed['kind']]: (delivery: Delivery<K>) => Promise<Delivered | undefined> };

/** What people are told about deliveries that do not go out. */
export interface Alarms {
  /** A delivery came upon something that a person must mend, and that stands since then. */
  obstacle: (held: Held, since: Date) => Owed[];
  /** It has been tried for about ten minutes, and goes on being tried. */
  troubled: (delivery: Delivery, why: string) => Owed[];
  /** It stopped every process that took it, and is tried no more. */
  setAside: (one: SetAside) => Owed[];
}

export interface WorkerOptions {
  db: Database;
  handlers: Handlers;
  alarms: Alarms;
  /** Whether the outside answers at all. */
  reach: Reach;
  /** A call that changes nothing outside. `reach` hears whether it is answered; rejects when it is not. */
  knock: () => Promise<unknown>;
  now: () => Date;
  log: {
    info: (detail: object, message: string) => void;
    warn: (detail: object, message: string) => void;
    error: (detail: object, message: string) => void;
  };
  counted: (kind: Owed['kind'], result: 'done' | 'retried' | 'held' | 'failed', seconds: number) => void;
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
  /** When the last look succeeded, on the clock of `performance.now()`. */
  lastLook: () => number | null;
}

/** Longer than any call to the outside may take, short enough that a killed worker's deliveries go on in seconds. */
const LEASE = 10_000;
const RENEW_EVERY = 3_000;
const LOOK_EVERY = 1_000;
/** A lane seems to be held for longer only where the clock was set back since. Milliseconds. */
const LONGEST_HOLD = 10 * 60_000;
/** Milliseconds. */
const PUT_RIGHT_EVERY = 10_000;
/** While nothing is answered, it is asked this often whether that is still so. Milliseconds. */
const KNOCK_EVERY = 2_000;
/** Waits between attempts: 1 s doubling to a minute. Nothing is given up; after so many, about 10 minutes in, people are told. */
const TROUBLED = 15;
const backoff = (attempt: number) => Math.min(1_000 * 2 ** (attempt - 1), 60_000);
/** How many of each lane are in hand at once. Lanes never wait for each other. */
const IN_HAND: Record<Lane, number> = { page: 8, press: 4, alert: 4, room: 6, card: 4, housekeeping: 2 };

/** Do what is owed: claim, do, settle; retry with growing waits for as long as it takes. */
export function startWorker(options: WorkerOptions): Worker {
  const { db, now, log, owner, reach, alarms } = options;
  const inHand = new Map<Lane, Set<Promise<void>>>(LANES.map((lane) => [lane, new Set()]));
  const heldUntil = new Map<Lane, Date>();
  const timers = new Set<NodeJS.Timeout>();
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let stopped = false;
  let lastLook: number | null = null;
  let knockedAt: Date | null = null;
  let knocking: Promise<unknown> | null = null;
  let knockedInVain = false;
  let putRightAt = performance.now();

  async function look(): Promise<void> {
    do {
      lookAgain = false;
      try {
        for (const { key, owed } of await reclaim(db, now(), alarms.setAside)) {
          log.error({ key }, 'a delivery was set aside: it ended the process again and again');
          options.counted(owed.kind, 'failed', 0);
        }
        await tryObstacles(db, now());
        await putRight();
        const waiting = isAway() ? new Set<Lane>() : await lanesWaiting(db, now());
        // One after the other: where two lanes want the same place, the first lane goes first.
        for (const lane of LANES) if (waiting.has(lane)) await fill(lane);
        lastLook = performance.now();
      } catch (error) {
        log.error({ err: error }, 'could not look for deliveries');
        return;
      }
    } while (lookAgain && !stopped);
  }

  /** After the clock was set back nothing waits until it has caught up. */
  async function putRight(): Promise<void> {
    if (performance.now() - putRightAt < PUT_RIGHT_EVERY) return;
    putRightAt = performance.now();
    const brought = await bringBack(db, now());
    if (brought > 0) log.warn({ brought }, 'what waited for a time that was set back goes on now');
  }

  /**
   * While nothing is answered nothing is tried, or whatever happens to be tried at that moment would come before what
   * weighs most. A call that does nothing knocks until there is an answer.
   */
  function isAway(): boolean {
    if (reach.awaySince() === null) return false;
    const at = now();
    if (knocking || (knockedAt && Math.abs(at.getTime() - knockedAt.getTime()) < KNOCK_EVERY)) return true;
    knockedAt = at;
    knocking = options
      .knock()
      .catch(() => {
        knockedInVain = true;
      })
      .finally(() => {
        knocking = null;
        wake();
      });
    return true;
  }

  async function fill(lane: Lane): Promise<void> {
    const busy = inHand.get(lane) ?? new Set();
    const free = IN_HAND[lane] - busy.size;
    const held = heldUntil.get(lane);
    const isHeld = held && held > now() && held.getTime() - now().getTime() <= LONGEST_HOLD;
    if (stopped || free <= 0 || isHeld) return;
    // From before the claim: what the database was asked is never counted as time left.
    const from = performance.now();
    for (const delivery of await claim(db, lane, free, owner, now(), LEASE)) {
      const work = carryOut(delivery, from).finally(() => {
        busy.delete(work);
        wakeWhenFree(delivery);
        wake();
      });
      busy.add(work);
    }
  }

  async function carryOut(delivery: Delivery, from: number): Promise<void> {
    const started = performance.now();
    const took = () => (performance.now() - started) / 1000;
    const { kind } = delivery.owed;
    const keep = async (): Promise<number | null> => {
      const asked = performance.now();
      const isKept = await renew(db, delivery, owner, new Date(now().getTime() + LEASE));
      return isKept ? asked + LEASE : null;
    };
    const lease = { until: from + LEASE, renew: keep, lane: delivery.lane };
    const renewing = setInterval(() => {
      keep().then(
        (until) => {
          if (until !== null) lease.until = until;
        },
        (error) => log.warn({ err: error, key: delivery.key }, 'could not keep a lease'),
      );
    }, RENEW_EVERY);
    try {
      const result = (await underLease(lease, () => handle(delivery))) ?? {};
      await settleDone(db, delivery, owner, result, now());
      if (delivery.heldBy !== null) await clear(delivery.heldBy, result);
      options.counted(kind, 'done', took());
    } catch (error) {
      await settleError(delivery, error, took()).catch((failure) =>
        log.error({ err: failure, key: delivery.key }, 'could not settle a delivery; its lease will run out'),
      );
    } finally {
      clearInterval(renewing);
    }
  }

  /** What held it back is gone; or another must find out, since this one was not sent. */
  async function clear(obstacle: string, { isPointless }: Delivered): Promise<void> {
    if (isPointless) {
      await tryNow(db, obstacle, now());
      return;
    }
    const freed = await release(db, obstacle, now());
    log.info({ obstacle, freed }, 'what kept deliveries back is mended; they go out');
  }

  function handle(delivery: Delivery): Promise<Delivered | undefined> {
    // The table of handlers is exact kind by kind; TypeScript cannot follow one lookup over the whole union.
    const handler = options.handlers[delivery.owed.kind] as (one: Delivery) => Promise<Delivered | undefined>;
    return handler(delivery);
  }

  async function settleError(delivery: Delivery, error: unknown, took: number): Promise<void> {
    const { kind } = delivery.owed;
    if (error instanceof LeaseLost) return;
    if (error instanceof NotYet) {
      if (error.hold === 'lane') hold(delivery.lane, error.until);
      // One that waits for itself has said nothing, and its place is the next one's at once.
      const placeFreeAt = { self: now(), place: error.until, lane: spaced(delivery) }[error.hold];
      await settleLater(db, delivery, owner, error.until, false, null, placeFreeAt, now());
      return;
    }
    if (error instanceof Held) {
      const tell = (met: { since: Date; isNew: boolean }) => {
        if (met.isNew) log.error({ obstacle: error.obstacle.key, key: delivery.key }, error.obstacle.why);
        return alarms.obstacle(error, met.since);
      };
      await settleHeld(db, delivery, owner, error, tell, now());
      options.counted(kind, 'held', took);
      return;
    }
    const why = error instanceof Error ? error.message : String(error);
    const until = new Date(now().getTime() + backoff(delivery.attempt));
    // While nothing is answered, that is said once and not by each.
    const isQuiet = reach.awaySince() !== null;
    if (!isQuiet)
      log.warn({ err: error, key: delivery.key, attempt: delivery.attempt }, 'a delivery will be tried again');
    const owes = delivery.attempt >= TROUBLED && !isQuiet ? alarms.troubled(delivery, why) : [];
    await settleLater(db, delivery, owner, until, true, why, spaced(delivery), now(), owes);
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
  reach.onReturn((awayFor) => {
    // Some calls failed in a row, and the first knock was answered: it was not away.
    if (!knockedInVain) return;
    knockedInVain = false;
    log.info({ awayForSeconds: Math.round(awayFor / 1_000) }, 'the outside answers again; what waited goes out');
    hurry(db, now()).then(wake, (error) => log.error({ err: error }, 'could not hurry what waited'));
  });
  wake();

  const busy = () => [...inHand.values()].flatMap((set) => [...set]);
  async function idle(): Promise<void> {
    while (looking || knocking || busy().length > 0) {
      await looking;
      await knocking;
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
      await knocking;
      await Promise.all(busy());
      for (const pending of timers) clearTimeout(pending);
    },
    lastLook: () => lastLook,
  };
}
