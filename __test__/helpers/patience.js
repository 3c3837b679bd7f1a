'use strict';

// How long tests wait. Each wait is for what has to happen; these are the bounds, which no busy machine reaches. Each leaves room for what
// it holds: a test runs processes, and a process waits for things.

const { setTimeout: sleep } = require('node:timers/promises');
const { PATIENCE } = require('../../demo/patience');

/** For one thing to happen: an answer, a page, the start or the end of a browser. */
const PATIENCE_MS = PATIENCE;

/** For a process with many such things. */
const PROCESS_MS = 2 * PATIENCE_MS;

/** For a test or a hook. `jest.config.js` has it, so that no test says it again. */
const TEST_MS = 2 * PROCESS_MS;

/** For a test of so many things that a long search could be longer than any other test. Milliseconds for `each` of them. */
const boundOf = (count, each) => TEST_MS + count * each;

/** Waits until a condition holds, which may take its time to be known. Returns whether it does. */
async function until(condition, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > end) return false;
    await sleep(20);
  }
  return true;
}

module.exports = { PATIENCE_MS, PROCESS_MS, TEST_MS, boundOf, until };
