'use strict';

// What could end the process or hang it, tried in a process of its own: it must come to its end with code 0. Each
// scenario holds its own assertions; a failed one shows in the output of the process.
// Promises: E6

const { runScenario } = require('./fixtures/child');

/** Enough for what a session does, too little for a caller's length times anything. */
const SMALL_HEAP = { flags: ['--max-old-space-size=200'] };
const LARGE_TEXT = { flags: ['--max-old-space-size=900'] };

test.each([
  ['native methods with foreign receivers throw a TypeError', 'foreignReceivers'],
  ['native methods with arguments of any kind', 'nativeMethodsWithWrongArguments'],
  ['numbers written into odd arrays', 'nativeRowsIntoOddArrays'],
  ['packed cookies whose lengths lie', 'nativePackedCookiesThatLie'],
  ['native classes constructed with arguments of any kind', 'nativeConstruction'],
  ['Reflect.construct with odd targets', 'constructionWithOddTargets'],
  ['constructors called without new', 'callsWithoutNew'],
  ['sessions and classes whose prototype is exchanged', 'prototypesExchanged'],
  ['structuredClone and postMessage refuse a session', 'clones'],
  ['workers that are terminated, exit or fail with sessions in use', 'workers'],
  ['recursion through listeners, logs and getters ends in a RangeError', 'deepRecursion'],
  ['20,000 calls with random arguments', 'fuzz'],
  ['setCookies with a sparse array of 4,294,967,295', 'hugeSparseArrayInSetCookies', SMALL_HEAP],
  ['setCookies with an array that says it has 2 ** 40 cookies', 'lyingLengthInSetCookies', SMALL_HEAP],
  ['putResponse with a sparse array of 4,294,967,295 lines', 'hugeSparseArrayOfLines', SMALL_HEAP],
  ['a Set-Cookie line of 256 MB', 'textBeyondThePackedLength', LARGE_TEXT],
  ['a state with a value of 256 MB', 'textBeyondThePackedLengthInAState', LARGE_TEXT],
])('the process survives: %s', async (...[, scenario, options]) => {
  const { code, signal, stdout, stderr } = await runScenario('crash-scenarios.js', scenario, options);
  expect({ code, signal, stdout, stderr }).toEqual({ code: 0, signal: null, stdout: 'survived\n', stderr: '' });
});
