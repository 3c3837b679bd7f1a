'use strict';

// Promises: J1

const fc = require('fast-check');
const { NAMES } = require('./differences');
const { Pair } = require('./pair');
const { SEED } = require('./seed');
const { run } = require('./world');

/** Steps of a test run, always the same ones. A long search is asked for with `OPERATIONS=5000000 SEED=random`. */
const OPERATIONS = Number(process.env.OPERATIONS ?? 120_000);
const START = Date.UTC(2024, 0, 15, 12, 0, 0, 250);

afterEach(() => jest.useRealTimers());

test(
  `a jar does what that of tough-cookie 6.1 does in ${OPERATIONS} random operations (seed ${SEED}), named differences excepted`,
  () => {
    const met = Object.fromEntries(NAMES.map((name) => [name, 0]));
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
            for (const name of pair.take(step)) met[name]++;
          }
        }),
        { seed: SEED + operations, numRuns: 1000 },
      );
    }
    console.log(`${operations} operations, seed ${SEED}; differences met:`, met);
    expect(operations).toBeGreaterThanOrEqual(OPERATIONS);
    // A difference that is never met is none any more, and its predicate could hide anything.
    expect(NAMES.filter((name) => met[name] === 0)).toEqual([]);
  },
  OPERATIONS * 10 + 60_000,
);
