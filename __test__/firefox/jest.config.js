'use strict';

const { TEST_MS } = require('../helpers/patience');

/** `npm run test:firefox`: tests that need a Firefox, which `npm test` does not ask for. */
module.exports = {
  rootDir: '../..',
  testEnvironment: 'node',
  transform: {},
  testTimeout: TEST_MS,
  setupFilesAfterEnv: ['<rootDir>/__test__/helpers/patterns.js'],
  testMatch: ['<rootDir>/__test__/firefox/*.test.js'],
  globalSetup: '<rootDir>/__test__/browser/global-setup.js',
};
