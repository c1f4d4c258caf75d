import { expect, test, vi } from 'vitest';
import { makeMetrics } from '../src/http/metrics.ts';

const readings = { waiting: { page: 0, card: 7 }, held: 1, failed: 2, tickAge: 0.4 };

/** The value of a line; undefined when it is absent. */
async function read(metrics: ReturnType<typeof makeMetrics>, line: string): Promise<number | undefined> {
  const { body } = await metrics.text();
  const found = body.split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
}

test('what happened is counted by how it ended', async () => {
  const metrics = makeMetrics();
  metrics.delivered('alert_card', 'done', 0.2);
  metrics.delivered('alert_card', 'done', 0.4);
  metrics.delivered('alert_card', 'failed', 9);
  metrics.received('accepted', 3);
  metrics.slackCall('chat.update', 'ratelimited', 0.1);
  metrics.clicked(0.02);
  expect(await read(metrics, 'firebreak_deliveries_total{kind="alert_card",result="done"}')).toBe(2);
  expect(await read(metrics, 'firebreak_deliveries_total{kind="alert_card",result="failed"}')).toBe(1);
  expect(await read(metrics, 'firebreak_delivery_seconds_bucket{le="0.5",kind="alert_card"}')).toBe(2);
  expect(await read(metrics, 'firebreak_mentions_total{outcome="accepted"}')).toBe(3);
  expect(await read(metrics, 'firebreak_slack_calls_total{method="chat.update",status="ratelimited"}')).toBe(1);
  expect(await read(metrics, 'firebreak_slack_call_seconds_count{method="chat.update"}')).toBe(1);
  expect(await read(metrics, 'firebreak_click_ack_seconds_bucket{le="0.025"}')).toBe(1);
});

test('mentions are counted from 0, so that the first of them is a rise', async () => {
  expect(await read(makeMetrics(), 'firebreak_mentions_total{outcome="rejected"}')).toBe(0);
});

test('gauges are read when somebody asks', async () => {
  const metrics = makeMetrics();
  let waiting: Record<string, number> = readings.waiting;
  metrics.setGauges(async () => ({ ...readings, waiting }));
  expect(await read(metrics, 'firebreak_deliveries_waiting{lane="card"}')).toBe(7);
  expect(await read(metrics, 'firebreak_deliveries_failed')).toBe(2);
  expect(await read(metrics, 'firebreak_tick_age_seconds')).toBe(0.4);
  waiting = { page: 1 };
  expect(await read(metrics, 'firebreak_deliveries_waiting{lane="page"}')).toBe(1);
  expect(await read(metrics, 'firebreak_deliveries_waiting{lane="card"}')).toBeUndefined();
});

test('what is not known is absent, not 0', async () => {
  const metrics = makeMetrics();
  expect(await read(metrics, 'firebreak_deliveries_failed')).toBeUndefined();
  metrics.setGauges(async () => ({ ...readings, tickAge: null }));
  expect(await read(metrics, 'firebreak_tick_age_seconds')).toBeUndefined();
  expect(await read(metrics, 'firebreak_gauges_readable')).toBe(1);
});

test('with the database gone the counters are still shown, and old gauges are not', async () => {
  const metrics = makeMetrics();
  metrics.received('duplicate', 1);
  metrics.setGauges(async () => readings);
  await metrics.text();
  metrics.setGauges(() => Promise.reject(new Error('connection refused')));
  expect(await read(metrics, 'firebreak_mentions_total{outcome="duplicate"}')).toBe(1);
  expect(await read(metrics, 'firebreak_deliveries_waiting{lane="card"}')).toBeUndefined();
  expect(await read(metrics, 'firebreak_deliveries_failed')).toBeUndefined();
  expect(await read(metrics, 'firebreak_gauges_readable')).toBe(0);
});

test('what stands still is shown whatever the database does, and an age only where there is one', async () => {
  const metrics = makeMetrics();
  metrics.setGauges(() => Promise.reject(new Error('connection refused')));
  metrics.setWorks(() => [
    { name: 'clocks', standsStill: true, age: 31 },
    { name: 'intake', standsStill: false, age: null },
  ]);
  expect(await read(metrics, 'firebreak_work_stands_still{work="clocks"}')).toBe(1);
  expect(await read(metrics, 'firebreak_work_stands_still{work="intake"}')).toBe(0);
  expect(await read(metrics, 'firebreak_work_age_seconds{work="clocks"}')).toBe(31);
  expect(await read(metrics, 'firebreak_work_age_seconds{work="intake"}')).toBeUndefined();
});

test('a database that never answers costs a scraper 3 seconds', async () => {
  const metrics = makeMetrics();
  metrics.setGauges(() => new Promise(() => {}));
  vi.useFakeTimers();
  try {
    const readable = read(metrics, 'firebreak_gauges_readable');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await readable).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('two scrapers at once ask the database once', async () => {
  const metrics = makeMetrics();
  const ask = vi.fn(async () => readings);
  metrics.setGauges(ask);
  await Promise.all([metrics.text(), metrics.text()]);
  expect(ask).toHaveBeenCalledOnce();
});

test('the page is in the Prometheus format and tells of the process', async () => {
  const { type, body } = await makeMetrics().text();
  expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(body).toContain('process_resident_memory_bytes');
});

test('two sets of metrics do not know each other', async () => {
  const [one, other] = [makeMetrics(), makeMetrics()];
  one.received('accepted', 5);
  expect(await read(other, 'firebreak_mentions_total{outcome="accepted"}')).toBe(0);
});
