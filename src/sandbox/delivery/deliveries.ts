/**
 * What the workspace sends to the app: events, which are retried, and things a person did, which are not.
 * How it travels (signed HTTP or Socket Mode) is a Transport's business.
 */

import { type DeliveryFault, takeDeliveryFault } from '../faults.ts';
import type { Delivery, DeliveryType, Json } from './delivery.ts';

export type FailureReason = 'http_timeout' | 'http_error' | 'connection_failed';

export type Answer =
  /** `body`: the JSON the app answered with, `{ text }` for plain text, undefined for nothing. */
  { ok: true; body: Json | undefined } | { ok: false; reason: FailureReason; httpStatus?: number; isFinal?: boolean };

export interface Transport {
  /** One attempt. Never throws. */
  send(delivery: Delivery): Promise<Answer>;
  close(): Promise<void>;
}

export interface DeliveryRecord extends Delivery {
  /** ms since 1970. */
  at: number;
  /** Undefined while under way. */
  answer: Answer | undefined;
}

export interface Deliveries {
  /** Sends an event_callback envelope; retries at once, after 1 min and after 5 min, as Slack does. */
  sendEvent(envelope: Json): void;
  /** Sends what a person did, once, and waits for the app: at most 3 seconds. */
  ask(type: Exclude<DeliveryType, 'event'>, payload: Json): Promise<Answer>;
  fault(fault: DeliveryFault): () => void;
  /** Every attempt, oldest first. */
  records(): DeliveryRecord[];
  underWay(): number;
  /** How many attempts there have been; never goes down. */
  seen(): number;
  close(): void;
}

export interface DeliverySettings {
  /** Asked for every attempt, so that the app can move. */
  transport: () => Transport;
  now: () => number;
  /** ms before the first, second… retry of an event. */
  retryDelays: number[];
}

/** https://docs.slack.dev/apis/events-api: three retries. */
export const SLACK_RETRY_DELAYS = [0, 60_000, 300_000];

/** Older records are forgotten. */
const KEPT = 20_000;

export function makeDeliveries({ transport, now, retryDelays }: DeliverySettings): Deliveries {
  const records: DeliveryRecord[] = [];
  const faults: DeliveryFault[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let underWay = 0;
  let seen = 0;

  async function attempt(delivery: Delivery): Promise<Answer> {
    const record: DeliveryRecord = { ...delivery, at: now(), answer: undefined };
    records.push(record);
    if (records.length > KEPT) records.shift();
    underWay += 1;
    seen += 1;
    try {
      record.answer = await faulty(delivery);
      return record.answer;
    } finally {
      underWay -= 1;
    }
  }

  async function faulty(delivery: Delivery): Promise<Answer> {
    const fault = takeDeliveryFault(faults, delivery);
    if (fault?.kind === 'lost') return { ok: false, reason: 'connection_failed' };
    if (fault?.delayMs) await new Promise((done) => setTimeout(done, fault.delayMs));
    const answer = await transport().send(delivery);
    if (fault?.kind === 'twice') await transport().send(delivery);
    return fault?.kind === 'answer_lost' ? { ok: false, reason: 'http_timeout' } : answer;
  }

  async function sendEvent(payload: Json, retryNum: number, retryReason?: FailureReason): Promise<void> {
    const answer = await attempt({ type: 'event', payload, retryNum, ...(retryReason ? { retryReason } : {}) });
    const delay = retryDelays[retryNum];
    if (answer.ok || answer.isFinal || delay === undefined) return;
    if (delay === 0) return sendEvent(payload, retryNum + 1, answer.reason);
    // One that comes at once is as good as under way; nobody waits for one in a minute.
    const isSoon = delay < 1_000;
    if (isSoon) underWay += 1;
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (isSoon) underWay -= 1;
      void sendEvent(payload, retryNum + 1, answer.reason);
    }, delay);
    timers.add(timer);
  }

  return {
    sendEvent: (envelope) => void sendEvent(envelope, 0),
    ask: (type, payload) => attempt({ type, payload, retryNum: 0 }),
    fault(fault) {
      const own = { ...fault };
      faults.push(own);
      return () => {
        if (faults.includes(own)) faults.splice(faults.indexOf(own), 1);
      };
    },
    records: () => [...records],
    underWay: () => underWay,
    seen: () => seen,
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
