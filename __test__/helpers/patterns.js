'use strict';

const { isRegExp } = require('node:util').types;

/**
 * Set up for each test file by `jest.config.js`. `toMatchObject` takes a pattern for an object that asks for nothing, so that
 * `{ message: /x/ }` matches any text. Here a pattern equals the same pattern alone; `expect.stringMatching(/x/)` is what was meant.
 */
expect.addEqualityTesters([
  (received, expected) =>
    isRegExp(expected) ? isRegExp(received) && String(received) === String(expected) : undefined,
]);
