'use strict';

const fc = require('fast-check');
const { Pair } = require('./pair');
const { run } = require('./world');

/** Steps of a test run; a long search is asked for with `OPERATIONS=5000000`, an old one with `SEED`. */
const OPERATIONS = Number(process.env.OPERATIONS ?? 120_000);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const START = Date.UTC(2024, 0, 15, 12, 0, 0, 250);

afterEach(() => jest.useRealTimers());

test(
  `a jar does what that of tough-cookie 6.1 does in ${OPERATIONS} random operations (seed ${SEED}), named differences excepted`,
  () => {
    const met = {};
    let operations = 0;
    jest.useFakeTimers({
      now: START,
      doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout'],
    });
    while (operations < OPERATIONS) {
      fc.assert(
        fc.property(run, ({ jarOptions, steps }) => {
          jest.setSystemTime(START);
          const pair = new Pair(jarOptions);
          for (const step of steps) {
            operations++;
            for (const name of pair.take(step)) met[name] = (met[name] ?? 0) + 1;
          }
        }),
        { seed: SEED + operations, numRuns: 1000, interruptAfterTimeLimit: undefined },
      );
    }
    console.log(`${operations} operations, seed ${SEED}; differences met:`, met);
    expect(operations).toBeGreaterThanOrEqual(OPERATIONS);
  },
  OPERATIONS * 10 + 60_000,
);
