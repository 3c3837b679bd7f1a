'use strict';

const fc = require('fast-check');

/** Runs of each property; a long search is asked for with `RUNS=1000000`, an old one with `SEED`. */
const RUNS = Number(process.env.RUNS ?? 5000);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

/** A test that a property holds for values of the arbitraries; its name tells how to repeat it. */
function property(promise, arbitraries, check) {
  test(
    `${promise} (${RUNS} runs, seed ${SEED})`,
    () => fc.assert(fc.property(...arbitraries, check), { seed: SEED, numRuns: RUNS }),
    RUNS * 10 + 60_000,
  );
}

module.exports = { property };
