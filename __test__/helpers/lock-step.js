'use strict';

const fc = require('fast-check');
const { boundOf } = require('./patience');

/** Timers of the test itself stay what they are; the clock alone is that of the operations. */
const REAL = ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout'];

/**
 * A test that two sides do the same in random operations, but for differences that have names.
 *
 * @param title its name, from what tells how to repeat it
 * @param run the arbitrary of a run, which has `steps`
 * @param pairOf from a run to both sides; their `take(step)` throws where they differ, and returns the names that it met
 * @param names of all differences
 * @param numRuns runs that one seed makes
 */
function testInLockStep({ title, operations: wanted, seed, start, run, pairOf, names, numRuns }) {
  afterEach(() => jest.useRealTimers());

  test(
    title(`${wanted} random operations (seed ${seed})`),
    () => {
      const met = Object.fromEntries(names.map((name) => [name, 0]));
      let operations = 0;
      jest.useFakeTimers({ now: start, doNotFake: REAL });
      while (operations < wanted) {
        fc.assert(
          fc.property(run, ({ steps, ...options }) => {
            jest.setSystemTime(start);
            const pair = pairOf(options);
            for (const step of steps) {
              operations++;
              for (const name of pair.take(step)) met[name]++;
            }
          }),
          { seed: seed + operations, numRuns },
        );
      }
      console.log(`${operations} operations, seed ${seed}; differences met:`, met);
      expect(operations).toBeGreaterThanOrEqual(wanted);
      // A difference that is never met is none any more, and its predicate could hide anything.
      expect(names.filter((name) => met[name] === 0)).toEqual([]);
    },
    boundOf(wanted, 10),
  );
}

module.exports = { testInLockStep };
