import { afterEach, expect, test } from 'vitest';
import { type ReadinessOptions, type Work, watchReadiness } from '../src/http/readiness.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function watched(options: Partial<ReadinessOptions> & { names?: string[] } = {}) {
  let at = 1_000_000;
  const done = new Map<string, number>();
  const loop = (name: string): Work => ({
    name,
    sentence: `No ${name} any more.`,
    lastDone: () => done.get(name) ?? null,
  });
  const said: string[] = [];
  const readiness = watchReadiness({
    works: (options.names ?? ['clocks', 'week line', 'deliveries']).map(loop),
    problems: [],
    ping: async () => {},
    log: {
      info: (_, message) => void said.push(`info ${message}`),
      warn: (_, message) => void said.push(`warn ${message}`),
    },
    clock: () => at,
    ...options,
  });
  stops.push(readiness.stop);
  return {
    ...readiness,
    said,
    do: (...names: string[]) => {
      for (const name of names) done.set(name, at);
    },
    pass: (seconds: number) => {
      at += seconds * 1_000;
    },
  };
}

test('a process that has just started is ready, though nothing was done yet', async () => {
  expect(await watched().check()).toEqual({ isReady: true, problems: [] });
});

test('one work that stands still is said, and takes nobody out of the traffic', async () => {
  const { check, works, do: done, pass } = watched();
  done('week line');
  pass(16);
  done('clocks', 'deliveries');
  expect(await check()).toEqual({ isReady: true, problems: ['No week line any more.'] });
  expect(works().filter((one) => one.name !== 'database')).toEqual([
    { name: 'clocks', standsStill: false, age: 0 },
    { name: 'week line', standsStill: true, age: 16 },
    { name: 'deliveries', standsStill: false, age: 0 },
  ]);
  done('week line');
  expect(await check()).toEqual({ isReady: true, problems: [] });
});

test('a process whose loops have all stopped is of no use', async () => {
  const { check, pass } = watched();
  pass(16);
  expect(await check()).toMatchObject({ isReady: false, problems: expect.arrayContaining(['No clocks any more.']) });
});

test('what is no loop of ours never makes the process useless, and says itself when it stands still', async () => {
  let isAway = true;
  const outside = {
    name: 'slack',
    sentence: 'Slack does not answer.',
    lastDone: () => null,
    standsStill: () => isAway,
  };
  const { check, works, pass } = watched({ works: [outside] });
  pass(3_600);
  expect(await check()).toEqual({ isReady: true, problems: ['Slack does not answer.'] });
  isAway = false;
  expect(await check()).toEqual({ isReady: true, problems: [] });
  expect(works().at(-1)).toEqual({ name: 'slack', standsStill: false, age: null });
});

test('without its database a process is of no use; a hundred probes ask it once', async () => {
  let asked = 0;
  let fail: (error: Error) => void = () => {};
  const ping = () => {
    asked++;
    return new Promise<void>((_, reject) => {
      fail = reject;
    });
  };
  const { check, works } = watched({ ping });
  const probes = Promise.all(Array.from({ length: 100 }, check));
  fail(new Error('connection refused'));
  for (const answer of await probes) {
    expect(answer).toEqual({ isReady: false, problems: ['The database does not answer.'] });
  }
  expect(asked).toBe(1);
  expect(works()[0]).toEqual({ name: 'database', standsStill: true, age: null });
});

test('what others say is wrong is passed on, and whoever cannot say is passed over', async () => {
  const problems = [
    async () => ['3 deliveries wait for a mended token.'],
    () => Promise.reject(new Error('connection refused')),
    async () => [],
  ];
  expect(await watched({ problems }).check()).toEqual({
    isReady: true,
    problems: ['3 deliveries wait for a mended token.'],
  });
});

test('the log has one line in ten minutes for each that stands still, and one when it goes on', async () => {
  const { look, said, do: done, pass } = watched({ names: ['clocks', 'deliveries'] });
  for (let minute = 0; minute < 25; minute++) {
    pass(60);
    done('deliveries');
    await look();
  }
  expect(said).toEqual(['warn No clocks any more.', 'warn No clocks any more.', 'warn No clocks any more.']);
  done('clocks');
  await look();
  pass(1);
  await look();
  expect(said.slice(3)).toEqual(['info clocks goes on']);
});
