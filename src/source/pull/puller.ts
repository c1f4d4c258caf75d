/** Asks the tools that we call, each at its time, in one replica at a time. */
import { claimPulls } from '../store-pulls.ts';
import { LEASE, type PullOptions, pullOnce } from './pull-once.ts';

export interface Puller {
  /** Look now, for instance because a source was added. Resolves when what is due has been taken. */
  look: () => Promise<void>;
  /** Resolves when nothing is in hand. */
  idle: () => Promise<void>;
  /** Takes nothing more, ends what is in hand, and gives it back for others to go on with. */
  stop: () => Promise<void>;
  /** When the last look succeeded, in `performance.now()` milliseconds; null: not yet. */
  lastLook: () => number | null;
}

const LOOK_EVERY = 1_000;
/** In hand at once, in this replica. Streams last long and must not keep the others waiting, nor each other. */
const AT_ONCE = { asked: 4, streamed: 32 };

/** Starts looking every second. */
export function startPuller(options: PullOptions): Puller {
  const { db, kinds, now, log, owner } = options;
  const inHand = new Map<string, { lane: keyof typeof AT_ONCE; done: Promise<void> }>();
  const stopping = new AbortController();
  let looking: Promise<void> | null = null;
  let lastLook: number | null = null;

  async function take(lane: keyof typeof AT_ONCE): Promise<void> {
    const ofLane = [...kinds.values()].filter(
      ({ pull }) => pull && (pull.turn !== undefined) === (lane === 'streamed'),
    );
    const most = AT_ONCE[lane] - [...inHand.values()].filter((one) => one.lane === lane).length;
    if (most <= 0 || ofLane.length === 0 || stopping.signal.aborted) return;
    const claim = { kinds: ofLane.map(({ kind }) => kind), except: [...inHand.keys()], most, owner, lease: LEASE };
    for (const row of await claimPulls(db, now(), claim)) {
      const done = pullOnce(row, options, stopping.signal)
        .catch((error) =>
          log.error({ err: error, source: row.name }, 'a pull could not be settled; its lease runs out'),
        )
        .finally(() => inHand.delete(row.name));
      inHand.set(row.name, { lane, done });
    }
  }

  async function look(): Promise<void> {
    looking ??= (async () => {
      await take('asked');
      await take('streamed');
      lastLook = performance.now();
    })().finally(() => {
      looking = null;
    });
    await looking;
  }

  const timer = setInterval(() => {
    look().catch((error) => log.error({ err: error }, 'could not look for sources to pull'));
  }, LOOK_EVERY);

  const idle = async () => {
    await looking?.catch(() => undefined);
    while (inHand.size > 0) await Promise.all([...inHand.values()].map(({ done }) => done));
  };
  return {
    look,
    idle,
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await idle();
    },
    lastLook: () => lastLook,
  };
}
