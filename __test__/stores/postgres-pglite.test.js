'use strict';

// PostgresStore passes the tests that the package has for stores with PGlite.
// Promises: L21

const path = require('node:path');
const { storeTests } = require('../../store-tests');
const { runToSuccess } = require('../helpers/processes/child');

const CHILD = path.join(__dirname, 'fixtures', 'pglite-suite.js');

let failed;
beforeAll(async () => {
  failed = JSON.parse((await runToSuccess(CHILD)).stdout);
});

test.each(storeTests.map(({ name }) => [name]))('%s', (name) => {
  expect(failed[name]).toBeUndefined();
});
