/**
 * Faults on order, for tests: the Web API or a delivery misbehaves as the network and Slack sometimes do. Slack away as
 * a whole, for minutes, is a setting of the workspace: `outage` in `switches.ts`.
 */
import type { Delivery, DeliveryType } from './delivery/delivery.ts';

type Args = Record<string, unknown>;

export type FaultKind =
  /** HTTP 429, nothing done. */
  | '429'
  /** HTTP 500, nothing done. */
  | '500'
  /** HTTP 500, though it was done. */
  | '500_after_success'
  /** Never answered, nothing done. */
  | 'timeout_before'
  /** Never answered, though it was done. */
  | 'timeout_after_success'
  /** The connection breaks, nothing done. */
  | 'drop'
  /** The connection breaks, though it was done. */
  | 'drop_after_success'
  /** `{ ok: false, error }`, nothing done. */
  | { error: string };

export interface Fault {
  /** A Web API method, or `*` for any. */
  method: string;
  kind: FaultKind;
  /** How many calls it hits; `Infinity`: all until it is undone. Default 1. */
  times?: number;
  /** Seconds, of a 429. Default 1. */
  retryAfter?: number;
  when?: (args: Args) => boolean;
}

export interface DeliveryFault {
  type: DeliveryType | '*';
  /**
   * `twice`: the same request is sent two times. `answer_lost`: the app gets it and answers, the workspace never hears
   * it, and an event is sent again with retry headers. `lost`: it never arrives. `late`: it arrives after `delayMs`.
   */
  kind: 'twice' | 'answer_lost' | 'lost' | 'late';
  /** ms before it is sent. */
  delayMs?: number;
  /** How many deliveries it hits; `Infinity`: all until it is undone. Default 1. */
  times?: number;
  when?: (payload: Args) => boolean;
}

export interface Faults {
  add(fault: Fault): () => void;
  /** The fault that hits this call, if any; it counts as used. */
  take(method: string, args: Args): Fault | undefined;
}

export function makeFaults(): Faults {
  const faults: Fault[] = [];
  return {
    add(fault) {
      const own = { ...fault };
      faults.push(own);
      return () => {
        if (faults.includes(own)) faults.splice(faults.indexOf(own), 1);
      };
    },
    take: (method, args) =>
      takeFirst(faults, (fault) => [method, '*'].includes(fault.method) && (fault.when?.(args) ?? true)),
  };
}

export function takeDeliveryFault(faults: DeliveryFault[], { type, payload }: Delivery): DeliveryFault | undefined {
  return takeFirst(faults, (fault) => [type, '*'].includes(fault.type) && (fault.when?.(payload) ?? true));
}

function takeFirst<One extends { times?: number }>(faults: One[], hits: (fault: One) => boolean): One | undefined {
  const fault = faults.find(hits);
  if (!fault) return undefined;
  fault.times = (fault.times ?? 1) - 1;
  if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
  return fault;
}
