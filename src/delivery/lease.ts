import { AsyncLocalStorage } from 'node:async_hooks';
import type { Lane } from '../db/route.ts';

/** Another worker has this delivery by now. Whatever this one still wanted to do with it is not done. */
export class LeaseLost extends Error {
  constructor() {
    super('Another worker has taken this delivery over.');
  }
}

export interface Lease {
  /** Until when it certainly holds, on the clock of `performance.now()`. Milliseconds. */
  until: number;
  /** Asks the database for more time; answers the new end, or null when it is lost. */
  renew: () => Promise<number | null>;
  lane: Lane;
}

/** A call to the outside takes at most 5 s; a lease with less left than this is renewed before one. Milliseconds. */
const NEEDED = 6_000;

const leases = new AsyncLocalStorage<Lease>();

/** Do the work of a delivery under its lease. */
export function underLease<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
  return leases.run(lease, work);
}

/** The lane of the delivery at work; null where none is. */
export function laneAtWork(): Lane | null {
  return leases.getStore()?.lane ?? null;
}

/**
 * Asked before every call to the outside. A process that stood still for a while (suspended, starved) may have lost its
 * lease meanwhile, and must not repeat what another did. Throws `LeaseLost`. Does nothing where no delivery is at work.
 */
export async function checkLease(): Promise<void> {
  const lease = leases.getStore();
  if (!lease || lease.until - performance.now() > NEEDED) return;
  const until = await lease.renew();
  if (until === null) throw new LeaseLost();
  lease.until = until;
}
