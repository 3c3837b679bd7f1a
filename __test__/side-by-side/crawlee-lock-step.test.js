'use strict';

// Promises: S14, S15, C2, C3, C4, C5, C6, C7, C8, C10, C11, C14, C15, C19, C22, J9, J11, A1, A2, A3, A5, A7

const fc = require('fast-check');
const { isReason } = require('../helpers/promises');
const { START } = require('../helpers/sides');
const { ALL, NAMES } = require('./crawlee/differences');
const { Pair } = require('./crawlee/pair');
const { run } = require('./crawlee/world');

/** Steps of a test run, always the same ones. A long search is asked for with `OPERATIONS=1000000 SEED=random`. */
const OPERATIONS = Number(process.env.OPERATIONS ?? 50_000);
const { SEED: WANTED = '3181' } = process.env;
const SEED = WANTED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(WANTED);

afterEach(() => jest.useRealTimers());

test(
  `a session does what that of Crawlee 3.18 does in ${OPERATIONS} random operations (seed ${SEED}), named differences excepted`,
  () => {
    const met = Object.fromEntries(NAMES.map((name) => [name, 0]));
    let operations = 0;
    jest.useFakeTimers({
      now: START,
      doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout'],
    });
    while (operations < OPERATIONS) {
      fc.assert(
        fc.property(run, ({ options, steps }) => {
          jest.setSystemTime(START);
          const pair = new Pair(options);
          for (const step of steps) {
            operations++;
            for (const name of pair.take(step)) met[name]++;
          }
        }),
        { seed: SEED + operations, numRuns: 200 },
      );
    }
    console.log(`${operations} operations, seed ${SEED}; differences met:`, met);
    expect(operations).toBeGreaterThanOrEqual(OPERATIONS);
    // A difference that is never met is none any more, and its predicate could hide anything.
    expect(NAMES.filter((name) => met[name] === 0)).toEqual([]);
  },
  OPERATIONS * 10 + 60_000,
);

test('each difference says which promise or which rule of Chrome wants it', () => {
  for (const { name, reason } of ALL)
    expect({ name, reason, isReason: isReason(reason) }).toMatchObject({ isReason: true });
});
