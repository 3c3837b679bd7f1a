'use strict';

const { inspect } = require('node:util');

/** How many of the last steps a message tells. */
const STEPS = 30;

/** A value in one line, shortened. */
const show = (value) => inspect(value, { depth: 5, breakLength: Infinity, maxStringLength: 100, maxArrayLength: 10 });

/** A store does not do what the interface says. */
class BrokenPromise extends Error {
  /**
   * @param {{ name: string, promise: string }} test
   * @param {string} expected
   * @param {string} happened
   * @param {string[]} steps what was called before, with the results
   * @param {unknown} [cause]
   */
  constructor(test, expected, happened, steps, cause) {
    const told = steps.slice(-STEPS).map((step, at) => `    ${Math.max(0, steps.length - STEPS) + at + 1}. ${step}`);
    const lines = [
      `The store breaks a promise: "${test.promise}"`,
      `  test: ${test.name}`,
      `  expected: ${expected}`,
      `  happened: ${happened}`,
      '  steps:',
      ...told,
    ];
    super(lines.join('\n'), cause === undefined ? undefined : { cause });
    // The message has all of them: what prints errors needn't print them again.
    const members = { test: test.name, promise: test.promise, expected, happened, steps };
    for (const [key, value] of Object.entries(members)) Object.defineProperty(this, key, { value });
  }
}
Object.defineProperty(BrokenPromise.prototype, 'name', { value: 'BrokenPromise', writable: true, configurable: true });

module.exports = { BrokenPromise, show };
