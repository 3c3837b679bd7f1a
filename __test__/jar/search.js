'use strict';

const fc = require('fast-check');
const { boundOf } = require('../helpers/patience');
const { SEED } = require('../helpers/seed');

/** Runs of each property; a long search is asked for with `RUNS=1000000 SEED=random`. */
const RUNS = Number(process.env.RUNS ?? 5000);

/** A test that a property holds for values of the arbitraries; its name tells how to repeat it. */
function property(promise, arbitraries, check) {
  test(
    `${promise} (${RUNS} runs, seed ${SEED})`,
    () => fc.assert(fc.property(...arbitraries, check), { seed: SEED, numRuns: RUNS }),
    boundOf(RUNS, 10),
  );
}

module.exports = { property };
