import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Jump, jumpInWords, steadyClock } from '../src/clock/steady-clock.ts';

const NOON = Date.UTC(2026, 2, 10, 12);
const HOUR = 3_600_000;

/** A machine. Time passes, it sleeps, somebody sets its clock. */
function machine({ isRounded = false } = {}) {
  let [wall, steady, up] = [NOON, 5_000, 90_000];
  let uptimeRead = 0;
  return {
    clocks: {
      wall: () => wall,
      steady: () => steady,
      uptime: () => {
        uptimeRead++;
        return isRounded ? Math.floor(up / 1_000) : up / 1_000;
      },
    },
    pass: (ms: number) => {
      wall += ms;
      steady += ms;
      up += ms;
    },
    sleep: (ms: number) => {
      wall += ms;
      up += ms;
    },
    set: (by: number) => {
      wall += by;
    },
    uptimeRead: () => uptimeRead,
  };
}

/** Its steady clock, and the jumps it told of. */
function watched(of: ReturnType<typeof machine>) {
  const clock = steadyClock(of.clocks);
  const jumps: Jump[] = [];
  clock.onJump((jump) => jumps.push(jump));
  return { sinceNoon: () => clock.now().getTime() - NOON, jumps, clock };
}

describe('while nobody sets it', () => {
  test('it is the wall clock, and the uptime is not read', () => {
    const one = machine();
    const { sinceNoon, jumps } = watched(one);
    const read = one.uptimeRead();
    for (let second = 1; second <= 100; second++) {
      one.pass(1_000);
      expect(sinceNoon()).toBe(second * 1_000);
    }
    expect(one.uptimeRead()).toBe(read);
    expect(jumps).toEqual([]);
  });

  test('it follows a clock that is slewed', () => {
    const one = machine();
    const { sinceNoon, jumps } = watched(one);
    for (let second = 0; second < 60; second++) {
      one.pass(1_000);
      one.set(-100);
      sinceNoon();
    }
    expect(sinceNoon()).toBe(54_000);
    one.set(-1_999);
    expect(sinceNoon()).toBe(52_001);
    expect(jumps).toEqual([]);
  });
});

describe('a clock that somebody sets', () => {
  test.each([
    ['back by an hour', -HOUR],
    ['ahead by an hour', HOUR],
    ['ahead by years', 20_000 * HOUR],
    ['back by two seconds', -2_000],
  ])('%s moves nothing, and is told of once', (_, by) => {
    const one = machine();
    const { sinceNoon, jumps } = watched(one);
    one.pass(10_000);
    sinceNoon();
    one.pass(500);
    one.set(by);
    expect(sinceNoon()).toBe(10_500);
    one.pass(3 * HOUR);
    expect(sinceNoon()).toBe(3 * HOUR + 10_500);
    expect(jumps).toEqual([{ by, apart: by, at: new Date(NOON + 10_500) }]);
  });

  test('and sets right again is the wall clock again', () => {
    const one = machine();
    const { sinceNoon, jumps } = watched(one);
    one.set(-HOUR);
    sinceNoon();
    one.pass(60_000);
    one.set(HOUR + 300);
    expect(sinceNoon()).toBe(60_300);
    expect(jumps.map(({ by, apart }) => [by, apart])).toEqual([
      [-HOUR, -HOUR],
      [HOUR + 300, 0],
    ]);
  });

  test('before anybody listens is told of as soon as somebody does', () => {
    const one = machine();
    const clock = steadyClock(one.clocks);
    one.set(-HOUR);
    clock.now();
    const jumps: Jump[] = [];
    clock.onJump((jump) => jumps.push(jump));
    clock.now();
    expect(jumps).toHaveLength(1);
  });
});

describe('a machine that sleeps', () => {
  test.each([true, false])(
    'has lost that time, and nobody set its clock (uptime in whole seconds: %s)',
    (isRounded) => {
      const one = machine({ isRounded });
      const { sinceNoon, jumps } = watched(one);
      one.pass(1_300);
      sinceNoon();
      one.sleep(HOUR);
      expect(sinceNoon()).toBe(HOUR + 1_300);
      one.pass(750);
      one.sleep(HOUR);
      expect(sinceNoon()).toBe(2 * HOUR + 2_050);
      expect(jumps).toEqual([]);
    },
  );

  test('and whose clock is set meanwhile has lost what it slept', () => {
    const one = machine();
    const { sinceNoon, jumps } = watched(one);
    one.sleep(HOUR);
    one.set(-2 * HOUR);
    expect(sinceNoon()).toBe(HOUR);
    expect(jumps.map(({ by }) => by)).toEqual([-2 * HOUR]);
  });
});

test('a process that is stopped between two readings sees no jump', () => {
  const one = machine();
  let stopFor = 0;
  const clocks = {
    ...one.clocks,
    wall: () => {
      const read = one.clocks.wall();
      one.pass(stopFor);
      stopFor = 0;
      return read;
    },
  };
  const clock = steadyClock(clocks);
  const jumps: Jump[] = [];
  clock.onJump((jump) => jumps.push(jump));
  stopFor = 60_000;
  expect(clock.now().getTime()).toBe(NOON + 60_000);
  one.pass(1_000);
  expect(clock.now().getTime()).toBe(NOON + 61_000);
  expect(jumps).toEqual([]);
});

test('whatever is set however often, it counts what passed and what was slept, to a slew for each time', () => {
  const turn = fc.record({
    does: fc.constantFrom('pass', 'sleep', 'set'),
    ms: fc.integer({ min: -5 * HOUR, max: 5 * HOUR }),
  });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 30 }), fc.boolean(), (turns, isRounded) => {
      const one = machine({ isRounded });
      const { sinceNoon } = watched(one);
      let [truly, before, tolerated] = [0, 0, 0];
      for (const { does, ms } of turns) {
        if (does === 'set') one.set(ms);
        else one[does](Math.abs(ms));
        if (does !== 'set') truly += Math.abs(ms);
        tolerated += 3_000;
        const told = sinceNoon();
        expect(Math.abs(told - truly)).toBeLessThan(tolerated);
        expect(told).toBeGreaterThan(before - 3_000);
        before = told;
      }
    }),
  );
});

test('what happened is told in words, with what to do', () => {
  const at = new Date(NOON);
  expect(jumpInWords({ by: -HOUR, apart: -HOUR, at }, 'web-1')).toBe(
    'The clock of web-1 was set back by 1 h. Firebreak goes on counting as before: no clock was fired or silenced by it. ' +
      "Check the machine's time. If it is wrong now, set it right, and this is over by itself. " +
      'If it was wrong before and is right now, restart Firebreak, best when nothing is open.',
  );
  expect(jumpInWords({ by: 130 * 60_000, apart: 130 * 60_000, at }, 'web-1')).toContain('ahead by 2 h 10 min.');
  expect(jumpInWords({ by: 45_000, apart: 0, at }, 'web-1')).toBe(
    "The clock of web-1 was set ahead by 45 s. It is in step with Firebreak's own time again: there is nothing to do.",
  );
});
