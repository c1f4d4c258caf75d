import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Owed } from '../words/decision.ts';
import type { WorkReading } from './readiness.ts';
import { within } from './within.ts';

/** What is counted only when somebody asks. */
export interface Readings {
  /** Deliveries not done yet, by lane. */
  waiting: Record<string, number>;
  /** Deliveries that wait until a person has mended something. */
  held: number;
  /** Deliveries that were set aside. */
  failed: number;
  /** Seconds since the last tick; null before the first. */
  tickAge: number | null;
}

export interface Metrics {
  /** The page for Prometheus. Never rejects because of the gauges: those it cannot read are absent. */
  text: () => Promise<{ type: string; body: string }>;
  delivered: (kind: Owed['kind'], result: 'done' | 'retried' | 'held' | 'failed', seconds: number) => void;
  received: (outcome: 'accepted' | 'duplicate' | 'rejected', n: number) => void;
  /** `status` is `ok` or Slack's error code. */
  slackCall: (method: string, status: string, seconds: number) => void;
  /** From hearing a click to acknowledging it. */
  clicked: (seconds: number) => void;
  /** Asked once for each page. */
  setGauges: (read: () => Promise<Readings>) => void;
  /** Asked once for each page, also while the database does not answer. */
  setWorks: (read: () => readonly WorkReading[]) => void;
}

/** A scraper waits 10 s by default; a stuck database must not cost it the rest of the page. Milliseconds. */
const READ_WITHIN = 3_000;

/** Counters, histograms and gauges in a registry of their own, with the usual ones of the process. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const deliveries = new Counter({
    name: 'firebreak_deliveries_total',
    help: 'Attempts to deliver, by how they ended',
    labelNames: ['kind', 'result'],
    registers,
  });
  const deliverySeconds = new Histogram({
    name: 'firebreak_delivery_seconds',
    help: 'How long an attempt to deliver took',
    labelNames: ['kind'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const mentions = new Counter({
    name: 'firebreak_mentions_total',
    help: 'Mentions received, by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['accepted', 'duplicate', 'rejected']) mentions.inc({ outcome }, 0);
  const slackCalls = new Counter({
    name: 'firebreak_slack_calls_total',
    help: 'Calls of the Slack Web API, by how they were answered',
    labelNames: ['method', 'status'],
    registers,
  });
  const slackCallSeconds = new Histogram({
    name: 'firebreak_slack_call_seconds',
    help: 'How long a call of the Slack Web API took',
    labelNames: ['method'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const clickSeconds = new Histogram({
    name: 'firebreak_click_ack_seconds',
    help: 'From hearing a click to acknowledging it; Slack gives 3 s',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    registers,
  });
  const gauges = makeGauges(registry);
  const works = makeWorkGauges(registry);

  let readWorks: () => readonly WorkReading[] = () => [];
  let readGauges: (() => Promise<Readings>) | null = null;
  async function collect(): Promise<{ type: string; body: string }> {
    works.show(readWorks());
    if (readGauges) gauges.show(await within(READ_WITHIN, readGauges));
    return { type: registry.contentType, body: await registry.metrics() };
  }
  let collecting: Promise<{ type: string; body: string }> | null = null;
  return {
    // Two scrapers at once share a page, so that neither sees gauges the other has just emptied.
    text: () => {
      collecting ??= collect().finally(() => {
        collecting = null;
      });
      return collecting;
    },
    delivered: (kind, result, seconds) => {
      deliveries.inc({ kind, result });
      deliverySeconds.observe({ kind }, seconds);
    },
    received: (outcome, n) => mentions.inc({ outcome }, n),
    slackCall: (method, status, seconds) => {
      slackCalls.inc({ method, status });
      slackCallSeconds.observe({ method }, seconds);
    },
    clicked: (seconds) => clickSeconds.observe(seconds),
    setGauges: (read) => {
      readGauges = read;
    },
    setWorks: (read) => {
      readWorks = read;
    },
  };
}

function makeWorkGauges(registry: Registry): { show: (works: readonly WorkReading[]) => void } {
  const labels = { labelNames: ['work'], registers: [registry] };
  const still = new Gauge({
    name: 'firebreak_work_stands_still',
    help: '1 when it should go on and does not',
    ...labels,
  });
  const age = new Gauge({ name: 'firebreak_work_age_seconds', help: 'Time since it was last done', ...labels });
  return {
    show: (works) => {
      age.reset();
      for (const { name, standsStill, age: seconds } of works) {
        still.set({ work: name }, standsStill ? 1 : 0);
        if (seconds !== null) age.set({ work: name }, seconds);
      }
    },
  };
}

function makeGauges(registry: Registry): { show: (readings: Readings | null) => void } {
  const registers = [registry];
  const waiting = new Gauge({
    name: 'firebreak_deliveries_waiting',
    help: 'Deliveries not done yet',
    labelNames: ['lane'],
    registers,
  });
  const held = unlabelled(
    'firebreak_deliveries_held',
    'Deliveries that wait until a person has mended something',
    registry,
  );
  const failed = unlabelled('firebreak_deliveries_failed', 'Deliveries that were set aside', registry);
  const tickAge = unlabelled('firebreak_tick_age_seconds', 'Time since the last look for what is due', registry);
  const readable = unlabelled(
    'firebreak_gauges_readable',
    '0 when the database did not answer for the gauges',
    registry,
  );
  return {
    show: (readings) => {
      for (const gauge of [held, failed, tickAge]) gauge.remove();
      waiting.reset();
      readable.set(readings ? 1 : 0);
      if (!readings) return;
      for (const [lane, n] of Object.entries(readings.waiting)) waiting.set({ lane }, n);
      held.set(readings.held);
      failed.set(readings.failed);
      if (readings.tickAge !== null) tickAge.set(readings.tickAge);
    },
  };
}

/** Absent until it is first set, where prom-client would begin with 0. */
function unlabelled(name: string, help: string, registry: Registry): Gauge {
  const gauge = new Gauge({ name, help, registers: [registry] });
  gauge.remove();
  return gauge;
}
