/**
 * For a process of Firebreak (`NODE_OPTIONS=--import`): its wall clock is that of the machine and as many milliseconds
 * more as the file SET_CLOCK says, as if somebody set the machine's. No other clock is moved.
 */
import { readFileSync } from 'node:fs';

const file = process.env.SET_CLOCK;
const Real = Date;
let by = 0;

globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + by);
    else super(...given);
  }

  static now() {
    return Real.now() + by;
  }
};

if (file) setInterval(() => (by = Number(readFileSync(file, 'utf8')) || 0), 100).unref();
