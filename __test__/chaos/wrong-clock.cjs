'use strict';

// `node --require wrong-clock.cjs …`: the wall clock is wrong by `CLOCK_SECS` seconds. `performance.now()` goes on as it did.

const SHIFT_MS = Number(process.env.CLOCK_SECS) * 1000;
const { now } = Date;

globalThis.Date = class extends Date {
  constructor(...args) {
    if (args.length === 0) super(now() + SHIFT_MS);
    else super(...args);
  }

  static now() {
    return now() + SHIFT_MS;
  }
};
