/** Time that nobody sets: it follows the wall clock, but not when somebody moves that. No rules. */

/** Somebody set the machine's clock. */
export interface Jump {
  /** How far, in milliseconds: negative when it was set back. */
  by: number;
  /** How far the wall clock lies from ours since then; 0 once it is back in step. Milliseconds. */
  apart: number;
  /** By our own time. */
  at: Date;
}

export interface SteadyClock {
  /** What everything else reads. Goes back by less than two seconds at most, when the wall clock is slewed. */
  now: () => Date;
  /** Hears each jump once, those before it listened included. */
  onJump: (listener: (jump: Jump) => void) => void;
}

export interface Clocks {
  /** Milliseconds since 1970, as the machine is set: `Date.now`. */
  wall: () => number;
  /** Milliseconds since some moment, whatever the machine is set to: `performance.now`. Stands still in a suspend. */
  steady: () => number;
  /**
   * Seconds since the machine started: `os.uptime`. On Linux it counts a suspend and is not moved by setting the clock.
   * Some systems round it to whole seconds.
   */
  uptime: () => number;
}

/** A wall clock that moves by less between two readings is being slewed, and followed. Milliseconds. */
const SLEW = 2_000;
const ROUNDING = 1_000;
/** A process that was stopped between two readings of one pair reads both again. Milliseconds. */
const TOGETHER = 100;

/**
 * While wall and steady clock go at the same pace, which is nearly always, it is the wall clock. When they part, the
 * uptime tells why. Either the machine slept: time really passed, and the wall clock is right. Or somebody set it: we go on
 * counting as before, so that nothing is late and nothing is early by it, and say so. A machine whose uptime stands still
 * in a sleep as well (some virtual ones) looks like the second.
 */
export function steadyClock({ wall, steady, uptime }: Clocks): SteadyClock {
  const read = (clock: () => number) => readWith(steady, clock);
  /** What the uptime is ahead of the steady clock: it grows by what the machine sleeps. */
  const aheadBySleep = () => {
    const { value, at } = read(uptime);
    return value * 1_000 - at;
  };
  let last = read(wall);
  let slept = aheadBySleep();
  /** The wall clock less ours. */
  let apart = 0;
  const listeners: ((jump: Jump) => void)[] = [];
  const unheard: Jump[] = [];

  function now(): Date {
    const reading = read(wall);
    const drift = reading.value - last.value - (reading.at - last.at);
    last = reading;
    if (Math.abs(drift) >= SLEW) explain(drift);
    return new Date(reading.value - apart);
  }

  function explain(drift: number): void {
    const before = slept;
    slept = aheadBySleep();
    const asleep = slept - before;
    const isSleep = asleep >= SLEW;
    const by = isSleep ? drift - asleep : drift;
    if (Math.abs(by) < SLEW + (isSleep ? ROUNDING : 0)) return;
    apart += by;
    if (Math.abs(apart) < SLEW) apart = 0;
    tell({ by, apart, at: new Date(last.value - apart) });
  }

  function tell(jump: Jump): void {
    if (listeners.length === 0) unheard.push(jump);
    for (const listener of listeners) listener(jump);
  }

  return {
    now,
    onJump: (listener) => {
      listeners.push(listener);
      for (const jump of unheard.splice(0)) listener(jump);
    },
  };
}

/** A clock, and the steady clock at the same moment. */
function readWith(steady: () => number, clock: () => number): { value: number; at: number } {
  for (;;) {
    const before = steady();
    const value = clock();
    const at = steady();
    if (at - before < TOGETHER) return { value, at };
  }
}

/** A jump in plain words, and what to do, for whoever answers for the machine. */
export function jumpInWords({ by, apart }: Jump, machine: string): string {
  const moved = `The clock of ${machine} was set ${by < 0 ? 'back' : 'ahead'} by ${spanOf(by)}.`;
  if (apart === 0) return `${moved} It is in step with Firebreak's own time again: there is nothing to do.`;
  return (
    `${moved} Firebreak goes on counting as before: no clock was fired or silenced by it. ` +
    `Check the machine's time. If it is wrong now, set it right, and this is over by itself. ` +
    `If it was wrong before and is right now, restart Firebreak, best when nothing is open.`
  );
}

/** "45 s", "58 min", "2 h 10 min". */
function spanOf(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  if (seconds < 90) return `${seconds} s`;
  const total = Math.round(seconds / 60);
  const [hours, left] = [Math.floor(total / 60), total % 60];
  if (hours === 0) return `${left} min`;
  return left === 0 ? `${hours} h` : `${hours} h ${left} min`;
}
