'use strict';

// Promises: S14, S15, C2, C3, C4, C5, C6, C7, C8, C10, C11, C14, C15, C19, C22, J9, J11, A1, A2, A3, A5, A7

const { testInLockStep } = require('../helpers/lock-step');
const { isReason } = require('../helpers/promises');
const { seedOr } = require('../helpers/seed');
const { START } = require('../helpers/sides');
const { ALL, NAMES } = require('./crawlee/differences');
const { Pair } = require('./crawlee/pair');
const { run } = require('./crawlee/world');

testInLockStep({
  title: (what) => `a session does what that of Crawlee 3.18 does in ${what}, named differences excepted`,
  // Always the same ones. A long search is asked for with `OPERATIONS=1000000 SEED=random`.
  operations: Number(process.env.OPERATIONS ?? 50_000),
  seed: seedOr(3181),
  start: START,
  run,
  pairOf: ({ options }) => new Pair(options),
  names: NAMES,
  numRuns: 200,
});

test('each difference says which promise or which rule of Chrome wants it', () => {
  for (const { name, reason } of ALL)
    expect({ name, reason, isReason: isReason(reason) }).toMatchObject({ isReason: true });
});
