'use strict';

// Promises: J1

const { testInLockStep } = require('../helpers/lock-step');
const { SEED } = require('../helpers/seed');
const { NAMES } = require('./differences');
const { Pair } = require('./pair');
const { run } = require('./world');

testInLockStep({
  title: (what) => `a jar does what that of tough-cookie 6.1 does in ${what}, named differences excepted`,
  // Always the same ones. A long search is asked for with `OPERATIONS=5000000 SEED=random`.
  operations: Number(process.env.OPERATIONS ?? 120_000),
  seed: SEED,
  start: Date.UTC(2024, 0, 15, 12, 0, 0, 250),
  run,
  pairOf: ({ jarOptions }) => new Pair(jarOptions),
  names: NAMES,
  numRuns: 1000,
});
