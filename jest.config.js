'use strict';

const { TEST_MS } = require('./__test__/helpers/patience');

/** One project for each kind of test, so that one can be run alone: `npx jest --selectProjects api`. */
module.exports = {
  testTimeout: TEST_MS,
  globalSetup: '<rootDir>/__test__/helpers/processes/global-setup.js',
  globalTeardown: '<rootDir>/__test__/helpers/processes/global-teardown.js',
  projects: [
    { displayName: 'api', testMatch: ['<rootDir>/__test__/api/**/*.test.js'] },
    {
      displayName: 'side-by-side',
      testMatch: ['<rootDir>/__test__/side-by-side/**/*.test.js'],
    },
    { displayName: 'jar', testMatch: ['<rootDir>/__test__/jar/**/*.test.js'] },
    { displayName: 'pool', testMatch: ['<rootDir>/__test__/pool/**/*.test.js'] },
    {
      displayName: 'stores',
      testMatch: ['<rootDir>/__test__/stores/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/stores/global-setup.js',
    },
    {
      displayName: 'chaos',
      testMatch: ['<rootDir>/__test__/chaos/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/stores/global-setup.js',
    },
    { displayName: 'files', testMatch: ['<rootDir>/__test__/files/**/*.test.js'] },
    {
      displayName: 'cli',
      testMatch: ['<rootDir>/__test__/cli/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/browser/global-setup.js',
    },
    { displayName: 'house', testMatch: ['<rootDir>/__test__/house/**/*.test.js'] },
    { displayName: 'workers', testMatch: ['<rootDir>/__test__/workers/*.test.js'] },
    { displayName: 'clients', testMatch: ['<rootDir>/__test__/clients/**/*.test.js'] },
    { displayName: 'bench', testMatch: ['<rootDir>/__test__/bench/**/*.test.js'] },
    {
      displayName: 'docs',
      testMatch: ['<rootDir>/__test__/docs/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/browser/global-setup.js',
    },
    {
      displayName: 'examples',
      testMatch: ['<rootDir>/__test__/examples/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/browser/global-setup.js',
    },
    {
      displayName: 'browser',
      testMatch: ['<rootDir>/__test__/browser/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/browser/global-setup.js',
    },
    {
      displayName: 'login',
      testMatch: ['<rootDir>/__test__/login/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/browser/global-setup.js',
    },
    {
      displayName: 'chrome',
      testMatch: ['<rootDir>/__test__/chrome/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/chrome/global-setup.js',
    },
    {
      displayName: 'crawlers',
      testMatch: ['<rootDir>/__test__/crawlers/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/browser/global-setup.js',
    },
    {
      displayName: 'shared-pool',
      testMatch: ['<rootDir>/__test__/shared-pool/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/browser/global-setup.js',
    },
    {
      displayName: 'crawlers-sdk',
      testMatch: ['<rootDir>/__test__/crawlers-sdk/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/browser/global-setup.js',
    },
    {
      displayName: 'package',
      testMatch: ['<rootDir>/__test__/package/**/*.test.js'],
      globalSetup: '<rootDir>/__test__/package/global-setup.js',
      globalTeardown: '<rootDir>/__test__/package/global-teardown.js',
    },
  ].map((project) => ({
    testEnvironment: 'node',
    transform: {},
    setupFilesAfterEnv: ['<rootDir>/__test__/helpers/patterns.js'],
    ...project,
  })),
};
