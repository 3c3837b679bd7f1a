'use strict';

const { published } = require('./run');

/** All tests, the simplest first: what fails first says the most. */
const storeTests = [
  require('./tests/claiming'),
  require('./tests/leases'),
  require('./tests/adding'),
  require('./tests/reading'),
  require('./tests/fences'),
  require('./tests/retirement'),
  require('./tests/removing'),
  require('./tests/picking'),
  require('./tests/pools'),
  require('./tests/opening'),
  require('./tests/together'),
]
  .flat()
  .map(published);

/** Runs all tests, one after the other. Rejects with the error of the first one that fails. */
async function testStore(factory, { report, ...options } = {}) {
  for (const { name, run } of storeTests) {
    report?.(name);
    await run(factory, options);
  }
}

module.exports = { storeTests, testStore };
