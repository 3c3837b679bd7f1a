'use strict';

// MemoryStore: the tests of any store, and the same as the slow store of docs/stores.md in random steps.

const { storeTests } = require('../../store-tests');
const { MemoryStore } = require('../../js/stores/memory-store');
const { boundOf } = require('../helpers/patience');
const { SEED } = require('../helpers/seed');
const { inLockStep } = require('./fixtures/lock-step');

const { STEPS = 20_000 } = process.env;

describe('passes', () => {
  test.each(storeTests.map(({ name, run }) => [name, run]))('%s', (_, run) => run(() => new MemoryStore()));
});

test(
  `${STEPS} random steps have the results that the store of docs/stores.md has (seed ${SEED})`,
  async () => {
    expect(await inLockStep((clock) => new MemoryStore(undefined, clock), STEPS)).toEqual([]);
  },
  boundOf(STEPS, 10),
);
